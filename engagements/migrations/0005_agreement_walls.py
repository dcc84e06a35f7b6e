"""The wall around what was agreed. Nothing of it is open to the portal yet."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantKey, TenantTable


class Migration(migrations.Migration):
    dependencies = [("engagements", "0004_agreements")]

    operations: list[Any] = [
        TenantTable("ProcessBaseline"),
        TenantTable("MaturityProof"),
        TenantTable("FitAssessment", staff="SELECT, INSERT, DELETE"),
        TenantTable("GraduationCriterion"),
        TenantTable("Outcome"),
        TenantTable("Checkpoint"),
        TenantTable("Participant"),
        TenantTable("Activity"),
        TenantTable("RaciAssignment"),
        TenantTable("DecisionRight"),
        TenantTable("ExclusionRule"),
        TenantTable("Assumption"),
        TenantTable("WrittenRule"),
        TenantTable("CommunicationEntry"),
        TenantTable("ApprovedPlace"),
        TenantTable("Tool"),
        TenantTable("TriageRule"),
        TenantTable("StageMove", staff="SELECT, INSERT"),
        TenantTable("GateOverride"),
        TenantTable("EngagementTemplate"),
        TenantKey("MetricTarget", "outcome"),
        TenantKey("ServiceLevel", "outcome"),
        TenantKey("ServiceLevelVersion", "metric"),
    ]

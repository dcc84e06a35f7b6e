"""The wall around how it is done. Nothing of it is open to the portal yet; what was published or said stays."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable

NEVER_CHANGED = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations: list[Any] = [
        TenantTable("Guide"),
        TenantTable("GuideVersion", staff=NEVER_CHANGED),
        TenantTable("GuideMetric"),
        TenantTable("Acknowledgement", staff=NEVER_CHANGED),
        TenantTable("Proposal"),
        TenantTable("Rehearsal"),
        TenantTable("RampStage"),
        TenantTable("ShadowingEntry"),
        TenantTable("ParityItem"),
        TenantTable("TrainingProgramme"),
        TenantTable("Scenario"),
        TenantTable("TrainingResult", staff=NEVER_CHANGED),
    ]

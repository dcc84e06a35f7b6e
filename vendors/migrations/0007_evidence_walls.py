"""The wall around evidence: a vendor's people see their own, and put there what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_VENDOR, PortalWrites, TenantTable

KEPT = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [("vendors", "0006_evidence"), ("accounts", "0004_portal_audit")]

    operations: list[Any] = [
        TenantTable("VendorFile", portal=BY_VENDOR, staff=KEPT, system=KEPT),
        TenantTable("EvidencePolicy", staff=KEPT, system=KEPT),
        TenantTable("Evidence", portal=BY_VENDOR, staff=KEPT, system=KEPT),
        TenantTable("EvidenceRequest", portal=BY_VENDOR, staff=KEPT, system=KEPT),
        PortalWrites(
            "vendors_vendorfile",
            verbs="INSERT",
            condition=f"uploaded_by_id = {ACTOR} AND scan IN ('waiting', 'unscanned')",
        ),
        PortalWrites(
            "vendors_evidence",
            verbs="INSERT",
            condition=f"submitted_by_id = {ACTOR} AND decision = 'waiting' AND valid_until IS NULL",
        ),
    ]

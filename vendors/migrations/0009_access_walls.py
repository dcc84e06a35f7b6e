"""The wall around the access register; a vendor's people see and report deviations, and nothing else of it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_VENDOR, PortalWrites, TenantTable

KEPT = "SELECT, INSERT, UPDATE"
FOR_GOOD = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [("vendors", "0008_access")]

    operations: list[Any] = [
        TenantTable("AccessGrant", staff=KEPT, system=KEPT),
        TenantTable("AccessReview", staff=FOR_GOOD, system=FOR_GOOD),
        TenantTable("Credential", staff=KEPT, system=KEPT),
        TenantTable("CredentialRotation", staff=FOR_GOOD, system=FOR_GOOD),
        TenantTable("Deviation", portal=BY_VENDOR, staff=KEPT, system=KEPT),
        PortalWrites(
            "vendors_deviation",
            verbs="INSERT",
            condition=f"reported_by_id = {ACTOR} AND is_theirs AND resolved_on IS NULL",
        ),
    ]

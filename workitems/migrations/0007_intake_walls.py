"""The wall around intake. Nothing of it is open to the portal yet; what was asked is never deleted."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable

KEPT = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [("workitems", "0006_intake"), ("inbox", "0005_hook_walls")]

    operations: list[Any] = [
        TenantTable("IntakeForm"),
        TenantTable("IntakeField"),
        TenantTable("RequestTemplate"),
        TenantTable("IntakeRequest", staff=KEPT, system=KEPT),
        TenantTable("RequestPoint", staff=KEPT, system=KEPT),
        TenantTable("Attachment", staff=KEPT, system=KEPT),
    ]

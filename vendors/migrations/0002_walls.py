"""The wall around this room's tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import VENDOR, OpaqueKey, TenantTable


class Migration(migrations.Migration):
    dependencies = [("vendors", "0001_initial"), ("accounts", "0002_walls"), ("outbox", "0002_walls")]

    operations: list[Any] = [
        TenantTable("Vendor", portal=f"id = {VENDOR}"),
        OpaqueKey("accounts_membership", "vendor_id", "vendors_vendor"),
        OpaqueKey("accounts_invitation", "vendor_id", "vendors_vendor"),
        OpaqueKey("accounts_apitoken", "vendor_id", "vendors_vendor"),
        OpaqueKey("outbox_document", "vendor_id", "vendors_vendor"),
        OpaqueKey("outbox_message", "vendor_id", "vendors_vendor"),
    ]

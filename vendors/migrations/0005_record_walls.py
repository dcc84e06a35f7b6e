"""The wall around the record; the portal sees none of it but the vendor's own row."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("vendors", "0004_record")]

    operations: list[Any] = [
        TenantTable("VendorDossier"),
        TenantTable("StatusChange", staff="SELECT, INSERT", system="SELECT, INSERT"),
        TenantTable("VendorContact"),
        TenantTable("SubProcessor"),
        TenantTable("VendorInterface"),
        TenantTable("VendorRate"),
    ]

"""The wall around invoices and what is entered beside them. The portal sees nothing of it yet."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_invoices")]

    operations: list[Any] = [TenantTable("Invoice"), TenantTable("InvoiceLine"), TenantTable("ActualEntry")]

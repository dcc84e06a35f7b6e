"""The wall around this room's tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("accounts", "0002_walls")]

    operations: list[Any] = [
        TenantTable("Job"),
    ]

"""The wall around exit plans. What leaving would cost and who takes over is ours alone: the portal sees nothing."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("exits", "0001_initial")]

    operations: list[Any] = [TenantTable("ExitPlan"), TenantTable("ExitStep"), TenantTable("RetentionRule")]

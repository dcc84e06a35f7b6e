"""The wall around the settings of reviews."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("engagements", "0006_scope_reviews")]

    operations: list[Any] = [TenantTable("ReviewSetting")]

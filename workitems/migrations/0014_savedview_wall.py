"""The wall of saved views: staff alone."""

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("workitems", "0013_savedview")]

    operations: list[Any] = [TenantTable("SavedView")]

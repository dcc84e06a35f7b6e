"""A claim names the rule of the agreement that it stands on."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations

import foundation.accounts.tenancy.models
from foundation.accounts.tenancy.operations import TenantKey


class Migration(migrations.Migration):
    dependencies = [("engagements", "0008_move_reason"), ("workitems", "0007_intake_walls")]

    operations: list[Any] = [
        migrations.AddField(
            model_name="exclusion",
            name="rule",
            field=foundation.accounts.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagements.exclusionrule",
                verbose_name="rule of the agreement",
            ),
        ),
        TenantKey("Exclusion", "rule"),
    ]

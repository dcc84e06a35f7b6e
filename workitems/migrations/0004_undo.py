from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import foundation.accounts.tenancy.models
from foundation.accounts.tenancy.operations import TenantKey, TenantTable


class Migration(migrations.Migration):
    dependencies = [("workitems", "0003_first_resolution"), ("inbox", "0003_options_and_mending")]

    operations: list[Any] = [
        migrations.AddField(
            "workitemevent",
            "retracted_batch",
            foundation.accounts.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inbox.importbatch",
            ),
        ),
        TenantKey("WorkItemEvent", "retracted_batch"),
        migrations.CreateModel(
            name="WorkItemBefore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField()),
                (
                    "batch",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.importbatch",
                    ),
                ),
                (
                    "item",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workitems.workitem",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "batch", "item"), name="workitems_workitembefore_once"
                    )
                ],
            },
        ),
        TenantTable("WorkItemBefore"),
    ]

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import foundation.accounts.tenancy.models
from foundation.accounts.tenancy.operations import TenantKey


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_walls")]

    operations: list[Any] = [
        migrations.AddField("importbatch", "options", models.JSONField(default=dict)),
        migrations.AddField("importbatch", "mended", models.JSONField(default=dict)),
        migrations.AddField(
            "importbatch",
            "corrects",
            foundation.accounts.tenancy.models.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="inbox.importbatch",
            ),
        ),
        migrations.AddIndex(
            "importbatch", models.Index(F("organization"), F("id").desc(), name="inbox_importbatch_newest")
        ),
        TenantKey("ImportBatch", "corrects"),
    ]

"""What somebody read or passed names them, so they stay; the database held that already, now the models say so."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from foundation.accounts.tenancy.models import TenantForeignKey


def _participant(related_name: str) -> TenantForeignKey:
    return TenantForeignKey("engagements.participant", models.PROTECT, related_name=related_name)


class Migration(migrations.Migration):
    dependencies = [("engagements", "0008_move_reason"), ("procedures", "0002_walls")]

    operations: list[Any] = [
        migrations.AlterField("acknowledgement", "participant", _participant("acknowledgements")),
        migrations.AlterField("trainingresult", "participant", _participant("training_results")),
    ]

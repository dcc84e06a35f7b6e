from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("workitems", "0002_walls")]

    operations = [
        migrations.AddField("workitem", "first_resolved_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "workitem",
            "first_completed_at",
            models.GeneratedField(
                expression=Coalesce("first_resolved_at", "resolved_at", "closed_at"),
                output_field=models.DateTimeField(null=True),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "workitem",
            models.Index(
                fields=["organization", "engagement", "first_completed_at"],
                condition=~models.Q(status_class="cancelled"),
                name="workitems_item_first_done",
            ),
        ),
        migrations.AddIndex(
            "workitem",
            models.Index(
                fields=["organization", "engagement"],
                condition=models.Q(reopen_count__gt=0),
                name="workitems_item_reopened",
            ),
        ),
        migrations.AddIndex(
            "workitem",
            models.Index(
                fields=["organization", "engagement", "csat_at"],
                condition=models.Q(csat_at__isnull=False),
                name="workitems_item_rated",
            ),
        ),
    ]

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from foundation.accounts.tenancy.operations import Grants

FIGURE = {"max_digits": 20, "decimal_places": 6, "null": True}
# Headline, worst metric and status count internal metrics too: the portal reads the vendor's snapshot instead.
OPEN_COLUMNS = (
    "id, organization_id, engagement_id, period_kind, period_key, period_start, period_end, revision, state, issued_at"
)


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0002_walls")]

    operations: list[Any] = [
        migrations.AddField("scorecardline", "detail", models.JSONField(default=dict)),
        migrations.AddField("scorecardline", "formula", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("scorecardline", "raw_numerator", models.DecimalField(**FIGURE)),
        migrations.AddField("scorecardline", "raw_denominator", models.DecimalField(**FIGURE)),
        migrations.AddField("scorecard", "inputs", models.JSONField(default=dict)),
        migrations.AddField(
            "scorecard",
            "blocked_by",
            models.CharField(
                blank=True,
                choices=[("no_data", "No data has come"), ("import", "An import is under way")],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "scorecard",
            models.CheckConstraint(
                condition=models.Q(("state", "blocked"), ("blocked_by", ""), _connector="XOR"),
                name="scorecards_scorecard_blocked_has_reason",
            ),
        ),
        Grants(
            "REVOKE SELECT ON scorecards_scorecard FROM {portal}",
            f"GRANT SELECT ({OPEN_COLUMNS}) ON scorecards_scorecard TO {{portal}}",
        ),
    ]

"""What is agreed from a day on never rewrites the weeks before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from engagements.actions.metrics import Definition, add_metric_version
from engagements.actions.targets import set_target
from engagements.models import Engagement, MetricTarget
from engagements.periods import period_from_key
from scorecards.actions.measuring import measure_weeks
from scorecards.models import ScorecardLine
from tests.factories.scorecards import item, metric
from workitems.models import WorkItem

W46, W47 = (period_from_key(f"2026-W{number}", "UTC") for number in (46, 47))


def test_a_new_target_and_definition_leave_the_weeks_before_as_they_were(desk: Engagement, now: datetime) -> None:
    """Last week was judged by the old agreement: measured anew after the change, it still is."""
    reopened = metric("reopen_rate", desk, expected="50", minimum="60")
    for opened in ("2026-11-10 10:00", "2026-11-17 10:00"):
        item(desk, opened, opened, reopen_count=1, item_type="login")
        item(desk, opened, opened)
    measure_weeks({desk.pk: [W46]}, now=W46.end)

    def judged() -> dict[str, tuple[object, ...]]:
        lines = ScorecardLine.objects.select_related("target", "version", "scorecard").order_by("scorecard__period_key")
        return {
            line.scorecard.period_key: (line.value, line.target.expected, line.version.number, line.status)
            for line in lines
            if line.target
        }

    before = {"2026-W46": (50, 50, 1, "on_target")}
    assert judged() == before
    strict = MetricTarget(engagement=desk, metric=reopened, valid_from=W47.first_date)
    strict.minimum, strict.expected = Decimal(20), Decimal(10)
    set_target(target=strict, by=None)
    only_first = Definition("Reopened, priority 1 only.", "Help desk", "week", {"priorities": ["1"]}, W47.first_date)
    add_metric_version(metric=reopened, definition=only_first, by=None, now=now)
    add_metric_version(
        metric=reopened,
        definition=replace(only_first, parameters={}, valid_from=W47.next().first_date),
        by=None,
        now=now,
    )
    measure_weeks({desk.pk: [W46, W47]}, now=now)
    assert judged() == before | {"2026-W47": (None, 10, 2, "no_data")}
    WorkItem.objects.update(priority="1")
    measure_weeks({desk.pk: [W46, W47]}, now=now)
    assert judged() == before | {"2026-W47": (50, 10, 2, "off_target")}

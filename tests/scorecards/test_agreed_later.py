"""What is agreed from a day on never rewrites the weeks before it, nor a week that was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from engagements.actions.metrics import Definition, add_metric_version
from engagements.actions.targets import set_target
from engagements.models import Engagement, MetricTarget
from engagements.periods import period_from_key
from foundation.accounts.roles import Role
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.issuing import issue_scorecard, revise_scorecard
from scorecards.actions.measuring import measure_dirty_weeks, measure_weeks
from scorecards.models import ScorecardLine, ScorecardSnapshot
from scorecards.queries.differences import difference_since_issue
from tests.factories.cast import House
from tests.factories.scorecards import LONG_AGO, at, item, metric
from tests.factories.workitems import HOUR, add_hours, make_calendar, make_item, make_level
from workitems.actions.applying import apply_versions, start_applying
from workitems.actions.clocks import recompute_clocks
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


def test_a_holiday_written_down_too_late_leaves_the_issued_week_and_shows_as_a_difference(
    house: House, desk: Engagement, now: datetime
) -> None:
    """Calendars may be dated back into closed weeks (decision 20): the seal holds, and a person decides to revise."""
    metric("sla_resolution", desk)
    calendar = make_calendar(valid_from=LONG_AGO)
    make_level(desk, valid_from=LONG_AGO, calendar=calendar, targets={"": 4 * HOUR})
    asked = make_item(desk, opened_at=at("2026-11-17 15:00"), resolved_at=at("2026-11-19 10:00"))
    recompute_clocks(item_ids=[asked.pk], now=now)
    lead = house.people[Role.OPS_LEAD]
    issued = issue_scorecard(
        scorecard=freeze_scorecard(engagement=desk, period=W47, now=now), by=lead, now=now + timedelta(hours=1)
    )
    seals = list(ScorecardSnapshot.objects.order_by("pk").values_list("sha256", flat=True))
    assert issued.lines.get().value == 0

    without_wednesday = {day: ["09:00-17:00"] for day in ("mon", "tue", "thu", "fri")}
    add_hours(calendar, valid_from=at("2026-11-16 00:00"), week=without_wednesday)
    later = now + timedelta(hours=2)
    job = start_applying(now=later)
    assert job is not None
    apply_versions(arguments=job.arguments, now=later, progress=lambda *_: None)
    measure_dirty_weeks(now=later)

    assert issued.lines.get().value == 0
    assert list(ScorecardSnapshot.objects.order_by("pk").values_list("sha256", flat=True)) == seals
    (difference,) = difference_since_issue(issued)
    assert (difference["before"]["value"], difference["after"]["value"]) == ("0", "100")
    second = revise_scorecard(scorecard=issued, reason="The holiday was forgotten.", by=lead, now=later)
    assert (second.revision, second.lines.get().value) == (2, Decimal(100))
    assert issued.lines.get().value == 0

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from engagements.models import Engagement, MetricTarget, MetricVersion
from engagements.periods import period_from_key
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.context import staff, system
from scorecards.actions.marking import mark_closed_weeks, mark_unmeasured
from scorecards.actions.measuring import mark_weeks, measure_dirty_weeks, measure_weeks
from scorecards.models import MetricValue, Scorecard
from scorecards.queries.dirty import organizations_with_dirty_weeks
from scorecards.tasks import _ranges
from tests.factories.cast import Cast
from tests.factories.scorecards import busy_weeks, metric
from workitems.models import DirtyWeek

W46, W47 = (period_from_key(f"2026-W{number}", "UTC") for number in (46, 47))


def marked() -> list[str]:
    return [str(week) for week in DirtyWeek.objects.order_by("week_start").values_list("week_start", flat=True)]


def test_a_week_that_ended_in_silence_is_measured_all_the_same(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk)
    assert mark_closed_weeks(now=now) == 1
    assert marked() == ["2026-11-16"]
    measure_dirty_weeks(now=now)
    assert Scorecard.objects.get().status == "no_data"
    assert mark_closed_weeks(now=now) == 0
    assert mark_closed_weeks(now=now + timedelta(weeks=1)) == 1


def test_an_engagement_that_ended_is_left_in_peace(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk)
    Engagement.objects.filter(pk=desk.pk).update(ended_on=date(2026, 11, 15))
    assert mark_closed_weeks(now=now) == 0


def test_a_new_target_brings_the_weeks_there_are_items_of(desk: Engagement, now: datetime) -> None:
    busy_weeks(desk, "2026-11-03", 3)
    assert mark_unmeasured(now=now) == 0
    metric("throughput", desk)
    assert mark_unmeasured(now=now) == 3
    assert marked() == ["2026-11-02", "2026-11-09", "2026-11-16"]
    measure_dirty_weeks(now=now)
    assert mark_unmeasured(now=now) == 0
    assert MetricValue.objects.count() == 3


def test_a_changed_target_and_a_new_definition_bring_the_weeks_from_then_on(desk: Engagement, now: datetime) -> None:
    busy_weeks(desk, "2026-11-03", 3)
    throughput = metric("throughput", desk, expected="1", minimum="0")
    mark_unmeasured(now=now)
    measure_dirty_weeks(now=now)
    MetricTarget.objects.create(engagement=desk, metric=throughput, valid_from="2026-11-16", expected=9, minimum=5)
    assert mark_unmeasured(now=now) == 1
    measure_dirty_weeks(now=now)
    assert Scorecard.objects.get(period_key="2026-W47").status == "off_target"
    assert Scorecard.objects.get(period_key="2026-W46").status == "on_target"
    assert mark_unmeasured(now=now) == 0
    MetricVersion.objects.create(
        metric=throughput, number=2, valid_from="2026-11-09", definition="P1 only", source="x", created_at=now,
        parameters={"priorities": ["1"]},
    )  # fmt: skip
    assert mark_unmeasured(now=now) == 2
    measure_dirty_weeks(now=now)
    assert [value.value for value in MetricValue.objects.order_by("period_start")] == [2, 0, 0]
    assert mark_unmeasured(now=now) == 0


def test_two_organizations_are_measured_in_one_go(cast: Cast, now: datetime) -> None:
    houses = (cast.northwind, cast.umbra)
    for house in houses:
        with staff(house.pk):
            metric("throughput", house.engagements["kestrel"], expected="1", minimum="0")
            busy_weeks(house.engagements["kestrel"], "2026-11-10", 2)
            mark_weeks({house.engagements["kestrel"].pk: [W46, W47]}, now=now)
    with system([house.pk for house in houses]):
        assert organizations_with_dirty_weeks(now=now) == [(houses[0].pk, 2), (houses[1].pk, 2)]
        assert measure_dirty_weeks(now=now) == (4, 4, 4)
        found = Scorecard.objects.values_list("organization_id", "period_key", "status")
        assert set(found) == {(house.pk, week.key, "on_target") for house in houses for week in (W46, W47)}
    assert context.current() is context.NOBODY


def test_a_week_ends_in_the_zone_of_its_organization(cast: Cast, now: datetime) -> None:
    for house, zone in ((cast.northwind, "Pacific/Auckland"), (cast.umbra, "America/Los_Angeles")):
        with staff(house.pk):
            house.organization.time_zone = zone
            house.organization.save()
            metric("throughput", house.engagements["kestrel"])
            mark_weeks({house.engagements["kestrel"].pk: [W47]}, now=now)
    with system([cast.northwind.pk, cast.umbra.pk]):
        sunday_noon = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
        assert organizations_with_dirty_weeks(now=sunday_noon) == [(cast.northwind.pk, 1)]
        assert measure_dirty_weeks(now=sunday_noon).weeks == 1
        assert marked() == ["2026-11-16"]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [([(1, 100), (2, 200), (3, 200)], [[1, 2], [3]]), ([(1, 900), (2, 1)], [[1], [2]]), ([], [])],
)
def test_messages_are_about_equally_large(marks: list[tuple[int, int]], expected: list[list[int]]) -> None:
    assert _ranges(marks) == expected


def test_marking_does_not_measure_the_running_week(desk: Engagement, now: datetime) -> None:
    metric("throughput", desk)
    busy_weeks(desk, "2026-11-17", 2)
    mark_unmeasured(now=now)
    assert marked() == ["2026-11-16"]
    assert measure_weeks({desk.pk: [W47.next()]}, now=now).weeks == 0

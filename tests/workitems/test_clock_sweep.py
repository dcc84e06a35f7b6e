"""What time alone does to clocks: deadlines and warnings, flagged once; new versions applied from their date on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import BusinessCalendar, CalendarVersion, Engagement, ServiceLevelVersion
from foundation.accounts.models import AuditEvent
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.models import Job
from tests.factories.cast import Cast
from tests.factories.workitems import HOUR, add_hours, make_calendar, make_item, make_level
from workitems.actions.applying import apply_versions, start_applying
from workitems.actions.clocks import ClockCounts, recompute_clocks
from workitems.actions.sweep import Swept, sweep_clocks
from workitems.models import DirtyWeek, SlaClock
from workitems.queries.versions import organizations_with_pending_versions

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Engagement]:
    """Four hours of the office day to resolve."""
    with staff(cast.northwind.pk):
        engagement = cast.northwind.engagements["kestrel"]
        calendar = make_calendar(valid_from=AGES_AGO)
        make_level(engagement, valid_from=AGES_AGO, calendar=calendar, targets={"": 4 * HOUR})
        yield engagement


def shown(**wanted: Any) -> list[tuple[Any, ...]]:
    names = ("outcome", "outcome_at", "noticed_at", "warned_percent", "next_warning_at")
    return list(SlaClock.objects.filter(**wanted).order_by("item").values_list(*names))


class TestDeadlines:
    def test_a_clock_is_missed_once_its_deadline_is_over_and_at_the_deadline(self, desk: Engagement) -> None:
        item = make_item(desk, opened_at=at(9))
        recompute_clocks(item_ids=[item.pk], now=at(9))
        DirtyWeek.objects.all().delete()
        assert sweep_clocks(now=at(13)).breached == 0
        assert sweep_clocks(now=at(13.5)) == Swept(breached=1, warned=0)
        assert sweep_clocks(now=at(14)) == Swept(breached=0, warned=0)
        assert shown() == [("missed", at(13), at(13.5), 90, None)]
        assert list(DirtyWeek.objects.values_list("engagement_id", "week_start")) == [(desk.pk, date(2026, 11, 16))]

    def test_the_pure_clock_agrees_with_the_sweep(self, desk: Engagement) -> None:
        item = make_item(desk, opened_at=at(9))
        recompute_clocks(item_ids=[item.pk], now=at(9))
        sweep_clocks(now=at(13.5))
        assert recompute_clocks(item_ids=[item.pk], now=at(15)).changed == 0

    def test_a_paused_clock_is_left_alone(self, desk: Engagement) -> None:
        item = make_item(desk, opened_at=at(9), told=[("pause", at(10), "client")])
        recompute_clocks(item_ids=[item.pk], now=at(11))
        assert sweep_clocks(now=at(16, day=3)) == Swept(breached=0, warned=0)

    def test_history_is_quiet(self, desk: Engagement) -> None:
        item = make_item(desk, opened_at=at(9), created_at=at(12, day=2))
        recompute_clocks(item_ids=[item.pk], now=at(12, day=2))
        assert sweep_clocks(now=at(13, day=2)) == Swept(breached=0, warned=0)
        assert shown() == [("missed", at(13), None, 90, None)]


class TestWarnings:
    def test_each_is_flagged_once(self, desk: Engagement) -> None:
        item = make_item(desk, opened_at=at(9))
        recompute_clocks(item_ids=[item.pk], now=at(9))
        found = []
        for hour in (10.9, 11, 11.5, 12, 12.6, 12.7):
            swept = sweep_clocks(now=at(hour))
            found.append((swept.warned, *shown()[0][3:]))
        assert found == [
            (0, 0, at(11)),
            (1, 50, at(12)),
            (0, 50, at(12)),
            (1, 75, at(12.6)),
            (1, 90, None),
            (0, 90, None),
        ]

    def test_one_sweep_serves_every_organization_with_as_many_queries_for_three_as_for_one(self, cast: Cast) -> None:
        counts = []
        for number in (1, 3):
            for house in (cast.northwind, cast.umbra):
                with staff(house.pk):
                    engagement = house.engagements["kestrel"]
                    if number == 1:
                        make_level(engagement, valid_from=AGES_AGO, targets={"": 4 * HOUR})
                    items = [make_item(engagement, opened_at=at(hour)) for hour in (9, 12) for _ in range(number)]
                    recompute_clocks(item_ids=[item.pk for item in items], now=at(12))
            with (
                system([cast.northwind.pk, cast.umbra.pk]),
                CaptureQueriesContext(
                    connection,
                ) as queries,
            ):
                assert sweep_clocks(now=at(14.5)) == Swept(breached=2 * number, warned=2 * number)
            counts.append(len(queries))
        assert counts == [23, 23]


class TestNewVersions:
    @pytest.fixture
    def calendar(self, desk: Engagement) -> BusinessCalendar:
        CalendarVersion.objects.update(applied_at=AGES_AGO)
        ServiceLevelVersion.objects.update(applied_at=AGES_AGO)
        found: BusinessCalendar = BusinessCalendar.objects.get()
        return found

    def work(self, now: datetime) -> tuple[Job, ClockCounts, list[tuple[int, int]]]:
        told: list[tuple[int, int]] = []
        job = start_applying(now=now)
        assert job is not None
        counts = apply_versions(
            arguments=job.arguments, now=now, progress=lambda done, total: told.append((done, total))
        )
        return job, counts, told

    def test_a_calendar_moves_the_clocks_of_its_time_and_no_others(
        self, desk: Engagement, calendar: BusinessCalendar, now: datetime
    ) -> None:
        before, after = (make_item(desk, opened_at=at(15, day), resolved_at=at(16, day + 1)) for day in (0, 2))
        recompute_clocks(item_ids=[before.pk, after.pk], now=now)
        DirtyWeek.objects.all().delete()
        version = add_hours(calendar, valid_from=at(0, day=1), week={"wed": ["00:00-24:00"], "thu": ["00:00-24:00"]})
        job, counts, told = self.work(now)
        assert (job.title, told) == (f"Clocks by the new terms: {calendar.name}", [(0, 1), (1, 1)])
        assert counts == ClockCounts(items=1, clocks=1, changed=1, removed=0, weeks=1)
        first, second = SlaClock.objects.order_by("item").values_list("calendar_version", "due_at", "is_quiet")
        assert first == (calendar.versions.order_by("valid_from")[0].pk, at(11, day=1), False)
        assert second == (version.pk, at(19, day=2), True)
        version.refresh_from_db()
        assert version.applied_at == now
        event = AuditEvent.objects.filter(verb="version.applied").get()
        assert event.data == {"items": 1, "changed": 1}

    def test_a_level_does_likewise(self, desk: Engagement, calendar: BusinessCalendar, now: datetime) -> None:
        before, after = (make_item(desk, opened_at=at(9, day), resolved_at=at(12, day)) for day in (0, 2))
        recompute_clocks(item_ids=[before.pk, after.pk], now=now)
        version = make_level(desk, valid_from=at(0, day=1), calendar=calendar, targets={"": 2 * HOUR})
        _job, counts, _told = self.work(now)
        assert (counts.items, counts.changed) == (1, 1)
        assert [each[0] for each in shown()] == ["met", "missed"]
        version.refresh_from_db()
        assert version.applied_at == now

    def test_a_reason_that_no_longer_stops_the_clock_is_counted_from_its_date_on(
        self, desk: Engagement, calendar: BusinessCalendar, now: datetime
    ) -> None:
        told = [
            [("pause", at(10, day), "client"), ("resume", at(14, day), ""), ("pause", at(14, day), "hold")]
            for day in (0, 2)
        ]
        for day, story in zip((0, 2), told, strict=True):
            item = make_item(desk, opened_at=at(9, day), resolved_at=at(15, day), told=story)
            recompute_clocks(item_ids=[item.pk], now=now)
        assert [each[:2] for each in shown()] == [("met", at(15)), ("met", at(15, day=2))]
        make_level(desk, valid_from=at(0, day=1), calendar=calendar, targets={"": 4 * HOUR}, ignored=["client"])
        _job, counts, _told = self.work(now)
        assert (counts.items, counts.changed) == (1, 1)
        assert [each[:2] for each in shown()] == [("met", at(15)), ("missed", at(13, day=2))]
        assert list(SlaClock.objects.order_by("item").values_list("open_seconds", flat=True)) == [3600, 5 * 3600]

    def test_a_level_of_quality_has_no_clock(self, desk: Engagement, calendar: BusinessCalendar, now: datetime) -> None:
        make_level(desk, valid_from=at(0), kind="quality", targets={"": 1})
        item = make_item(desk, opened_at=at(9))
        assert recompute_clocks(item_ids=[item.pk], now=now).clocks == 1
        assert organizations_with_pending_versions(now=now) == []
        assert start_applying(now=now) is None

    def test_a_version_of_tomorrow_waits_and_an_open_job_is_enough(
        self, desk: Engagement, calendar: BusinessCalendar, now: datetime
    ) -> None:
        add_hours(calendar, valid_from=now + timedelta(days=1))
        assert organizations_with_pending_versions(now=now) == []
        assert start_applying(now=now) is None
        later = now + timedelta(days=1)
        assert organizations_with_pending_versions(now=later) == [desk.organization_id]
        assert start_applying(now=later) is not None
        assert start_applying(now=later) is None

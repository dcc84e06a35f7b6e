"""Clocks of items in the database: what is written, what a rerun leaves alone, which weeks are marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engagements.models import Engagement
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from foundation.inbox.models import ImportBatch, StoredFile
from tests.factories.cast import Cast
from tests.factories.workitems import HOUR, add_hours, make_calendar, make_item, make_level, tell
from workitems.actions.clocks import ClockCounts, recompute_clocks
from workitems.models import DirtyWeek, SlaClock, WorkItem

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    """So many days and hours after Monday 2026-11-16, 00:00 UTC."""
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Engagement]:
    """Northwind's night desk with eight hours (9 to 17) to resolve."""
    house = cast.northwind
    with staff(house.pk, actor=house.people[Role.OWNER].pk):
        engagement = house.engagements["kestrel"]
        make_level(engagement, valid_from=AGES_AGO, calendar=make_calendar(valid_from=AGES_AGO))
        yield engagement


def clock(item: WorkItem, kind: str = "resolution") -> dict[str, Any]:
    """What the page would show of a clock."""
    found = SlaClock.objects.get(item=item, kind=kind)
    names = ("outcome", "due_at", "outcome_at", "stopped_at", "breached_at", "open_seconds")
    return {name: getattr(found, name) for name in names}


def weeks() -> list[date]:
    return list(DirtyWeek.objects.order_by("week_start").values_list("week_start", flat=True))


class TestOutcome:
    def test_a_stop_at_the_deadline_is_met(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), resolved_at=at(17))
        counts = recompute_clocks(item_ids=[item.pk], now=now)
        assert counts == ClockCounts(items=1, clocks=1, changed=1, removed=0, weeks=1)
        assert clock(item) == {
            "outcome": "met",
            "due_at": at(17),
            "outcome_at": at(17),
            "stopped_at": at(17),
            "breached_at": None,
            "open_seconds": 8 * 3600,
        }

    def test_a_stop_after_it_is_missed_at_the_deadline(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(10), resolved_at=at(11, day=1))
        recompute_clocks(item_ids=[item.pk], now=now)
        assert clock(item) == {
            "outcome": "missed",
            "due_at": at(10, day=1),
            "outcome_at": at(10, day=1),
            "stopped_at": at(11, day=1),
            "breached_at": at(10, day=1),
            "open_seconds": 9 * 3600,
        }

    def test_a_pause_moves_the_deadline_by_its_open_time_alone(self, desk: Engagement, now: datetime) -> None:
        told = [("pause", at(15), "client"), ("resume", at(10, day=1))]
        item = make_item(desk, opened_at=at(10), told=told, resolved_at=at(11, day=1))
        recompute_clocks(item_ids=[item.pk], now=now)
        found = clock(item)
        assert (found["outcome"], found["due_at"], found["open_seconds"]) == ("met", at(13, day=1), 6 * 3600)

    def test_a_reprioritised_item_gets_the_new_target_from_its_start(self, desk: Engagement, now: datetime) -> None:
        version = make_level(desk, valid_from=at(0), targets={"Low": 40 * HOUR, "high": 2 * HOUR})
        item = make_item(desk, opened_at=at(9), priority="HIGH", told=[("reprioritise", at(12), "High")])
        item.events.filter(kind="start").update(detail="Low")
        recompute_clocks(item_ids=[item.pk], now=now)
        found = SlaClock.objects.get(item=item)
        assert (found.outcome, found.outcome_at, found.due_at) == ("missed", at(12), at(11))
        assert (found.target.priority, found.level_version) == ("high", version)

    def test_a_cancelled_item_is_not_counted(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), told=[("cancel", at(10))], status_class="cancelled")
        recompute_clocks(item_ids=[item.pk], now=now)
        assert clock(item)["outcome"] == "cancelled"

    def test_a_reopened_item_keeps_its_outcome_unless_the_level_says_resume(self, cast: Cast, now: datetime) -> None:
        house = cast.northwind
        told = [("stop", at(10)), ("reopen", at(12)), ("stop", at(16))]
        found = []
        with staff(house.pk):
            for name, rule in (("kestrel", "keep"), ("inkwell", "resume")):
                engagement = house.engagements[name]
                make_level(engagement, valid_from=AGES_AGO, targets={"": 2 * HOUR}, reopen_rule=rule)
                item = make_item(engagement, opened_at=at(9), told=told, resolved_at=at(16), reopen_count=1)
                recompute_clocks(item_ids=[item.pk], now=now)
                found.append((clock(item)["outcome"], clock(item)["outcome_at"]))
        assert found == [("met", at(10)), ("missed", at(13))]

    def test_an_item_without_events_is_told_by_its_columns(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), closed_at=at(11))
        item.events.all().delete()
        recompute_clocks(item_ids=[item.pk], now=now)
        assert (clock(item)["outcome"], clock(item)["stopped_at"]) == ("met", at(11))

    def test_no_level_no_target_or_no_engagement_is_no_clock(self, cast: Cast, now: datetime) -> None:
        house = cast.northwind
        with staff(house.pk):
            levelled = house.engagements["kestrel"]
            make_level(levelled, valid_from=at(12), targets={"High": HOUR})
            items = [
                make_item(levelled, opened_at=at(11), priority="High"),
                make_item(levelled, opened_at=at(13), priority="Low"),
                make_item(house.engagements["inkwell"], opened_at=at(13), priority="High"),
                make_item(None, opened_at=at(13), priority="High"),
            ]
            counts = recompute_clocks(item_ids=[item.pk for item in items], now=now)
            assert (counts.items, counts.clocks, SlaClock.objects.count()) == (4, 0, 0)


class TestResponse:
    @pytest.fixture
    def answered(self, desk: Engagement) -> Engagement:
        make_level(desk, valid_from=AGES_AGO, kind="response", targets={"": 2 * HOUR})
        return desk

    def test_it_stops_at_the_first_answer(self, answered: Engagement, now: datetime) -> None:
        item = make_item(answered, opened_at=at(9), first_response_at=at(10), resolved_at=at(15))
        recompute_clocks(item_ids=[item.pk], now=now)
        assert (clock(item, "response")["outcome"], clock(item, "response")["stopped_at"]) == ("met", at(10))
        assert clock(item)["stopped_at"] == at(15)

    def test_without_one_it_stops_at_the_resolution(self, answered: Engagement, now: datetime) -> None:
        item = make_item(answered, opened_at=at(9), resolved_at=at(15))
        recompute_clocks(item_ids=[item.pk], now=now)
        found = clock(item, "response")
        assert (found["outcome"], found["outcome_at"], found["stopped_at"]) == ("missed", at(11), at(15))

    def test_a_source_that_cannot_tell_gives_no_data(self, answered: Engagement, now: datetime) -> None:
        found = []
        for number, field in enumerate(("resolved_at", "first_response_at", "first_response_minutes")):
            file = StoredFile.objects.create(sha256=str(number), name="a.csv", size=1, content=b"1", uploaded_at=now)
            rules = {"columns": {"opened_at": "Opened", field: "Some column"}, "defaults": {}}
            batch = ImportBatch.objects.create(file=file, rules=rules, rules_hash=str(number), created_at=now)
            item = make_item(answered, opened_at=at(9), resolved_at=at(10), batch=batch)
            recompute_clocks(item_ids=[item.pk], now=now)
            found.append((clock(item, "response")["outcome"], clock(item, "response")["due_at"]))
        assert found == [("no_data", None), ("met", at(11)), ("met", at(11))]


class TestRerun:
    def test_it_changes_nothing_even_later(self, desk: Engagement, now: datetime) -> None:
        items = [
            make_item(desk, opened_at=at(9), resolved_at=at(10)),
            make_item(desk, opened_at=at(9, day=4)),
            make_item(desk, opened_at=at(9, day=4), told=[("pause", at(10, day=4), "hold")]),
        ]
        ids = [item.pk for item in items]
        assert recompute_clocks(item_ids=ids, now=at(11, day=4)).changed == 3
        assert clock(items[2])["outcome"] == "paused"
        DirtyWeek.objects.all().delete()
        again = recompute_clocks(item_ids=ids, now=at(12, day=4))
        assert again == ClockCounts(items=3, clocks=3, changed=0, removed=0, weeks=0)
        assert weeks() == []

    def test_it_takes_away_a_clock_that_no_level_governs_any_more(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), resolved_at=at(10))
        recompute_clocks(item_ids=[item.pk], now=now)
        DirtyWeek.objects.all().delete()
        WorkItem.objects.filter(pk=item.pk).update(engagement=None)
        counts = recompute_clocks(item_ids=[item.pk], now=now)
        assert (counts.removed, SlaClock.objects.count()) == (1, 0)
        assert list(DirtyWeek.objects.values_list("engagement_id", "week_start")) == [(desk.pk, date(2026, 11, 16))]

    def test_a_retracted_event_has_not_happened(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), told=[("stop", at(10))])
        recompute_clocks(item_ids=[item.pk], now=now)
        item.events.filter(kind="stop").update(retracted_at=now)
        tell(item, [("stop", at(9, day=2))])
        recompute_clocks(item_ids=[item.pk], now=now)
        assert (clock(item)["outcome"], clock(item)["outcome_at"]) == ("missed", at(17))

    def test_a_changed_outcome_marks_the_week_it_leaves_and_the_one_it_enters(
        self, desk: Engagement, now: datetime
    ) -> None:
        item = make_item(desk, opened_at=at(9, day=-3), told=[("stop", at(10, day=-3))])
        recompute_clocks(item_ids=[item.pk], now=now)
        DirtyWeek.objects.all().delete()
        item.events.filter(kind="stop").update(occurred_at=at(17, day=-3) - timedelta(hours=1))
        add_hours(
            desk.service_levels.get().versions.get().calendar, valid_from=at(0, day=-3), week={"mon": ["00:00-24:00"]}
        )
        recompute_clocks(item_ids=[item.pk], now=at(8))
        assert weeks() == [date(2026, 11, 9)]


class TestQuiet:
    def test_what_was_decided_before_the_import_is_quiet(self, desk: Engagement, now: datetime) -> None:
        history = make_item(desk, opened_at=at(9), resolved_at=at(9, day=3), created_at=at(12, day=3))
        recompute_clocks(item_ids=[history.pk], now=now)
        found = SlaClock.objects.get(item=history)
        assert (found.outcome, found.is_quiet, found.noticed_at) == ("missed", True, None)

    def test_a_breach_after_it_is_noticed_and_stays_so(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), created_at=at(10))
        recompute_clocks(item_ids=[item.pk], now=at(18))
        tell(item, [("stop", at(9, day=1))])
        recompute_clocks(item_ids=[item.pk], now=now, quiet_before=now)
        found = SlaClock.objects.get(item=item)
        assert (found.outcome, found.is_quiet, found.noticed_at) == ("missed", False, at(18))
        assert found.stopped_at == at(9, day=1)

    def test_quiet_before_silences_a_recomputation(self, desk: Engagement, now: datetime) -> None:
        item = make_item(desk, opened_at=at(9), created_at=at(10))
        recompute_clocks(item_ids=[item.pk], now=now, quiet_before=now)
        found = SlaClock.objects.get(item=item)
        assert (found.outcome, found.is_quiet, found.noticed_at) == ("missed", True, None)


class TestVersions:
    def test_an_item_is_governed_by_what_was_in_force_when_it_was_opened(self, desk: Engagement, now: datetime) -> None:
        make_level(desk, valid_from=at(0, day=1), targets={"": HOUR})
        before, after = (make_item(desk, opened_at=at(9, day=day), resolved_at=at(12, day=day)) for day in (0, 1))
        recompute_clocks(item_ids=[before.pk, after.pk], now=now)
        assert [clock(item)["due_at"] for item in (before, after)] == [at(17), at(10, day=1)]
        assert list(SlaClock.objects.order_by("item").values_list("level_version__number", flat=True)) == [1, 2]

    def test_a_calendars_first_version_holds_for_the_time_before_it_too(self, cast: Cast, now: datetime) -> None:
        house = cast.northwind
        with staff(house.pk):
            engagement = house.engagements["kestrel"]
            make_level(engagement, valid_from=AGES_AGO, calendar=make_calendar(valid_from=at(0, day=2)))
            item = make_item(engagement, opened_at=at(16), resolved_at=at(17))
            recompute_clocks(item_ids=[item.pk], now=now)
            assert clock(item)["due_at"] == at(16, day=1)

    def test_the_other_tenants_items_are_out_of_reach(self, cast: Cast, now: datetime) -> None:
        with staff(cast.umbra.pk):
            engagement = cast.umbra.engagements["kestrel"]
            make_level(engagement, valid_from=AGES_AGO)
            strange = make_item(engagement, opened_at=at(9), resolved_at=at(10))
        with staff(cast.northwind.pk):
            assert recompute_clocks(item_ids=[strange.pk], now=now).clocks == 0
        with staff(cast.umbra.pk):
            assert SlaClock.objects.count() == 0

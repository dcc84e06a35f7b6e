"""A quiet week is 0 when the data covers it, and no data when nobody told us about it."""

from __future__ import annotations

from typing import Any

from engagements.models import Engagement
from engagements.periods import Period, period_from_key
from foundation.inbox.models import ImportMapping
from tests.factories.cast import House
from tests.factories.scorecards import LONG_AGO, at, batch, item
from tests.scorecards.asking import ask

W45, W46, W47, W48 = (period_from_key(f"2026-W{number}", "UTC") for number in range(45, 49))


def throughput(desk: Engagement, *weeks: Period) -> list[Any]:
    return [ask("throughput", desk, period=week).value for week in weeks]


def test_weeks_before_the_first_item_and_after_the_last_word_have_no_data(desk: Engagement) -> None:
    item(desk, "2026-11-11 10:00", "2026-11-11 11:00")
    assert throughput(desk, W45, W46, W47) == [None, 1, None]


def test_a_week_that_only_opens_or_closes_something_is_told_of(desk: Engagement) -> None:
    item(desk, "2026-11-04 10:00", "2026-11-11 10:00", closed_at=at("2026-11-18 10:00"))
    assert throughput(desk, W45, W46, W47, W48) == [0, 1, 0, None]


def test_the_source_told_of_another_engagement(house: House, desk: Engagement) -> None:
    item(desk, "2026-11-04 10:00", "2026-11-04 11:00")
    item(house.engagements["inkwell"], "2026-11-11 10:00", "2026-11-11 11:00")
    item(house.engagements["inkwell"], "2026-11-18 10:00", "2026-11-18 11:00", source="another")
    assert throughput(desk, W45, W46, W47) == [1, 0, None]


def test_one_file_tells_of_before_and_after(desk: Engagement) -> None:
    both = batch("2026-11-30 08:00")
    item(desk, "2026-11-11 10:00", "2026-11-11 11:00", batch=both)
    item(desk, "2026-11-24 10:00", "2026-11-24 11:00", batch=both)
    assert throughput(desk, W46, W47, W48) == [1, 0, 1]


def test_two_files_leave_the_week_between_them_open(desk: Engagement) -> None:
    item(desk, "2026-11-11 10:00", "2026-11-11 11:00", batch=batch("2026-11-16 08:00"))
    item(desk, "2026-11-24 10:00", "2026-11-24 11:00", batch=batch("2026-11-30 08:00"))
    assert throughput(desk, W46, W47, W48) == [1, None, 1]


def test_the_same_mapping_was_imported_right_after_the_week(desk: Engagement) -> None:
    mapping = ImportMapping.objects.create(
        name="Zendesk", preset="zendesk", header_fingerprint="x", rules={}, created_at=LONG_AGO, updated_at=LONG_AGO
    )
    item(desk, "2026-11-11 10:00", "2026-11-11 11:00", batch=batch("2026-11-16 08:00", mapping=mapping))
    assert throughput(desk, W47) == [None]
    batch("2026-11-23 08:00", mapping=mapping, name="quiet.csv")
    assert throughput(desk, W47, W48) == [0, None]


def test_the_backlog_of_a_quiet_week_follows_the_same_rule(house: House, desk: Engagement) -> None:
    item(desk, "2026-11-04 10:00", None)
    assert [ask("backlog", desk, period=week).value for week in (W45, W46)] == [1, None]
    item(house.engagements["inkwell"], "2026-11-11 10:00", None)
    assert ask("backlog", desk, period=W46).value == 1


def test_work_that_is_asked_for_here_alone_is_always_told_of(desk: Engagement) -> None:
    item(desk, "2026-11-11 10:00", "2026-11-11 11:00", source="intake")
    assert throughput(desk, W45, W46, W47) == [None, 1, 0]
    item(desk, "2026-11-12 10:00", "2026-11-12 11:00")  # a file as well: it may be late
    assert throughput(desk, W46, W47) == [2, None]

"""Wall-clock times of a zone: gap, fold, and offsets that are written."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.inbox.values.dates import DateOrder, date_parser
from foundation.inbox.values.zones import instant_in

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "Pacific/Apia")


@pytest.mark.parametrize(
    ("zone", "wall", "instant", "code"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00", "time_in_gap"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00", "time_in_gap"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00", None),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30", "time_in_fold"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00", None),
        ("America/New_York", "2026-03-08T02:15", "2026-03-08T07:00", "time_in_gap"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30", "time_in_gap"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00", "time_in_gap"),
        ("Europe/Berlin", "2026-07-01T12:00", "2026-07-01T10:00", None),
    ],
)
def test_gap_and_fold(zone: str, wall: str, instant: str, code: str | None) -> None:
    found = instant_in(ZoneInfo(zone), dt.datetime.fromisoformat(wall))
    assert found.at == dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)
    assert (found.problem.code if found.problem else None) == code


@given(
    st.sampled_from(ZONES),
    st.datetimes(dt.datetime.fromisoformat("1975-01-01"), dt.datetime.fromisoformat("2037-01-01")),
)
def test_a_time_that_exists_shows_itself_again(zone: str, wall: dt.datetime) -> None:
    place = ZoneInfo(zone)
    found = instant_in(place, wall)
    shown = found.at.astimezone(place).replace(tzinfo=None)
    if found.problem is None or found.problem.code == "time_in_fold":
        assert shown == wall
    else:
        assert shown > wall
        before = (found.at - dt.timedelta(seconds=1)).astimezone(place).replace(tzinfo=None)
        assert before < wall


def test_a_warning_and_still_a_value() -> None:
    parsed = date_parser(DateOrder.ISO, ZoneInfo("Europe/Berlin"))("2026-03-29 02:30")
    assert parsed.value is not None
    assert parsed.problem is not None
    assert not parsed.wrong
    problem = parsed.problem.at(7, "opened", "2026-03-29 02:30", zone="Europe/Berlin")
    assert str(problem) == (
        "Line 7, column opened: “2026-03-29 02:30” does not exist in Europe/Berlin, where the clock was put forward; "
        "the first moment after was taken."
    )


def test_a_written_offset_wins() -> None:
    parsed = date_parser(DateOrder.ISO, ZoneInfo("Europe/Berlin"))("2026-03-29 02:30+00:00")
    assert parsed == (dt.datetime(2026, 3, 29, 2, 30, tzinfo=dt.UTC), None)

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagements.periods import (
    TWO_WEEKS_ANCHOR,
    Period,
    PeriodError,
    PeriodKind,
    cutoff,
    last_closed,
    local_instant,
    period_at,
    period_from_key,
    period_of_date,
    periods_between,
)

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
ZONES = (
    "UTC",
    BERLIN,
    NEW_YORK,
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Beirut",
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # a date and time in parts


@pytest.mark.parametrize(
    ("kind", "key", "first", "last"),
    [
        (PeriodKind.WEEK, "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        (PeriodKind.TWO_WEEKS, "2026-W46/2", date(2026, 11, 9), date(2026, 11, 22)),
        (PeriodKind.MONTH, "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        (PeriodKind.QUARTER, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_one_day_lies_in_a_period_of_each_kind(kind: PeriodKind, key: str, first: date, last: date) -> None:
    period = period_of_date(kind, date(2026, 11, 18), BERLIN)
    assert (period.kind, period.key, period.label, str(period)) == (kind, key, key, key)
    assert (period.first_date, period.last_date) == (first, last)
    assert period.start == datetime.combine(first, time(0), ZoneInfo(BERLIN))
    assert period.end == datetime.combine(last + timedelta(days=1), time(0), ZoneInfo(BERLIN))
    assert period.start.utcoffset() == timedelta(0)
    assert period_from_key(key, BERLIN) == period


@pytest.mark.parametrize(
    ("key", "hours"),
    [("2026-W13", 167), ("2026-W43", 169), ("2026-W20", 168)],
)
def test_weeks_of_the_clock_changes_have_167_and_169_hours(key: str, hours: int) -> None:
    assert period_from_key(key, BERLIN).hours == hours


def test_2026_has_a_week_53_and_2027_follows() -> None:
    week = period_from_key("2026-W53", "UTC")
    assert (week.first_date, week.last_date) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.next().key == "2027-W01"
    assert week.next().previous() == week


@pytest.mark.parametrize(
    "key",
    [
        *("2025-W53", "2026-W00", "2026-W54", "2026-13", "2026-00", "2026-Q5", "2026-Q0"),
        *("2026", "", "2026-W47 ", "2026-W47\n", "2026-w47", "2026-W47/2", "2026-W46/3"),
        *("0000-W01", "9999-W52", "1899-12", "3000-01", "\uff12\uff10\uff12\uff16-W47"),
    ],
)
def test_a_key_that_names_nothing_is_refused(key: str) -> None:
    with pytest.raises(PeriodError):
        period_from_key(key, "UTC")


def test_pairs_of_weeks_run_on_through_a_year_of_53_weeks() -> None:
    assert TWO_WEEKS_ANCHOR.weekday() == 0
    pair = period_from_key("2026-W52/2", "UTC")
    assert (pair.first_date, pair.last_date) == (date(2026, 12, 21), date(2027, 1, 3))
    assert pair.next().key == "2027-W01/2"


def test_the_zone_decides_the_week() -> None:
    instant = utc(2026, 11, 15, 23, 30)
    assert period_at(PeriodKind.WEEK, instant, "UTC").key == "2026-W46"
    assert period_at(PeriodKind.WEEK, instant, BERLIN).key == "2026-W47"
    assert period_at(PeriodKind.WEEK, instant, ZoneInfo(NEW_YORK)).key == "2026-W46"


def test_a_period_is_half_open() -> None:
    week = period_from_key("2026-W47", BERLIN)
    assert week.start in week
    assert week.end not in week
    assert week.end - timedelta(microseconds=1) in week


def test_periods_between_are_those_that_share_an_instant() -> None:
    keys = [week.key for week in periods_between(PeriodKind.WEEK, utc(2026, 12, 20), utc(2027, 1, 4), "UTC")]
    assert keys == ["2026-W51", "2026-W52", "2026-W53"]
    assert list(periods_between(PeriodKind.WEEK, utc(2026, 1, 5), utc(2026, 1, 5), "UTC")) == []
    assert list(periods_between(PeriodKind.WEEK, utc(2026, 1, 5), utc(2026, 1, 4), "UTC")) == []


@pytest.mark.parametrize(
    ("kind", "instant", "key"),
    [
        (PeriodKind.WEEK, utc(2026, 11, 23), "2026-W47"),
        (PeriodKind.WEEK, utc(2026, 11, 22, 23, 59), "2026-W46"),
        (PeriodKind.TWO_WEEKS, utc(2026, 11, 22, 23, 59), "2026-W44/2"),
        (PeriodKind.TWO_WEEKS, utc(2026, 11, 23), "2026-W46/2"),
        (PeriodKind.MONTH, utc(2026, 11, 23), "2026-10"),
        (PeriodKind.QUARTER, utc(2027, 1, 1), "2026-Q4"),
    ],
)
def test_the_last_closed_period_of_a_cadence(kind: PeriodKind, instant: datetime, key: str) -> None:
    assert last_closed(kind, instant, "UTC").key == key


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 16), time(9), BERLIN, utc(2026, 11, 16, 8)),
        (date(2026, 3, 29), time(2, 30), BERLIN, utc(2026, 3, 29, 1)),
        (date(2026, 3, 29), time(2, 30, 0, 5), BERLIN, utc(2026, 3, 29, 1)),
        (date(2026, 3, 29), time(2), BERLIN, utc(2026, 3, 29, 1)),
        (date(2026, 3, 29), time(3), BERLIN, utc(2026, 3, 29, 1)),
        (date(2026, 10, 25), time(2, 30), BERLIN, utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(2, 30, fold=1), BERLIN, utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        (date(2018, 11, 4), time(0), "America/Sao_Paulo", utc(2018, 11, 4, 3)),
        (date(2011, 12, 30), time(12), "Pacific/Apia", utc(2011, 12, 30, 10)),
    ],
    ids=[
        "plain",
        "gap",
        "gap-micro",
        "gap-start",
        "gap-end",
        "fold",
        "fold-asked",
        "half-hour-gap",
        "no-midnight",
        "no-day",
    ],
)
def test_local_times_that_do_not_exist_or_come_twice(day: date, at: time, zone: str, expected: datetime) -> None:
    assert local_instant(day, at, zone) == expected


def test_cutoff_is_monday_nine_local_after_the_week() -> None:
    week = period_from_key("2026-W47", BERLIN)
    assert cutoff(week) == utc(2026, 11, 23, 8)
    assert cutoff(week, weekday=2, at=time(18)) == utc(2026, 11, 25, 17)
    assert cutoff(week, weekday=0, at=time(0)) == week.end
    assert cutoff(period_from_key("2026-10", BERLIN)) == utc(2026, 11, 2, 8)


def test_cutoff_in_a_gap_and_in_a_fold() -> None:
    assert cutoff(period_from_key("2026-W12", BERLIN), weekday=6, at=time(2, 30)) == utc(2026, 3, 29, 1)
    assert cutoff(period_from_key("2026-W42", BERLIN), weekday=6, at=time(2, 30)) == utc(2026, 10, 25, 0, 30)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(PeriodError, match="no time zone"):
        period_at(PeriodKind.WEEK, datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - naive on purpose
    with pytest.raises(PeriodError, match="weekday"):
        cutoff(period_from_key("2026-W47", "UTC"), weekday=7)
    with pytest.raises(PeriodError, match="zone of its own"):
        local_instant(date(2026, 1, 1), time(9, tzinfo=UTC), "UTC")
    with pytest.raises(PeriodError, match="outside"):
        period_of_date(PeriodKind.TWO_WEEKS, date.min, "UTC")
    with pytest.raises(PeriodError, match="outside"):
        period_at(PeriodKind.WEEK, datetime.max.replace(tzinfo=UTC), "Asia/Kolkata")


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(list(PeriodKind)),
    instant=st.datetimes(datetime(1971, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    zone=st.sampled_from(ZONES),
    steps=st.integers(-5, 5),
)
def test_periods_tile_time(kind: PeriodKind, instant: datetime, zone: str, steps: int) -> None:
    period = period_at(kind, instant, zone)
    assert instant in period
    assert period.next().start == period.end
    assert period.previous().end == period.start
    assert period_from_key(period.key, zone) == period
    assert period.shift(steps).shift(-steps) == period
    assert _neighbours(period) == [period]
    assert last_closed(kind, period.end, zone) == period
    assert cutoff(period) >= period.end


def _neighbours(period: Period) -> list[Period]:
    return list(periods_between(period.kind, period.start, period.end, period.zone))

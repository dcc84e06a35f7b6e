"""Reporting periods in an organization's time zone: which week, month or quarter an instant belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

TWO_WEEKS_ANCHOR: Final = date(1970, 1, 5)
"""A Monday on which a pair of weeks begins: pairs are counted from here without a break, through years of 53 weeks.

So 2026-W46 begins a pair (`2026-W46/2` is weeks 46 and 47), and 2026-W52/2 is followed by 2027-W01/2."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
DAYS_A_WEEK: Final = 7
DAYS_TWO_WEEKS: Final = 14
MONTHS_A_YEAR: Final = 12
MONTHS_A_QUARTER: Final = 3
_KEY = re.compile(r"(\d{4})-(?:W(\d\d)(/2)?|(\d\d)|Q([1-4]))", re.ASCII)


class PeriodError(ValueError):
    """A period that does not exist: a bad key, a year outside 1900 to 2999, or an instant without a time zone."""


class PeriodKind(StrEnum):
    """How long a period lasts; also the cadence in which a metric closes."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period, half-open `[start, end)`.

    `start` and `end` are UTC instants: the local midnights of `zone` (IANA) that open and close it, so a week has
    167, 168 or 169 hours. `key` names it within its kind: 2026-W47, 2026-W46/2, 2026-11, 2026-Q4.
    Make one with `period_at`, `period_from_key` or `period_of_date`.
    """

    kind: PeriodKind
    key: str
    start: datetime
    end: datetime
    zone: str

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def __str__(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        """The key, as people write it: 2026-W47."""
        return self.key

    @property
    def first_date(self) -> date:
        """First local day, for texts such as "Mon 16 - Sun 22 Nov 2026"."""
        return _dates_from_key(self.key)[1]

    @property
    def last_date(self) -> date:
        """Last local day, inclusive."""
        return _following(self.kind, self.first_date) - timedelta(days=1)

    @property
    def hours(self) -> float:
        """Elapsed hours: 167, 168 or 169 for a week in most zones."""
        return (self.end - self.start) / timedelta(hours=1)

    def next(self) -> "Period":
        """The period that begins where this one ends."""
        return _period(self.kind, _following(self.kind, self.first_date), self.zone)

    def previous(self) -> "Period":
        """The period that ends where this one begins."""
        return period_of_date(self.kind, self.first_date - timedelta(days=1), self.zone)

    def shift(self, count: int) -> "Period":
        """The period `count` later, or earlier when negative."""
        period = self
        for _ in range(abs(count)):
            period = period.next() if count > 0 else period.previous()
        return period


def local_instant(day: date, at: time, zone: str | ZoneInfo) -> datetime:
    """The UTC instant of a local date and time in an IANA zone.

    A local time that does not exist (spring change) gives the first valid instant after the gap; one that comes twice
    (autumn change) gives the first (numbers.md, convention 3). Raises PeriodError for a time with a zone of its own.
    """
    if at.tzinfo is not None:
        raise PeriodError("The local time carries a time zone of its own.")
    place = _zone(zone)
    local = datetime.combine(day, at.replace(fold=0), place)
    instant = local.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), instant, place)


def period_at(kind: PeriodKind, instant: datetime, zone: str | ZoneInfo) -> Period:
    """The period that holds an instant. Raises PeriodError when the instant is naive or its year out of range."""
    _check_year(instant.year)
    return period_of_date(kind, _aware(instant).astimezone(_zone(zone)).date(), zone)


def period_of_date(kind: PeriodKind, day: date, zone: str | ZoneInfo) -> Period:
    """The period that holds a local date. Raises PeriodError when its year is out of range."""
    _check_year(day.year)
    return _period(kind, _first_date(kind, day), _zone(zone).key)


def period_from_key(key: str, zone: str | ZoneInfo) -> Period:
    """The period a key names; the key tells the kind. Raises PeriodError for a key that names nothing."""
    kind, first = _dates_from_key(key)
    return _period(kind, first, _zone(zone).key)


def periods_between(kind: PeriodKind, start: datetime, end: datetime, zone: str | ZoneInfo) -> Iterator[Period]:
    """Every period that shares at least an instant with `[start, end)`, in order; none when end <= start."""
    if _aware(start) >= _aware(end):
        return
    period = period_at(kind, start, zone)
    while period.start < end:
        yield period
        period = period.next()


def last_closed(kind: PeriodKind, instant: datetime, zone: str | ZoneInfo) -> Period:
    """The latest period of a cadence that has ended at an instant (its end counts as ended)."""
    return period_at(kind, instant, zone).previous()


def cutoff(period: Period, *, weekday: int = 0, at: time = time(9)) -> datetime:
    """The instant after which late data no longer enters a period.

    It is the first `weekday` (0 is Monday) on or after the day the period has ended, at local time `at`; by default
    Monday 09:00. Changes of the clock are treated as in `local_instant`. Raises PeriodError for a weekday not 0 to 6.
    """
    if weekday not in range(DAYS_A_WEEK):
        raise PeriodError(f"A weekday is 0 (Monday) to 6 (Sunday), not {weekday}.")
    ended = period.last_date + timedelta(days=1)
    day = ended + timedelta(days=(weekday - ended.weekday()) % DAYS_A_WEEK)
    return max(local_instant(day, at, period.zone), period.end)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise PeriodError("The instant has no time zone.")
    return instant


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"The year {year} lies outside {FIRST_YEAR} to {LAST_YEAR}.")


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """First instant of the new offset between two UTC instants, to the second."""
    new_offset = after.astimezone(place).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(place).utcoffset() == new_offset:
            high = middle
        else:
            low = middle + 1
    return (before + timedelta(seconds=low)).replace(microsecond=0)


def _first_date(kind: PeriodKind, day: date) -> date:
    if kind is PeriodKind.WEEK:
        return day - timedelta(days=day.weekday())
    if kind is PeriodKind.TWO_WEEKS:
        return day - timedelta(days=(day - TWO_WEEKS_ANCHOR).days % DAYS_TWO_WEEKS)
    if kind is PeriodKind.MONTH:
        return day.replace(day=1)
    return date(day.year, (day.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1, 1)


def _following(kind: PeriodKind, first: date) -> date:
    """First date of the period after the one that begins on `first`."""
    if kind is PeriodKind.WEEK:
        return first + timedelta(days=DAYS_A_WEEK)
    if kind is PeriodKind.TWO_WEEKS:
        return first + timedelta(days=DAYS_TWO_WEEKS)
    months = first.month - 1 + (1 if kind is PeriodKind.MONTH else MONTHS_A_QUARTER)
    return date(first.year + months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)


def _key(kind: PeriodKind, first: date) -> str:
    if kind is PeriodKind.MONTH:
        return f"{first.year:04}-{first.month:02}"
    if kind is PeriodKind.QUARTER:
        return f"{first.year:04}-Q{(first.month - 1) // MONTHS_A_QUARTER + 1}"
    year, week, _ = first.isocalendar()
    return f"{year:04}-W{week:02}" + ("/2" if kind is PeriodKind.TWO_WEEKS else "")


@lru_cache(maxsize=4096)
def _dates_from_key(key: str) -> tuple[PeriodKind, date]:
    """Kind and first local date that a key names."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise PeriodError(f"No period is called {key[:40]!r}; write 2026-W47, 2026-W46/2, 2026-11 or 2026-Q4.")
    year, week, pair, month, quarter = match.groups()
    try:
        if week:
            kind = PeriodKind.TWO_WEEKS if pair else PeriodKind.WEEK
            first = date.fromisocalendar(int(year), int(week), 1)
        elif month:
            kind, first = PeriodKind.MONTH, date(int(year), int(month), 1)
        else:
            kind, first = PeriodKind.QUARTER, date(int(year), int(quarter) * MONTHS_A_QUARTER - 2, 1)
    except ValueError as error:
        raise PeriodError(f"The period {key} does not exist.") from error
    if _first_date(kind, first) != first:
        raise PeriodError(f"No pair of weeks begins with {key[:8]}; the pair that holds it begins a week earlier.")
    return kind, first


@lru_cache(maxsize=4096)
def _period(kind: PeriodKind, first: date, zone: str) -> Period:
    key = _key(kind, first)
    _check_year(int(key[:4]))
    midnight = time(0)
    start = local_instant(first, midnight, zone)
    return Period(kind, key, start, local_instant(_following(kind, first), midnight, zone), zone)

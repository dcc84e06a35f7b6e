"""Some days of a pilot as a period that the measures take. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from engagements.periods import Period, PeriodKind, local_instant

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days(Period):
    """Whole local days, from ``first`` to ``last`` inclusive. Make one with `days_between`."""

    first: date
    last: date

    @property
    def first_date(self) -> date:
        """First local day."""
        return self.first

    @property
    def last_date(self) -> date:
        """Last local day, inclusive."""
        return self.last


def days_between(first: date, last: date, zone: str) -> Days:
    """The local days from ``first`` to ``last`` in an IANA zone; days that change the clock are as long as they are.

    >>> days_between(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin").hours
    25.0
    """
    start, end = local_instant(first, time(0), zone), local_instant(last + DAY, time(0), zone)
    return Days(PeriodKind.WEEK, f"{first}..{last}", start, end, zone, first, last)


def each_day(first: date, last: date) -> list[date]:
    """Every day from the first to the last, inclusive; none when the last comes before."""
    return [first + DAY * number for number in range((last - first).days + 1)]

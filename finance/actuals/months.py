"""The months of a case on the calendar, and what an amount for a stretch of days comes to in each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from foundation.months import MONTHS_A_YEAR, months_later


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, half-open `[start, end)`. Raises ValueError when it holds no day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"no day from {self.start} to {self.end}")

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days

    def common(self, other: "Span") -> int:
        """How many days both hold."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days)


def month_of(day: date) -> Span:
    """The calendar month that holds a day."""
    first = day.replace(day=1)
    return Span(first, months_later(first, 1))


@dataclass(frozen=True, slots=True)
class CaseMonths:
    """Months 1 to `count` of a case that starts on `start`; month 0 is everything before it."""

    start: date
    count: int

    def span(self, month: int) -> Span:
        """The days of month 1 and later."""
        return Span(months_later(self.start, month - 1), months_later(self.start, month))

    def closed(self, today: date) -> int:
        """The last month that has ended, 0 while the first one runs or has not begun."""
        found = 0
        while found < self.count and self.span(found + 1).end <= today:
            found += 1
        return found

    def spread(self, amount: Decimal, over: Span) -> dict[int, Fraction]:
        """An amount by month, the same for each calendar day; days before the start are month 0.

        What falls behind the last month is left out.
        """
        a_day = Fraction(amount) / over.days
        found: dict[int, Fraction] = {}
        if before := (min(over.end, self.start) - over.start).days * (over.start < self.start):
            found[0] = a_day * before
        for month in self._touched(over):
            if days := self.span(month).common(over):
                found[month] = a_day * days
        return found

    def _touched(self, over: Span) -> Iterator[int]:
        """The months that may share a day with a span."""
        first = (over.start.year - self.start.year) * MONTHS_A_YEAR + over.start.month - self.start.month
        last_day = over.end - timedelta(days=1)
        last = (last_day.year - self.start.year) * MONTHS_A_YEAR + last_day.month - self.start.month
        yield from range(max(1, first), min(self.count, last + 2) + 1)


def share(amount: Decimal, over: Span, period: Span) -> Fraction:
    """What of an amount for some days falls into a period, the same for each calendar day."""
    return Fraction(amount) * over.common(period) / over.days

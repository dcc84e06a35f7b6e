"""Whether a rollback trigger fires: a figure over the last so many days is worse than its limit. Pure.

It is looked at with each new day of data and fires on the first day on which it holds, whenever it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import Final

_EXACT: Final = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Limit:
    """A trigger: it fires above the value, or below it; exactly the value does not. Fewer items than ``fewest`` say
    nothing. Raises ValueError for a value that is not finite.
    """

    value: Decimal
    fires_below: bool
    fewest: int = 1

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise ValueError("A trigger's limit is a finite number.")


@dataclass(frozen=True, slots=True)
class Day:
    """What one local day counted: numerator of denominator (events: how many, of nothing)."""

    day: date
    numerator: Decimal
    denominator: int


@dataclass(frozen=True, slots=True)
class Window:
    """The figure of the days up to ``day``; no data is no value. ``n`` items stand behind it."""

    day: date
    value: Decimal | None
    n: int
    numerator: Decimal | None = None


def is_worse(limit: Limit, value: Decimal | None, n: int) -> bool:
    """Whether a figure of n items is beyond the limit; no data and too few never are."""
    if value is None or n < limit.fewest:
        return False
    return value < limit.value if limit.fires_below else value > limit.value


def first_firing(limit: Limit, windows: Iterable[Window]) -> Window | None:
    """The first window beyond the limit, of windows in the order of their days; None while it has not fired."""
    return next((each for each in windows if is_worse(limit, each.value, each.n)), None)


def pooled(days: Sequence[Day], *, length: int, scale: int = 100) -> Iterator[Window]:
    """The window of each day: the sum of the numerators over that of the denominators, of ``length`` days or, at the
    beginning, of those that there are. ``scale`` turns the quotient into the unit (100 for percent).

    Raises ValueError unless each day comes once, in order, and the length is at least one day.
    """
    if length < 1 or any(after.day <= before.day for before, after in pairwise(days)):
        raise ValueError("Windows are of at least one day, and days come once, in order.")
    for last in days:
        within = [each for each in days if last.day - timedelta(days=length) < each.day <= last.day]
        numerator = sum((each.numerator for each in within), Decimal(0))
        n = sum(each.denominator for each in within)
        yield Window(last.day, _EXACT.divide(numerator * scale, Decimal(n)) if n else None, n, numerator)


def counted(days: Sequence[Day], *, length: int) -> Iterator[Window]:
    """The window of each day for events: how many there were; none is a figure. Raises as `pooled`."""
    for window in pooled(days, length=length):
        yield Window(window.day, window.numerator, int(window.numerator or 0), window.numerator)

"""The arithmetic under the measures: pooled ratios, Wilson intervals, percentiles, error budgets, backlog days.

Exact: integers and Decimals give Decimals of 40 digits, whatever the caller's context; nothing is rounded for show.
A figure that has no data is None, never 0.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from engagements.proportions import Interval, wilson

Number = int | Decimal | float

WILSON_SHOWN_UP_TO: Final = 100
"""Largest n beside which people see the interval; above it the share stands alone."""

MEDIAN: Final = Decimal("0.5")
P90: Final = Decimal("0.9")
_EXACT = Context(prec=40)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator over denominator, kept apart so that percentages are pooled and never averaged.

    A denominator of 0 is no data. Raises ValueError for a negative denominator or a number that is not finite.
    """

    numerator: int | Decimal
    denominator: int | Decimal

    def __post_init__(self) -> None:
        if not (Decimal(self.numerator).is_finite() and Decimal(self.denominator).is_finite()):
            raise ValueError("A ratio needs finite numbers.")
        if self.denominator < 0:
            raise ValueError(f"A ratio cannot have the denominator {self.denominator}.")

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(_sum(self.numerator, other.numerator), _sum(self.denominator, other.denominator))

    @property
    def value(self) -> Decimal | None:
        """Numerator / denominator; None without data."""
        if not self.denominator:
            return None
        return _EXACT.divide(Decimal(self.numerator), Decimal(self.denominator))

    @property
    def percent(self) -> Decimal | None:
        """100 x numerator / denominator; None without data."""
        if not self.denominator:
            return None
        return _EXACT.divide(_EXACT.multiply(Decimal(self.numerator), 100), Decimal(self.denominator))

    @property
    def interval(self) -> Interval | None:
        """95 % Wilson interval of a share of counts; None without data or where the ratio is not such a share."""
        k, n = int(self.numerator), int(self.denominator)
        if (k, n) != (self.numerator, self.denominator) or not 0 <= k <= n:
            return None
        return wilson(k, n)


def pooled(ratios: Iterable[Ratio]) -> Ratio:
    """Sum of the numerators over the sum of the denominators; 0/0 (no data) for none."""
    total = Ratio(0, 0)
    for ratio in ratios:
        total += ratio
    return total


def percentile(values: Iterable[Number], share: Decimal) -> Decimal | None:
    """Percentile by Hyndman and Fan's method 7 (numpy's `linear`, SQL's `percentile_cont`); None for no values.

    Position (n - 1) x share in the sorted values, interpolated. Raises ValueError unless 0 <= share <= 1 and all
    values are finite.
    """
    exact = _percentile(values, share)
    return None if exact is None else _decimal(exact)


def median(values: Iterable[Number]) -> Decimal | None:
    """Middle value, or the mean of the two in the middle; None for no values."""
    return percentile(values, MEDIAN)


def mean(values: Iterable[Number]) -> Decimal | None:
    """Arithmetic mean; None for no values. Raises ValueError for a value that is not finite."""
    items = _finite(values)
    return _decimal(Fraction(sum(map(Fraction, items)), len(items))) if items else None


def microseconds(duration: timedelta) -> int:
    """A duration as whole microseconds, exactly."""
    return duration // _MICROSECOND


def percentile_microseconds(durations: Iterable[int], share: Decimal) -> int | None:
    """Percentile of durations in whole microseconds, rounded half to even; None for none."""
    exact = _percentile(durations, share)
    return None if exact is None else round(exact)


@dataclass(frozen=True, slots=True)
class DurationSummary:
    """Turnaround of n items: mean, median and 90th percentile in whole microseconds. Clock or business hours alike."""

    n: int
    mean: int
    median: int
    p90: int


def summarize_durations(durations: Iterable[int]) -> DurationSummary | None:
    """Summary of durations in whole microseconds; None for none."""
    ordered = sorted(durations)
    if not ordered:
        return None
    middle, ninetieth = _interpolate(ordered, MEDIAN), _interpolate(ordered, P90)
    return DurationSummary(
        n=len(ordered),
        mean=round(Fraction(sum(ordered), len(ordered))),
        median=round(middle),
        p90=round(ninetieth),
    )


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """How many failures a target allows, and how many of them are used.

    n is the forecast while a period runs, the actual at its close; target is a share 0 to 1 (numbers.md, convention
    17). Raises ValueError for a target outside 0 to 1 or a negative count.
    """

    n: int
    target: Decimal
    failures: int

    def __post_init__(self) -> None:
        if not 0 <= self.target <= 1:
            raise ValueError(f"A target of {self.target} is no share between 0 and 1.")
        if self.n < 0 or self.failures < 0:
            raise ValueError("An error budget cannot count fewer than 0.")

    @property
    def allowed(self) -> Decimal:
        """(1 - target) x n, in items, not rounded."""
        return _EXACT.multiply(_EXACT.subtract(Decimal(1), self.target), Decimal(self.n))

    @property
    def remaining(self) -> Decimal:
        """Failures still allowed; negative when overspent."""
        return _EXACT.subtract(self.allowed, Decimal(self.failures))

    @property
    def consumed(self) -> Decimal | None:
        """Failures / allowed, 1 is all of it; None where a budget of zero has failures, which no share describes."""
        if not self.failures:
            return Decimal(0)
        return _EXACT.divide(Decimal(self.failures), self.allowed) if self.allowed else None

    @property
    def exhausted(self) -> bool:
        """Nothing is left: failures reach the budget; a zero budget is exhausted by any failure, not before."""
        return self.failures > 0 and self.remaining <= 0

    def burn_rate(self, elapsed: Decimal) -> Decimal | None:
        """Share consumed / share of the period elapsed: above 1 the budget ends before the period does.

        None at the very start, and where `consumed` is None. Raises ValueError unless 0 <= elapsed <= 1.
        """
        if not 0 <= elapsed <= 1:
            raise ValueError(f"{elapsed} of a period cannot have elapsed.")
        if not elapsed or self.consumed is None:
            return None
        return _EXACT.divide(self.consumed, elapsed)


def backlog_days(backlog: int, closed: Sequence[int], open_days: Sequence[int]) -> Decimal | None:
    """Open days the backlog lasts at the mean pace of recent weeks: backlog / (sum closed / sum open days).

    `closed` and `open_days` are per week, of the last four closed weeks (numbers.md, convention 10). None when nothing
    was closed. Raises ValueError when the two differ in length.
    """
    if len(closed) != len(open_days):
        raise ValueError("Each week needs its closed items and its open days.")
    if not sum(closed):
        return None
    return _decimal(Fraction(backlog * sum(open_days), sum(closed)))


def ageing(ages: Iterable[timedelta], edges: Sequence[timedelta]) -> list[int]:
    """Items per ageing band: below the first edge, from each edge up to the next, and from the last edge on."""
    counts = [0] * (len(edges) + 1)
    for age in ages:
        counts[sum(age >= edge for edge in edges)] += 1
    return counts


def _sum(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return _EXACT.add(Decimal(left), Decimal(right))


def _finite(values: Iterable[Number]) -> list[Number]:
    items = list(values)
    if not all(map(math.isfinite, items)):
        raise ValueError("A value is not a finite number.")
    return items


def _percentile(values: Iterable[Number], share: Decimal) -> Fraction | None:
    ordered = sorted(_finite(values))
    return _interpolate(ordered, share) if ordered else None


def _interpolate(ordered: Sequence[Number], share: Decimal) -> Fraction:
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share between 0 and 1.")
    position = Fraction(share) * (len(ordered) - 1)
    below = math.floor(position)
    low = Fraction(ordered[below])
    if below == position:
        return low
    return low + (position - below) * (Fraction(ordered[below + 1]) - low)


def _decimal(exact: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))

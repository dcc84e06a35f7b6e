"""The error budget of a share: how many failures its target allows in a period, and how fast they are used. Pure.

numbers.md, "Error budget" and convention 17; docs/metrics.md has the worked examples. The arithmetic is
``statistics.ErrorBudget``; here is what it is asked with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from engagements.periods import Period
from scorecards.statistics import ErrorBudget, mean, microseconds

RECENT: Final = 4
"""So many of the last closed periods foretell the next one where nobody wrote down what is expected."""

UNCOUNTED: Final = frozenset({"efficiency", "external_rating"})
"""Shares without failures that one could count: a quotient of hours, a figure read off a site."""

ONCE_AN_ITEM: Final = frozenset(
    {"completion", "sla_response", "sla_resolution", "source_met", "first_contact", "reopen_rate"}
)
"""Measures that count each item once, so that the items expected are their n; others count checks, answers, clocks."""

_EXACT = Context(prec=40)
_HALF: Final = Decimal("0.5")
_HUNDRED: Final = Decimal(100)
_DAYS_A_WEEK: Final = 7


class Basis(StrEnum):
    """Where n comes from."""

    ACTUAL = "actual"
    SEGMENTS = "segments"
    RECENT = "recent"


class Volume(NamedTuple):
    """n of a period, in whole items (or checks, answers, clocks), and where it comes from."""

    n: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised about a share: ``measure``, ``unit`` and ``direction`` as in ``models.metrics``, in percent."""

    measure: str
    unit: str
    direction: str
    expected: Decimal

    @property
    def target(self) -> Decimal | None:
        """The share (0 to 1) that may not fail; None where a budget makes no sense.

        It makes none without failures to count, and where more than half might fail (a margin of 20 %).
        """
        if self.unit != "percent" or self.measure in UNCOUNTED or not 0 <= self.expected <= _HUNDRED:
            return None
        share = _EXACT.divide(self.expected, _HUNDRED)
        if self.direction == "lower":
            share = _EXACT.subtract(Decimal(1), share)
        return share if share >= _HALF else None

    def failures(self, numerator: Decimal | None, denominator: Decimal | None) -> int | None:
        """How many failed: the numerator where lower is better, else the rest; None when they are no counts."""
        if numerator is None or denominator is None or not 0 <= numerator <= denominator:
            return None
        if numerator != int(numerator) or denominator != int(denominator):
            return None
        return int(numerator if self.direction == "lower" else denominator - numerator)

    def closed(self, numerator: Decimal | None, denominator: Decimal | None) -> ErrorBudget | None:
        """The budget of a period that has ended, n being the actual; None for no data, which is not zero."""
        failed = self.failures(numerator, denominator)
        if self.target is None or failed is None or not denominator:
            return None
        return ErrorBudget(int(denominator), self.target, failed)

    def running(self, numerator: Decimal | None, denominator: Decimal | None, volume: Volume) -> ErrorBudget | None:
        """The budget of a period that runs, n being the forecast; more when more has come already. None for no data."""
        failed = self.failures(numerator, denominator)
        if self.target is None or failed is None or denominator is None:
            return None
        return ErrorBudget(max(volume.n, int(denominator)), self.target, failed)


def forecast(measure: str, period: Period, *, weekly: int | None, recent: Sequence[int | None]) -> Volume | None:
    """The n of a period to come, rounded half to even; None where nothing foretells it.

    ``weekly`` is what the engagement's segments expect a week, taken by the period's days for measures that count each
    item once. Else it is the mean n of the last four of ``recent``, oldest first; a period without data (None) is left
    out and not counted as zero.
    """
    if weekly and measure in ONCE_AN_ITEM:
        days = (period.last_date - period.first_date).days + 1
        return Volume(round(_EXACT.divide(Decimal(weekly * days), Decimal(_DAYS_A_WEEK))), Basis.SEGMENTS)
    known = mean(n for n in recent[-RECENT:] if n is not None)
    return None if known is None else Volume(round(known), Basis.RECENT)


def elapsed(period: Period, now: datetime) -> Decimal:
    """The share (0 to 1) of a period's time that has passed; days that change the clock count as long as they are."""
    passed = min(max(now, period.start), period.end) - period.start
    return _EXACT.divide(Decimal(microseconds(passed)), Decimal(microseconds(period.end - period.start)))

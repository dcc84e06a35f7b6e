"""What leaving costs, planned and under stress, against what is set aside. Pure; amounts in the plan's currency.

Planned: assistance (months x hours x rate), own hours x own rate, both at once (months x the fee), the next provider.
Under stress nobody assists: those hours fall on the own people at their own rate, and everything but the fee is dearer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


class CostLine(StrEnum):
    """What an exit costs money for."""

    ASSISTANCE = "assistance"
    OWN_HOURS = "own_hours"
    PARALLEL = "parallel"
    REPLACEMENT = "replacement"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the estimate is made of. ``monthly_fee`` is None when it is unknown or in another currency."""

    assistance_months: int
    assistance_hours: Decimal
    assistance_rate: Decimal
    own_hours: Decimal
    own_rate: Decimal
    parallel_months: Decimal
    monthly_fee: Decimal | None
    replacement_cost: Decimal
    stress_percent: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The lines of one kind of exit; ``without_fee`` says that running both at once could not be priced."""

    lines: dict[CostLine, Decimal]
    without_fee: bool

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum(self.lines.values(), Decimal(0))


def planned(told: Assumptions) -> Estimate:
    """With notice, and with the partner's help."""
    assistance = told.assistance_months * told.assistance_hours * told.assistance_rate
    return _estimate(told, assistance, told.own_hours * told.own_rate, told.replacement_cost)


def stressed(told: Assumptions) -> Estimate:
    """At short notice, without help."""
    factor = 1 + told.stress_percent / HUNDRED
    hours = told.own_hours + told.assistance_months * told.assistance_hours
    return _estimate(told, Decimal(0), hours * told.own_rate * factor, told.replacement_cost * factor)


def covered(reserve: Decimal | None, estimate: Decimal) -> Decimal | None:
    """The reserve as a share of an estimate, 1 being enough; None when nothing is set aside or nothing estimated."""
    return None if reserve is None or not estimate else reserve / estimate


def _estimate(told: Assumptions, assistance: Decimal, own: Decimal, replacement: Decimal) -> Estimate:
    parallel = told.parallel_months * (told.monthly_fee or 0)
    pairs = zip(CostLine, (assistance, own, parallel, replacement), strict=True)
    return Estimate(dict(_worth(pairs)), told.monthly_fee is None and bool(told.parallel_months))


def _worth(pairs: Iterator[tuple[CostLine, Decimal]]) -> Iterator[tuple[CostLine, Decimal]]:
    return ((line, Decimal(amount)) for line, amount in pairs)

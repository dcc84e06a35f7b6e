"""What an offer costs in all, and what that is worth in points. Pure: no Django, no I/O.

Never the hourly rate: every charge counts over the same months, ours beside theirs. ``docs/metrics.md`` has the worked
example.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

BASES: Final = frozenset({"once", "monthly", "unit", "hour"})
TOP: Final = 5
"""The best points there are."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One thing that costs: ``amount`` once, every month, or for each of ``quantity`` units or hours a month."""

    amount: Decimal
    basis: str = "monthly"
    quantity: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not (self.amount.is_finite() and self.quantity.is_finite() and self.amount >= 0 and self.quantity >= 0):
            raise ValueError("a charge is a number from 0 up")
        if self.basis not in BASES:
            raise ValueError(f"unknown basis {self.basis!r}")

    def over(self, months: int) -> Decimal:
        """What it comes to over so many months."""
        if self.basis == "once":
            return self.amount
        return self.amount * months * (self.quantity if self.basis in ("unit", "hour") else 1)


def total_cost(charges: Iterable[Charge], *, months: int) -> Decimal:
    """The total cost of ownership over ``months``, unrounded; all charges are in one currency.

    Raises:
        ValueError: for less than one month.
    """
    if months < 1:
        raise ValueError("costs are compared over one month at least")
    return sum((charge.over(months) for charge in charges), Decimal(0))


def price_points(cost: Decimal, lowest: Decimal) -> Fraction:
    """Points from 0 to 5: five times the lowest total cost over this one; the lowest itself, and less, has 5."""
    if cost <= lowest:
        return Fraction(TOP)
    return TOP * Fraction(lowest) / Fraction(cost)

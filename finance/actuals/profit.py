"""Cost per unit and margin from what was paid, earned and accepted: pooled, in one currency, or no figure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

Sums = dict[str, Fraction]
"""Money by currency; empty: nobody told anything."""


@dataclass(slots=True)
class Month:
    """What an engagement came to in a month. `value` is what it is worth besides revenue, such as wages avoided."""

    cost: Sums = field(default_factory=dict)
    revenue: Sums = field(default_factory=dict)
    value: Sums = field(default_factory=dict)
    units: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Months of one engagement or of several, pooled. A figure goes over the months alone that have both of its sides:
    a month without an invoice neither lowers the cost of a unit nor raises the margin."""

    months: tuple[Month, ...] = ()

    @property
    def cost(self) -> Sums:
        """All cost that is known."""
        return _sum(month.cost for month in self.months)

    @property
    def revenue(self) -> Sums:
        """All revenue that is known."""
        return _sum(month.revenue for month in self.months)

    @property
    def value(self) -> Sums:
        """All other value that is known."""
        return _sum(month.value for month in self.months)

    @property
    def units(self) -> int:
        """All accepted units."""
        return sum(month.units for month in self.months)

    @property
    def without_cost(self) -> int:
        """Months in which something was done or earned and no cost is known."""
        return sum(not month.cost and bool(month.units or month.revenue or month.value) for month in self.months)

    @property
    def cost_per_unit(self) -> tuple[Decimal, str] | None:
        """Cost / accepted units over the months with both, unrounded, with its currency."""
        both = [month for month in self.months if month.cost and month.units]
        cost = _sum(month.cost for month in both)
        if len(cost) != 1:
            return None
        ((currency, amount),) = cost.items()
        return _decimal(amount / sum(month.units for month in both)), currency

    @property
    def margin(self) -> Decimal | None:
        """(Revenue - cost) / revenue in percent over the months with both, unrounded; None across currencies."""
        both = [month for month in self.months if month.cost and month.revenue]
        cost, revenue = _sum(month.cost for month in both), _sum(month.revenue for month in both)
        if len(cost) != 1 or cost.keys() != revenue.keys():
            return None
        (paid,), (earned,) = cost.values(), revenue.values()
        return _decimal(100 * (earned - paid) / earned) if earned else None

    @property
    def profit(self) -> tuple[Decimal, str] | None:
        """Revenue and other value less cost over the months with both sides, with its currency."""
        both = [month for month in self.months if month.cost and (month.revenue or month.value)]
        cost = _sum(month.cost for month in both)
        gains = _sum(sums for month in both for sums in (month.revenue, month.value))
        if len(cost) != 1 or cost.keys() != gains.keys():
            return None
        ((currency, paid),), (gained,) = cost.items(), gains.values()
        return _decimal(gained - paid), currency


def pooled(ledgers: Iterable[Ledger]) -> Ledger:
    """All of them as one."""
    return Ledger(tuple(month for each in ledgers for month in each.months))


def add(sums: Sums, currency: str, amount: Fraction) -> None:
    """Put an amount to its currency; nothing says nothing."""
    if amount:
        sums[currency] = sums.get(currency, Fraction(0)) + amount


def _sum(every: Iterable[Sums]) -> Sums:
    found: Sums = {}
    for sums in every:
        for currency, amount in sums.items():
            found[currency] = found.get(currency, Fraction(0)) + amount
    return found


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)

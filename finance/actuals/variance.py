"""Why it cost more or less than planned: volume, price, mix, and what nobody planned; the parts sum exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from finance.case.rounding import exact_money

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Variance:
    """Actual less plan, in parts. `volume`: more or fewer units or hours than planned, at the planned price. `mix`:
    what volume bands make of that volume. `price`: another price, rate or fee for the same. `unplanned`: lines that the
    plan does not have."""

    volume: Decimal = ZERO
    price: Decimal = ZERO
    mix: Decimal = ZERO
    unplanned: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Actual less plan."""
        return self.volume + self.price + self.mix + self.unplanned

    def __add__(self, other: "Variance") -> "Variance":
        return Variance(
            self.volume + other.volume,
            self.price + other.price,
            self.mix + other.mix,
            self.unplanned + other.unplanned,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A line in a month: plan and actual, how many units or hours were planned and came (None where nothing is
    counted), and what was planned for as many as came (bands included; None: at the planned price)."""

    planned: Decimal
    actual: Decimal
    planned_quantity: Decimal | None = None
    actual_quantity: Decimal | None = None
    planned_at_actual: Decimal | None = None


def explain(cell: Cell, currency: str) -> Variance:
    """The parts of a cell's difference; money to the minor unit, the price closing the sum."""
    if not cell.planned_quantity or cell.actual_quantity is None:
        return Variance(price=cell.actual - cell.planned)
    price = Fraction(cell.planned) / Fraction(cell.planned_quantity)
    at_price = price * Fraction(cell.actual_quantity)
    volume = exact_money(at_price - Fraction(cell.planned), currency)
    mix = ZERO
    if cell.planned_at_actual is not None:
        mix = exact_money(Fraction(cell.planned_at_actual) - at_price, currency)
    return Variance(volume=volume, mix=mix, price=cell.actual - cell.planned - volume - mix)


def unplanned(actual: Decimal) -> Variance:
    """A cost that no line of the plan stands for."""
    return Variance(unplanned=actual)


def total(parts: Iterable[Variance]) -> Variance:
    """All of them together."""
    return sum(parts, Variance())

"""What a case plans for an option, line by line and month by month, and what it would plan at another volume."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from finance.case import Case, Category, Follows, Line, Timing
from finance.case.amounts import Amounts, Array
from finance.case.rounding import money, rounded

_UNIT_PLACES = 6


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A counted line: its amounts by month from 0 to the horizon, positive; `quantities` are what is planned of what
    it pays for (units, hours), None for a line that pays for nothing countable."""

    key: str
    name: str
    category: Category
    timing: Timing
    amounts: tuple[Decimal, ...]
    quantities: tuple[Decimal, ...] | None

    @property
    def is_cost(self) -> bool:
        """Whether money goes out."""
        return self.category.is_cost


@dataclass(frozen=True, slots=True)
class Plan:
    """An option's lines and what today would cost; `units` of the case's volume by month, None without a volume."""

    currency: str
    months: int
    lines: tuple[PlanLine, ...]
    today: tuple[PlanLine, ...]
    units: tuple[Decimal, ...] | None


def plan(case: Case, option: str) -> Plan:
    """The plan of an option, drivers at their base; today's lines stand apart where the case has an option of today."""
    amounts = Amounts(case)
    chosen = case.option(option)
    today = case.option(case.baseline).lines if case.baseline and case.baseline != option else ()
    units = tuple(rounded(float(each), _UNIT_PLACES) for each in amounts.units()[0]) if case.volume else None
    return Plan(
        case.currency,
        case.months,
        tuple(_line(case, amounts, line) for line in chosen.lines if case.counts(line)),
        tuple(_line(case, amounts, line) for line in today if case.counts(line) and line.category.is_cost),
        units,
    )


def _line(case: Case, amounts: Amounts, line: Line) -> PlanLine:
    found = amounts.of(line)[0]
    return PlanLine(
        line.key,
        line.name,
        line.category,
        line.timing,
        tuple(money(float(each), case.currency) for each in found),
        _quantities(case, amounts, line, found),
    )


def _quantities(case: Case, amounts: Amounts, line: Line, found: Array) -> tuple[Decimal, ...] | None:
    """Units of a line per unit, those that the partner has taken over; else the amount / its price (hours / rate)."""
    if line.timing is Timing.PER_UNIT:
        units = amounts.units()[0] * _taken(amounts, line)
        return tuple(rounded(float(each), _UNIT_PLACES) for each in units)
    others = [key for key in line.drivers if not case.driver(key).currency]
    if len(others) != 1 or line.timing is not Timing.MONTHLY:
        return None
    price = next(case.driver(key) for key in line.drivers if case.driver(key).currency)
    indexed = float(price.base) * price.per.in_a_month * amounts.index_of(line)
    safe = np.where(indexed > 0, indexed, 1)
    return tuple(rounded(float(each), _UNIT_PLACES) for each in np.where(indexed > 0, found / safe, 0))


def _taken(amounts: Amounts, line: Line) -> Array:
    """The share of all units that a line pays for in each month."""
    if line.follows is Follows.RAMP:
        taken: Array = amounts.ramp_share()[0]
    elif line.follows is Follows.REST:
        taken = 1 - amounts.ramp_share()[0]
    else:
        taken = np.ones(amounts.case.months + 1)
    return taken


def at_units(case: Case, option: str, line_key: str, units: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What a line per unit would have been planned at, had the units of a month been these: bands and prices as
    agreed. Months in which nothing is planned are left out."""
    wanted = sorted(units.items())
    months = [month for month, _ in wanted]
    found = at_volumes(case, option, line_key, months, np.array([float(actual) for _, actual in wanted]))
    return {month: money(float(amount), case.currency) for month, amount in zip(months, found, strict=True)
            if not np.isnan(amount)}  # fmt: skip


def at_volumes(case: Case, option: str, line_key: str, months: Sequence[int], units: Array) -> Array:
    """What a line per unit costs in each of the months (one for each number of units); nan where none are planned."""
    line = next(each for each in case.option(option).lines if each.key == line_key)
    base = Amounts(case)
    planned = (base.units()[0] * _taken(base, line))[list(months)]
    volume = float(case.driver(case.volume).base)
    scaled = Amounts(case, {case.volume: volume * units / np.where(planned > 0, planned, np.nan)})
    found: Array = np.broadcast_to(scaled.of(line), (len(units), case.months + 1))[np.arange(len(units)), list(months)]
    return found

"""Cost by month, cumulative: as planned, as it came, as it goes on at its pace; and what that leaves of the gain."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from finance.actuals.realisation import Realisation, Row
from finance.case.rounding import exact_money

ZERO = Decimal(0)
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Course:
    """Cumulative cost at the ends of months 0, 1, 2, ... `actual` ends with the last month that is over, `expected`
    are the months after it. Where a month has no data the plan stands in, at the line's pace: then it is `filled`."""

    planned: tuple[Decimal, ...]
    actual: tuple[Decimal, ...]
    expected: tuple[Decimal, ...]
    filled: bool


@dataclass(frozen=True, slots=True)
class Ends:
    """A case at its horizon: cost and value (what today would have cost among it), as planned and at the pace."""

    planned_cost: Decimal
    planned_value: Decimal
    cost: Decimal
    value: Decimal

    @property
    def planned_net(self) -> Decimal:
        """Value less cost, as planned; not discounted."""
        return self.planned_value - self.planned_cost

    @property
    def net(self) -> Decimal:
        """Value less cost, as it goes."""
        return self.value - self.cost


def course(found: Realisation) -> Course:
    """The cost of a case month by month."""
    months = range(found.plan.months + 1)
    planned = [sum((row.plan.amounts[month] for row in found.costs if row.plan), ZERO) for month in months]
    came = [sum((_cell(row, month, found) for row in found.costs), ZERO) for month in months]
    whole = tuple(accumulate(came))
    filled = any(row.missing for row in found.costs)
    return Course(tuple(accumulate(planned)), whole[: found.closed + 1], whole[found.closed + 1 :], filled)


def ends(found: Realisation) -> Ends:
    """What it comes to in the end."""
    return Ends(
        planned_cost=_planned(found.costs),
        planned_value=_planned(found.values),
        cost=sum((row.forecast.at_pace for row in found.costs), ZERO),
        value=sum((row.forecast.at_pace for row in found.values), ZERO),
    )


def quarter_of(found: Realisation) -> tuple[int, ...]:
    """The last three months that are over, fewer at the beginning; month 0 belongs to the first."""
    first = max(found.closed - QUARTER + 1, 1)
    return tuple(range(first if first > 1 else 0, found.closed + 1))


def over(row: Row, months: tuple[int, ...]) -> tuple[Decimal, Decimal] | None:
    """Plan and actual of a line over those of some months that have data; None when none has."""
    known = [month for month in months if month in row.actual]
    if not known:
        return None
    planned = sum((row.plan.amounts[month] for month in known), ZERO) if row.plan else ZERO
    return planned, sum((row.actual[month] for month in known), ZERO)


def _cell(row: Row, month: int, found: Realisation) -> Decimal:
    if month in row.actual:
        return row.actual[month]
    planned = row.plan.amounts[month] if row.plan else ZERO
    if row.forecast.run_rate is None:
        return planned
    return exact_money(Fraction(planned) * Fraction(row.forecast.run_rate), found.plan.currency)


def _planned(rows: tuple[Row, ...]) -> Decimal:
    return sum((amount for row in rows if row.plan for amount in row.plan.amounts), ZERO)

"""A case against what happened: each line and month, totals over what is known, forecast, and what explains it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from finance.actuals.forecast import Forecast, forecast
from finance.actuals.plan import Plan, PlanLine, at_units, plan
from finance.actuals.variance import Cell, Variance, explain, total, unplanned
from finance.case import Case, Category, Timing
from finance.case.rounding import exact_money

ZERO = Decimal(0)
TODAY: Final = "today/"
"""Stands before the key of a line of today's option."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody or something tells of a month: an amount for a line, or for a category where it names no line;
    with how many units or hours it pays for, where that is known."""

    month: int
    line: str
    amount: Fraction
    quantity: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the plan against its actuals. `actual` holds the months with data alone; `planned` to `explained` go
    over those of them that have ended. A line told of but not planned has no `plan`."""

    key: str
    name: str
    category: Category
    plan: PlanLine | None
    actual: Mapping[int, Decimal]
    planned: Decimal
    so_far: Decimal
    missing: tuple[int, ...]
    explained: Variance
    forecast: Forecast
    is_counterfactual: bool = False

    @property
    def has_data(self) -> bool:
        """Whether any month that has ended has data."""
        return bool(self.actual)

    @property
    def difference(self) -> Decimal | None:
        """Actual less plan over the months with data."""
        return self.so_far - self.planned if self.actual else None

    @property
    def is_cost(self) -> bool:
        """Whether money goes out."""
        return self.category.is_cost


@dataclass(frozen=True, slots=True)
class Benefit:
    """Net benefit over the months whose planned costs are all known: as planned, and as it came.

    `months` are those; `realised` is actual / planned, None when nothing (or a loss) was planned.
    """

    months: tuple[int, ...]
    planned: Decimal
    actual: Decimal

    @property
    def realised(self) -> Decimal | None:
        """The share of the planned net benefit that came."""
        return self.actual / self.planned if self.planned > 0 and self.months else None


@dataclass(frozen=True, slots=True)
class Realisation:
    """Everything about a case after it went live. `closed` is the last month that has ended; `early` is cost for days
    before the start of lines that are not planned there: no part of the case, so on neither side."""

    plan: Plan
    closed: int
    rows: tuple[Row, ...]
    units: Mapping[int, Decimal]
    benefit: Benefit
    explained: Variance = field(default_factory=Variance)
    early: Decimal = ZERO

    @property
    def costs(self) -> tuple[Row, ...]:
        """The option's cost lines, planned and not."""
        return tuple(row for row in self.rows if row.is_cost and not row.is_counterfactual)

    @property
    def values(self) -> tuple[Row, ...]:
        """Its value lines, and what today would have cost."""
        return tuple(row for row in self.rows if not row.is_cost or row.is_counterfactual)

    @property
    def planned_cost(self) -> Decimal:
        """Planned over the cells that have data."""
        return sum((row.planned for row in self.costs), ZERO)

    @property
    def actual_cost(self) -> Decimal:
        """What those cells came to."""
        return sum((row.so_far for row in self.costs), ZERO)

    @property
    def cost_per_unit(self) -> Decimal | None:
        """Cost / units over the months that are whole and have units; unrounded."""
        months = [month for month in self.benefit.months if self.units.get(month)]
        cost = sum((row.actual.get(month, ZERO) for row in self.costs for month in months), ZERO)
        return cost / sum(self.units[month] for month in months) if months else None

    @property
    def planned_cost_per_unit(self) -> Decimal | None:
        """The same of the plan, over the same months."""
        months = [month for month in self.benefit.months if self.units.get(month)]
        planned = self.plan.units or ()
        cost = sum((row.plan.amounts[month] for row in self.costs if row.plan for month in months), ZERO)
        units = sum((planned[month] for month in months if planned), ZERO)
        return cost / units if units else None


def realise(case: Case, option: str, told: Iterable[Told], units: Mapping[int, Decimal], *, closed: int) -> Realisation:
    """`units`: accepted units of the months that have data. What is told of a category goes to the only planned line of
    that category; where there are several or none, it is a line of its own that the plan does not have. `settle` says
    in which month it is compared.

    Raises:
        CaseError: when there is no such option.
    """
    found = plan(case, option)
    known = {month: amount for month, amount in units.items() if month <= closed}
    settled = [(settle(found, each, closed=closed), each) for each in told if each.month <= closed]
    sums, quantities = _by_line((place, each) for place, each in settled if place is not None)
    early = sum((each.amount for place, each in settled if place is None), Fraction(0))
    rows = [
        _row(case, option, found, line, sums.pop(line.key, {}), quantities.get(line.key, {}), known, closed)
        for line in found.lines
    ]
    rows += [
        _counterfactual(case, found, line, sums.pop(f"{TODAY}{line.key}", {}), known, closed) for line in found.today
    ]
    rows += [_unplanned(key, amounts, found.currency) for key, amounts in sorted(sums.items())]
    whole = _whole_months(rows, closed)
    explained = total(row.explained for row in rows if row.is_cost and not row.is_counterfactual)
    return Realisation(
        found, closed, tuple(rows), known, _benefit(rows, whole), explained, exact_money(early, found.currency)
    )


def place_of(plan: Plan, named: str) -> str:
    """The key of the line that a name stands for: itself, or the only line of that category; else the name.

    A line of today is named with `TODAY` before its key.
    """
    if any(line.key == named for line in plan.lines):
        return named
    alike = [line.key for line in plan.lines if line.category.value == named]
    return alike[0] if len(alike) == 1 else named


def settle(plan: Plan, told: Told, *, closed: int) -> tuple[str, int] | None:
    """The line and the month in which something told is compared with the plan.

    What falls once is compared in the month for which it was planned, whenever it was billed, once that month has
    ended. None: a running cost of days before the start, of which the case plans nothing.
    """
    key = place_of(plan, told.line)
    line = next((each for each in plan.lines if each.key == key), None)
    line = line or next((each for each in plan.today if f"{TODAY}{each.key}" == key), None)
    if line is None:
        return key, told.month
    if line.timing is Timing.ONCE:
        planned = next((month for month, amount in enumerate(line.amounts) if amount), told.month)
        return key, planned if planned <= closed else told.month
    return None if not told.month and not line.amounts[0] else (key, told.month)


def _by_line(
    settled: Iterable[tuple[tuple[str, int], Told]],
) -> tuple[dict[str, dict[int, Fraction]], dict[str, dict[int, Fraction | None]]]:
    sums: dict[str, dict[int, Fraction]] = {}
    quantities: dict[str, dict[int, Fraction | None]] = {}
    for (key, month), each in settled:
        months = sums.setdefault(key, {})
        counts = quantities.setdefault(key, {})
        before = counts.get(month, Fraction(0))
        unknown = before is None or each.quantity is None
        counts[month] = None if unknown else before + each.quantity  # type: ignore[operator]  # both are known
        months[month] = months.get(month, Fraction(0)) + each.amount
    return sums, quantities


def _row(
    case: Case,
    option: str,
    found: Plan,
    line: PlanLine,
    sums: Mapping[int, Fraction],
    quantities: Mapping[int, Fraction | None],
    units: Mapping[int, Decimal],
    closed: int,
) -> Row:
    actual = {month: exact_money(amount, found.currency) for month, amount in sorted(sums.items())}
    counted: dict[int, Decimal] = {}
    at_actual: dict[int, Decimal] = {}
    if line.timing is Timing.PER_UNIT:
        counted = {month: units[month] for month in actual if month in units}
        at_actual = at_units(case, option, line.key, counted)
    elif line.quantities is not None:
        counted = {month: _decimal(found) for month, found in quantities.items() if found is not None}
    cells = [
        Cell(
            planned=line.amounts[month],
            actual=amount,
            planned_quantity=line.quantities[month] if line.quantities else None,
            actual_quantity=counted.get(month),
            planned_at_actual=at_actual.get(month),
        )
        for month, amount in actual.items()
    ]
    return Row(
        key=line.key,
        name=line.name,
        category=line.category,
        plan=line,
        actual=actual,
        planned=sum((cell.planned for cell in cells), ZERO),
        so_far=sum(actual.values(), ZERO),
        missing=_missing(line, actual, closed),
        explained=total(explain(cell, found.currency) for cell in cells),
        forecast=forecast(line, actual, closed=closed, currency=found.currency),
    )


def _counterfactual(
    case: Case,
    found: Plan,
    line: PlanLine,
    sums: Mapping[int, Fraction],
    units: Mapping[int, Decimal],
    closed: int,
) -> Row:
    """What today would have cost: as approved, for the units that came where it is per unit; what was entered wins."""
    actual = dict(enumerate(line.amounts[: closed + 1]))
    if line.timing is Timing.PER_UNIT:
        actual = at_units(case, case.baseline, line.key, units)
    actual |= {month: exact_money(amount, found.currency) for month, amount in sums.items()}
    return Row(
        key=f"{TODAY}{line.key}",
        name=line.name,
        category=line.category,
        plan=line,
        actual=actual,
        planned=sum((line.amounts[month] for month in actual), ZERO),
        so_far=sum(actual.values(), ZERO),
        missing=_missing(line, actual, closed),
        explained=Variance(),
        forecast=forecast(line, actual, closed=closed, currency=found.currency),
        is_counterfactual=True,
    )


def _unplanned(key: str, sums: Mapping[int, Fraction], currency: str) -> Row:
    actual = {month: exact_money(amount, currency) for month, amount in sorted(sums.items())}
    so_far = sum(actual.values(), ZERO)
    category = Category(key) if key in set(Category) else Category.OTHER_COST
    return Row(
        key=key,
        name="",
        category=category,
        plan=None,
        actual=actual,
        planned=ZERO,
        so_far=so_far,
        missing=(),
        explained=unplanned(so_far) if category.is_cost else Variance(),
        forecast=Forecast(so_far, so_far, None, ()),
    )


def _missing(line: PlanLine, actual: Mapping[int, Decimal], closed: int) -> tuple[int, ...]:
    """Months that have ended, with a plan and without data."""
    return tuple(month for month in range(closed + 1) if line.amounts[month] and month not in actual)


def _whole_months(rows: Iterable[Row], closed: int) -> tuple[int, ...]:
    """Months whose planned costs are all known."""
    gaps = {month for row in rows if row.is_cost and not row.is_counterfactual for month in row.missing}
    gaps |= {month for row in rows if row.is_counterfactual for month in row.missing}
    told = {month for row in rows if row.is_cost and not row.is_counterfactual for month in row.actual}
    return tuple(month for month in range(closed + 1) if month in told and month not in gaps)


def _benefit(rows: Iterable[Row], months: tuple[int, ...]) -> Benefit:
    """Value and what today would have cost, less cost; a value that nobody told counts nothing, planned it does."""
    planned = actual = ZERO
    for row in rows:
        sign = 1 if row.is_counterfactual or not row.is_cost else -1
        actual += sign * sum((row.actual.get(month, ZERO) for month in months), ZERO)
        if row.plan:
            planned += sign * sum((row.plan.amounts[month] for month in months), ZERO)
    return Benefit(months, planned, actual)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)

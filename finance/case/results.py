"""What an option comes to: its flows against today's, and the figures on them. Decimal, rounded once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from finance.case import rounding
from finance.case.amounts import Amounts, Array
from finance.case.drivers import Grade
from finance.case.lines import Category, Line
from finance.case.model import Case, Option
from finance.case.payback import Payback, PaybackStatus, discounted_payback, payback
from finance.case.problems import CaseError, Problem, ProblemCode
from finance.case.rates import NOISE, irr, mirr, npv, peak_cash_out, return_on_cost, sign_changes, yearly_rate

_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class PaybackMonth:
    """As `payback.Payback`, its month rounded to four places."""

    status: PaybackStatus
    month: Decimal | None
    lost_in: int | None


@dataclass(frozen=True, slots=True)
class LineTotal:
    """An option's line over the horizon, undiscounted and positive; one that is not counted is only listed."""

    key: str
    name: str
    category: Category
    total: Decimal
    grade: Grade
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of one option. Money in the case's currency at its minor unit, rates as fractions with six places.

    `flows` are net, at the ends of months 0 to the horizon, against the baseline where there is one; so are NPV to
    `peak_cash_out`. `mirr` and `irr` are a month, with the same a year beside them. None: undefined (`mirr` without
    both signs, `roi` without costs, `cost_per_unit` without units) or without meaning (`irr` unless the flows change
    sign exactly once; `sign_changes` says how often). `total_cost` and `cost_per_unit` are the option's own, not
    discounted. `is_positive` compares the NPV unrounded.
    """

    option: str
    flows: tuple[Decimal, ...]
    cumulative: tuple[Decimal, ...]
    npv: Decimal
    is_positive: bool
    mirr: Decimal | None
    mirr_a_year: Decimal | None
    irr: Decimal | None
    irr_a_year: Decimal | None
    sign_changes: int
    roi: Decimal | None
    payback: PaybackMonth
    discounted_payback: PaybackMonth
    peak_cash_out: Decimal
    peak_month: int | None
    total_cost: Decimal
    units: Decimal | None
    cost_per_unit: Decimal | None
    lines: tuple[LineTotal, ...]


def results(case: Case, option: str, at: Mapping[str, Decimal] | None = None) -> Results:
    """The figures of an option, drivers at their base or where `at` puts them; raises CaseError when too large."""
    _refuse_unknown(case, at or {})
    amounts = Amounts(case, at)
    chosen = case.option(option)
    benefits, costs = _sides(amounts, chosen)
    flows = _net(benefits, costs)
    if float(benefits.sum() + costs.sum()) > _LARGEST:
        raise CaseError([Problem(ProblemCode.TOO_LARGE, option, f"{chosen.name}: amounts beyond 10^15")])
    monthly_irr, monthly_mirr = irr(flows), mirr(amounts.rate, flows)
    peak, peak_month = peak_cash_out(flows)
    present, total = npv(amounts.rate, flows), _total_cost(amounts, chosen)
    units = float(amounts.units().sum()) if case.volume else 0.0
    return Results(
        option=option,
        flows=tuple(rounding.money(flow, case.currency) for flow in flows),
        cumulative=tuple(rounding.money(flow, case.currency) for flow in np.cumsum(flows)),
        npv=rounding.money(present, case.currency),
        is_positive=present > NOISE * npv(amounts.rate, benefits + costs),
        mirr=rounding.rate(monthly_mirr),
        mirr_a_year=rounding.rate(None if monthly_mirr is None else yearly_rate(monthly_mirr)),
        irr=rounding.rate(monthly_irr),
        irr_a_year=rounding.rate(None if monthly_irr is None else yearly_rate(monthly_irr)),
        sign_changes=sign_changes(flows),
        roi=rounding.rate(return_on_cost(amounts.rate, benefits, costs)),
        payback=_rounded(payback(flows)),
        discounted_payback=_rounded(discounted_payback(amounts.rate, flows)),
        peak_cash_out=rounding.money(peak, case.currency),
        peak_month=peak_month,
        total_cost=rounding.money(total, case.currency),
        units=rounding.rounded(units, 2) if case.volume else None,
        cost_per_unit=rounding.money(total / units, case.currency) if units > 0 else None,
        lines=tuple(_line_total(case, line, amounts.of(line)) for line in chosen.lines),
    )


def all_results(case: Case) -> dict[str, Results]:
    """The figures of every option, drivers at their base."""
    return {option.key: results(case, option.key) for option in case.options}


def _refuse_unknown(case: Case, at: Mapping[str, Decimal]) -> None:
    for key, value in at.items():
        if not value.is_finite():
            raise CaseError([Problem(ProblemCode.NOT_A_NUMBER, key, f"{case.driver(key).name} is a number")])
        case.driver(key)


def _sides(amounts: Amounts, option: Option) -> tuple[Array, Array]:
    """What comes in and what goes out by month: against a baseline, its costs come in and its values go out."""
    sides = {1: np.zeros(amounts.case.months + 1), -1: np.zeros(amounts.case.months + 1)}
    for line, sign in amounts.case.compared_lines(option):
        sides[sign] = sides[sign] + amounts.of(line)[0]
    return sides[1], sides[-1]


def _net(benefits: Array, costs: Array) -> Array:
    """Benefits less costs; exactly 0 where the difference is but noise, which would count as a change of sign."""
    flows = benefits - costs
    flows[np.abs(flows) <= NOISE * (benefits + costs)] = 0
    return flows


def _total_cost(amounts: Amounts, option: Option) -> float:
    counted = (line for line in option.lines if line.category.is_cost and amounts.case.counts(line))
    return float(sum(amounts.of(line).sum() for line in counted))


def _line_total(case: Case, line: Line, amount: Array) -> LineTotal:
    total = rounding.money(float(amount.sum()), case.currency)
    return LineTotal(line.key, line.name, line.category, total, case.grade_of(line), case.counts(line))


def _rounded(found: Payback) -> PaybackMonth:
    return PaybackMonth(found.status, rounding.months(found.month), found.lost_in)

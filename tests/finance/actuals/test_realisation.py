"""Plan against actual: what is known, what explains it, what it comes to in the end, and that the parts sum exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.actuals.months import CaseMonths, Span
from finance.actuals.plan import at_units, plan
from finance.actuals.realisation import Realisation, Told, realise
from finance.actuals.variance import Cell, Variance, explain
from finance.case import Band, Case, CaseError, Category, Driver, Option, Per, Timing, results
from tests.finance.cases import desk, line


def small(**more: object) -> Case:
    """Today 10,000 a month; a partner at 5 a unit (half price beyond 1,000), 10 hours at 60, 6,000 once."""
    drivers = (
        Driver.fixed("volume", 800),
        Driver.fixed("wages", 10000, currency="EUR"),
        Driver.fixed("unit", 5, currency="EUR"),
        Driver.fixed("hours", 10, per=Per.MONTH),
        Driver.fixed("rate", 60, currency="EUR"),
        Driver.fixed("once", 6000, currency="EUR"),
        Driver.fixed("freed", 500, currency="EUR"),
    )
    today = Option("today", "Today", (line("wages", Category.SERVICE, "wages"),))
    desk_option = Option(
        "desk",
        "Desk",
        (
            line(
                "units",
                Category.SERVICE,
                "unit",
                timing=Timing.PER_UNIT,
                bands=(Band(Decimal(1000), Decimal("0.5")),),
            ),
            line("oversight", Category.OVERSIGHT, "hours", "rate"),
            line("move", Category.TRANSITION, "once", timing=Timing.ONCE),
            line("freed", Category.LEADERSHIP_TIME, "freed"),
        ),
    )
    given = {"baseline": "today", "volume": "volume", **more}
    return Case(12, "EUR", Decimal("0.08"), drivers, (today, desk_option), **given)  # type: ignore[arg-type]


def told(month: int, key: str, amount: str, quantity: str | None = None) -> Told:
    return Told(month, key, Fraction(amount), None if quantity is None else Fraction(quantity))


def lived(*more: Told) -> Realisation:
    """Two of three closed months are whole; the third has an invoice alone."""
    facts = [
        told(0, "move", "6400"),
        told(1, "service", "4600"),
        told(2, "service", "5700"),
        told(3, "service", "4000"),
        told(1, "oversight", "840", "14"),
        told(2, "oversight", "600", "10"),
        told(1, "freed", "450"),
        told(4, "service", "9999"),
    ]
    units = {1: Decimal(900), 2: Decimal(1200), 4: Decimal(5000)}
    return realise(small(), "desk", [*facts, *more], units, closed=3)


def test_months_of_a_case_that_starts_in_the_middle_of_one() -> None:
    months = CaseMonths(date(2026, 1, 31), 12)
    assert [str(months.span(n).start) for n in (1, 2, 3)] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert months.closed(months.span(3).end) == 3
    assert months.closed(months.span(1).start) == 0


def test_an_amount_is_spread_evenly_over_calendar_days() -> None:
    months = CaseMonths(date(2026, 1, 15), 12)
    quarter = Span(date(2026, 1, 1), date(2026, 4, 1))
    found = months.spread(Decimal(9000), quarter)
    assert found == {0: 1400, 1: 3100, 2: 2800, 3: 1700}
    assert months.spread(Decimal(100), Span(date(2027, 1, 10), date(2027, 1, 20))) == {12: 50}


def test_plan_is_the_case_line_by_line() -> None:
    found = plan(small(), "desk")
    assert [(each.key, each.amounts[1], each.quantities and each.quantities[1]) for each in found.lines] == [
        ("units", Decimal("4000.00"), Decimal(800)),
        ("oversight", Decimal("600.00"), Decimal(10)),
        ("move", Decimal("0.00"), None),
        ("freed", Decimal("500.00"), None),
    ]
    assert [each.key for each in found.today] == ["wages"]
    assert at_units(small(), "desk", "units", {1: Decimal(1200)}) == {1: Decimal("5500.00")}


def test_the_whole_plan_is_what_the_results_say() -> None:
    found = plan(desk(), "desk")
    cost = sum((sum(each.amounts) for each in found.lines if each.is_cost), Decimal(0))
    assert abs(cost - results(desk(), "desk").total_cost) < Decimal("0.5")


def test_lines_against_plan() -> None:
    rows = {row.key: row for row in lived().rows}
    units = rows["units"]
    assert (units.planned, units.so_far, units.difference) == (Decimal(12000), Decimal(14300), Decimal(2300))
    # 100 and 400 units more at 5 are 2,500; the band takes 500 off; the month without units is price alone
    assert units.explained == Variance(volume=Decimal(2500), mix=Decimal(-500), price=Decimal(300))
    oversight = rows["oversight"]
    assert oversight.explained == Variance(volume=Decimal(240), price=Decimal(0))
    assert (oversight.missing, oversight.difference) == ((3,), Decimal(240))
    assert rows["move"].explained == Variance(price=Decimal(400))


def test_no_data_is_no_data() -> None:
    empty = realise(small(), "desk", [], {}, closed=3)
    units = next(row for row in empty.rows if row.key == "units")
    assert (units.has_data, units.difference, units.missing) == (False, None, (1, 2, 3))
    assert (empty.benefit.months, empty.benefit.realised, empty.cost_per_unit) == ((), None, None)
    assert empty.actual_cost == 0
    assert units.forecast.to_plan == Decimal(48000)
    assert units.forecast.assumed == (1, 2, 3)


def test_what_falls_once_is_compared_where_it_was_planned_whenever_it_was_billed() -> None:
    late = realise(small(), "desk", [told(2, "move", "6400")], {}, closed=3)
    move = next(row for row in late.rows if row.key == "move")
    assert (dict(move.actual), move.planned, move.difference) == ({0: Decimal(6400)}, Decimal(6000), Decimal(400))
    assert (move.missing, move.forecast.to_plan) == ((), Decimal(6400))


def test_running_cost_of_days_before_the_start_is_left_out_and_said() -> None:
    found, before = lived(told(0, "units", "5000"), told(0, "wages", "100")), lived()
    assert (found.early, before.early) == (Decimal(5000), Decimal(0))
    assert found.actual_cost == before.actual_cost + 100  # a line that the plan has not counts from its first day
    assert found.planned_cost == before.planned_cost


def test_benefit_goes_over_whole_months_alone() -> None:
    found = lived()
    # month 0: -6,400; 1: 10,000 + 450 - 4,600 - 840; 2: 10,000 - 5,700 - 600
    assert found.benefit.months == (0, 1, 2)
    assert found.benefit.actual == Decimal(2310)
    assert found.benefit.planned == 2 * Decimal(5900) - 6000
    assert found.benefit.realised == Decimal(2310) / 5800
    assert found.cost_per_unit == Decimal(4600 + 840 + 5700 + 600) / 2100
    assert found.planned_cost_per_unit == Decimal(9200) / 1600


def test_forecast_at_plan_and_at_pace() -> None:
    units = next(row for row in lived().rows if row.key == "units")
    assert units.forecast.to_plan == Decimal(14300 + 9 * 4000)
    assert units.forecast.run_rate == Decimal("1.191667")
    assert units.forecast.at_pace == Decimal(14300) + Decimal(36000) * 143 / 120
    move = next(row for row in lived().rows if row.key == "move")
    assert (move.forecast.to_plan, move.forecast.run_rate) == (Decimal(6400), None)
    oversight = next(row for row in lived().rows if row.key == "oversight")
    assert (oversight.forecast.run_rate, oversight.forecast.assumed) == (None, (3,))


def test_what_nobody_planned_stands_apart() -> None:
    found = lived(told(2, "tools", "310"))
    row = next(each for each in found.rows if each.key == "tools")
    assert (row.plan, row.so_far, row.explained) == (None, Decimal(310), Variance(unplanned=Decimal(310)))
    assert found.explained.total == found.actual_cost - found.planned_cost


amounts = st.decimals(min_value=0, max_value=10**7, places=2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(amounts, amounts, amounts, amounts, st.none() | amounts)
def test_the_parts_sum_exactly(planned: Decimal, actual: Decimal, units: Decimal, came: Decimal, at: Decimal) -> None:
    found = explain(Cell(planned, actual, units, came, at), "EUR")
    assert found.total == actual - planned


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 36), amounts), max_size=12), st.dictionaries(st.integers(1, 36), amounts))
def test_totals_close_whatever_comes(invoices: list[tuple[int, Decimal]], units: dict[int, Decimal]) -> None:
    facts = [Told(month, key, Fraction(amount)) for month, amount in invoices for key in ("tickets", "tools", "exit")]
    found = realise(desk(), "desk", facts, units, closed=18)
    assert found.explained.total == found.actual_cost - found.planned_cost
    for row in found.rows:
        assert row.explained.total == (row.difference or 0) or row.is_counterfactual or not row.is_cost


def test_a_line_told_by_category_goes_to_the_only_line_of_it() -> None:
    facts = [told(1, "leakage", "70"), told(1, "transition", "100"), told(1, "today/oversight", "5")]
    rows = {row.key: row for row in realise(desk(), "desk", facts, {}, closed=1).rows}
    assert rows["leakage"].so_far == 70
    assert rows["transition"].so_far == 100
    assert rows["today/oversight"].actual[1] == 5
    facts = [told(1, "service", "100"), told(1, "transition", "100")]
    renamed = desk(options=tuple(_renamed(option) for option in desk().options))
    assert {row.key for row in realise(renamed, "desk", facts, {}, closed=1).rows if row.plan is None} == {
        "service",
        "transition",
    }


def _renamed(option: Option) -> Option:
    """No line is called like a category: two lines are of service and two of transition."""
    return replace(option, lines=tuple(replace(each, key=f"x-{each.key}") for each in option.lines))


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(CaseError):
        realise(small(), "nobody", [], {}, closed=1)

"""Flows and totals against the same arithmetic by hand, month by month, in exact fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from finance.case import Case, Category, Driver, Follows, Line, Option, Timing, all_results, results
from finance.case.amounts import Amounts
from tests.finance.by_hand import ByHand
from tests.finance.cases import DESK, desk, driver, line
from tests.finance.strategies import cases

HALF_A_CENT = Fraction(5001, 1_000_000)


def agree(found: tuple[Decimal, ...], expected: list[Fraction]) -> None:
    assert len(found) == len(expected)
    for month, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
        assert abs(Fraction(ours) - theirs) <= HALF_A_CENT + abs(theirs) / 10**12, month


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_any_case_agrees_with_the_loop_by_hand(case: Case) -> None:
    hand = ByHand(case)
    for key, found in all_results(case).items():
        option = case.option(key)
        agree(found.flows, hand.flows(option))
        costs = [each for each in option.lines if each.category.is_cost and case.counts(each)]
        months = range(case.months + 1)
        total = sum((hand.amount(each, month) for each in costs for month in months), Fraction(0))
        units = sum((hand.units(month) for month in months), Fraction(0))
        assert found.total_cost == pytest.approx(Decimal(float(total)), abs=Decimal("0.0051"))
        assert found.units == pytest.approx(Decimal(float(units)), abs=Decimal("0.0051"))
        assert (found.cost_per_unit is None) == (units == 0)
        assert all(number.is_finite() for number in (found.npv, found.peak_cash_out, *found.cumulative))


def test_the_desk_agrees_at_its_base_and_elsewhere() -> None:
    case = desk()
    agree(results(case, "desk").flows, ByHand(case).flows(DESK))
    elsewhere = {"ramp": Decimal("5.5"), "index": Decimal("0.07"), "volume": Decimal(900), "growth": Decimal("0.05")}
    agree(results(case, "desk", elsewhere).flows, ByHand(case, elsewhere).flows(DESK))


def test_the_figures_of_the_desk() -> None:
    found = results(desk(), "desk")
    assert found.cost_per_unit == pytest.approx(found.total_cost / (found.units or 1), abs=Decimal("0.005"))
    assert (found.irr, found.sign_changes) == (None, 4)  # the second month, oversight from month 2, the exit reserve
    assert found.peak_month is not None
    listed = {each.key: each for each in found.lines}
    assert (listed["leadership"].is_counted, listed["leadership"].total) == (False, Decimal("168000.00"))
    assert (listed["service"].grade.value, listed["oversight"].grade.value) == ("C", "C")
    assert listed["transition"].total == Decimal("92000.00")


def test_today_against_itself_is_nothing() -> None:
    found = results(desk(), "today")
    assert set(found.flows) == {Decimal("0.00")}
    assert (found.npv, found.is_positive, found.roi, found.irr, found.mirr) == (
        Decimal("0.00"),
        False,
        None,
        None,
        None,
    )
    assert (found.payback.status.value, found.peak_cash_out, found.peak_month) == ("nothing_out", Decimal("0.00"), None)
    assert found.total_cost > 0


def test_non_cash_value_counts_only_where_the_case_says_so() -> None:
    left_out, counted = results(desk(), "desk"), results(desk(counts_non_cash=True), "desk")
    assert counted.cumulative[-1] - left_out.cumulative[-1] == Decimal("168000.00")


@pytest.mark.parametrize(
    ("ramp", "shares"),
    [
        (0, [0, 1, 1, 1]),
        (1, [0, 1 / 2, 1, 1]),
        (3, [0, 1 / 6, 1 / 2, 5 / 6]),
        (1.5, [0, 1 / 3, 11 / 12, 1]),
    ],
)
def test_a_ramp_counts_each_month_with_its_mean(ramp: float, shares: list[float]) -> None:
    assert Amounts(desk(), {"ramp": ramp}).ramp_share()[0, :4] == pytest.approx(shares)


def test_a_parallel_run_and_the_ramp_make_a_whole() -> None:
    base = line("a", Category.SERVICE, "fee", follows=Follows.RAMP)
    rest = line("b", Category.SERVICE, "fee", follows=Follows.REST)
    amounts = Amounts(desk(options=(Option("today", "Today", (base, rest)),)))
    assert (amounts.of(base) + amounts.of(rest))[0, 1:] == pytest.approx(20200)


def test_avoided_cost_beside_what_today_costs_is_pointed_out() -> None:
    avoided = Line("wages", "Wages", Category.AVOIDED_WAGES, ("wages",))
    with_avoided = Option("desk", "Desk", (*DESK.lines, avoided))
    today = desk().option("today")
    assert desk().twice_counted(DESK) == ()
    assert desk(options=(today, with_avoided)).twice_counted(with_avoided) == (avoided,)
    assert desk(options=(with_avoided,), baseline="").twice_counted(with_avoided) == ()


@pytest.mark.parametrize(("currency", "expected"), [("JPY", "333"), ("USD", "333.33"), ("KWD", "333.333")])
def test_money_is_rounded_to_its_minor_unit_once(currency: str, expected: str) -> None:
    fee = Driver.fixed("fee", "999.999", currency=currency)
    part = driver("part", "0.333333", "0.333333", "0.333333")
    option = Option("a", "A", (line("fee", Category.SERVICE, "fee", "part", timing=Timing.ONCE),))
    found = results(Case(12, currency, Decimal(0), (fee, part), (option,)), "a")
    assert str(found.total_cost) == expected

"""Bad input: what a case refuses, by code, and what is a defined result instead."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from finance.case import (
    Band,
    Case,
    CaseError,
    Category,
    Driver,
    Follows,
    Option,
    ProblemCode,
    Step,
    Timing,
    break_evens,
    chances,
    results,
    sensitivity,
)
from tests.finance.cases import DESK, DRIVERS, TODAY, desk, driver, line, of_flows


def codes(make: Callable[[], object]) -> set[str]:
    with pytest.raises(CaseError) as caught:
        make()
    assert all(problem.text and problem.about for problem in caught.value.problems)
    return {problem.code.value for problem in caught.value.problems}


def with_line(**more: Any) -> Case:
    given: dict[str, Any] = {"key": "x", "category": Category.SERVICE, **more}
    key, category, drivers = given.pop("key"), given.pop("category"), given.pop("drivers", ("fee",))
    return desk(options=(TODAY, Option("x", "X", (line(key, category, *drivers, **given),))))


def with_driver(changed: Driver) -> Case:
    return desk(drivers=(*(each for each in DRIVERS if each.key != changed.key), changed))


@pytest.mark.parametrize(
    ("low", "base", "high", "code"),
    [
        ("NaN", "1", "2", ProblemCode.NOT_A_NUMBER),
        ("0", "1", "Infinity", ProblemCode.NOT_A_NUMBER),
        ("0", "sNaN", "2", ProblemCode.NOT_A_NUMBER),
        ("2", "1", "3", ProblemCode.OUT_OF_ORDER),
        ("0", "4", "3", ProblemCode.OUT_OF_ORDER),
        ("-1", "1", "3", ProblemCode.OUT_OF_RANGE),
        ("0", "1", "1000000000001", ProblemCode.TOO_LARGE),
    ],
)
def test_a_driver_refuses(low: str, base: str, high: str, code: ProblemCode) -> None:
    assert codes(lambda: driver("x", low, base, high)) == {code}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"months": 11}, ProblemCode.BAD_HORIZON),
        ({"months": 61}, ProblemCode.BAD_HORIZON),
        ({"currency": "usd"}, ProblemCode.BAD_CURRENCY),
        ({"currency": "EUR"}, ProblemCode.MIXED_CURRENCIES),
        ({"discount_rate": Decimal(-1)}, ProblemCode.BAD_DISCOUNT_RATE),
        ({"discount_rate": Decimal("NaN")}, ProblemCode.BAD_DISCOUNT_RATE),
        ({"discount_rate": Decimal(11)}, ProblemCode.BAD_DISCOUNT_RATE),
        ({"options": (), "baseline": ""}, ProblemCode.NO_OPTION),
        ({"options": (TODAY, DESK, DESK)}, ProblemCode.TWICE),
        ({"drivers": (*DRIVERS, DRIVERS[-1])}, ProblemCode.TWICE),
        ({"drivers": DRIVERS[:-1]}, ProblemCode.UNKNOWN_DRIVER),
        ({"baseline": "gone"}, ProblemCode.UNKNOWN_OPTION),
        ({"ramp": "gone"}, ProblemCode.UNKNOWN_DRIVER),
        ({"volume": ""}, ProblemCode.BAD_TIMING),
        ({"ramp": ""}, ProblemCode.BAD_TIMING),
        ({"months": 24}, ProblemCode.BAD_TIMING),  # the reserve falls in month 36
    ],
)
def test_a_case_refuses(changes: dict[str, Any], code: ProblemCode) -> None:
    assert code in codes(lambda: desk(**changes))


def test_a_negative_volume_a_long_ramp_and_a_rate_below_a_half_are_refused() -> None:
    negative = driver("volume", "-5", "10", "20", at_least=Decimal(-10))
    assert codes(lambda: with_driver(negative)) == {ProblemCode.NEGATIVE_VOLUME}
    assert codes(lambda: with_driver(driver("ramp", "1", "3", "37"))) == {ProblemCode.RAMP_TOO_LONG}
    assert results(with_driver(driver("ramp", "1", "3", "36")), "desk").npv.is_finite()
    sinking = driver("index", "-1", "0", "0", at_least=Decimal(-1))
    assert codes(lambda: with_driver(sinking)) == {ProblemCode.OUT_OF_RANGE}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"drivers": ("hours",)}, ProblemCode.NO_MONEY),
        ({"drivers": ()}, ProblemCode.NO_MONEY),
        ({"drivers": ("fee", "wages")}, ProblemCode.NO_MONEY),
        ({"drivers": ("fee", "gone")}, ProblemCode.UNKNOWN_DRIVER),
        ({"drivers": ("fee", "fee")}, ProblemCode.TWICE),
        ({"index": "gone"}, ProblemCode.UNKNOWN_DRIVER),
        ({"timing": Timing.STEPPED}, ProblemCode.BAD_TIMING),
        ({"steps": (Step(1, Decimal(1)),)}, ProblemCode.BAD_TIMING),
        ({"timing": Timing.STEPPED, "steps": (Step(2, Decimal(1)), Step(2, Decimal(2)))}, ProblemCode.BAD_TIMING),
        ({"timing": Timing.STEPPED, "steps": (Step(0, Decimal(1)),)}, ProblemCode.BAD_TIMING),
        ({"timing": Timing.STEPPED, "steps": (Step(37, Decimal(1)),)}, ProblemCode.BAD_TIMING),
        ({"timing": Timing.STEPPED, "steps": (Step(1, Decimal("NaN")),)}, ProblemCode.NOT_A_NUMBER),
        ({"bands": (Band(Decimal(1), Decimal(1)),)}, ProblemCode.BAD_TIMING),
        ({"timing": Timing.PER_UNIT, "bands": (Band(Decimal(0), Decimal(1)),)}, ProblemCode.BAD_TIMING),
        ({"timing": Timing.PER_UNIT, "bands": (Band(Decimal(1), Decimal(-1)),)}, ProblemCode.NOT_A_NUMBER),
        ({"month": -1}, ProblemCode.BAD_TIMING),
        ({"first_month": 0}, ProblemCode.BAD_TIMING),
        ({"first_month": 5, "last_month": 4}, ProblemCode.BAD_TIMING),
        ({"last_month": 37}, ProblemCode.BAD_TIMING),
    ],
)
def test_a_line_refuses(more: dict[str, Any], code: ProblemCode) -> None:
    assert codes(lambda: with_line(**more)) == {code}


def test_every_problem_is_told_at_once() -> None:
    assert codes(lambda: desk(months=5, discount_rate=Decimal(-1), baseline="gone")) >= {
        ProblemCode.BAD_HORIZON,
        ProblemCode.BAD_DISCOUNT_RATE,
        ProblemCode.UNKNOWN_OPTION,
        ProblemCode.RAMP_TOO_LONG,
    }


def test_asking_for_what_is_not_there_is_refused() -> None:
    assert codes(lambda: results(desk(), "gone")) == {ProblemCode.UNKNOWN_OPTION}
    assert codes(lambda: results(desk(), "desk", {"gone": Decimal(1)})) == {ProblemCode.UNKNOWN_DRIVER}
    assert codes(lambda: results(desk(), "desk", {"fee": Decimal("NaN")})) == {ProblemCode.NOT_A_NUMBER}
    assert codes(lambda: chances(desk(), seed=-1)) == {ProblemCode.OUT_OF_RANGE}
    assert codes(lambda: chances(desk(), seed=1, draws=0)) == {ProblemCode.OUT_OF_RANGE}


def test_what_is_too_large_to_show_is_refused() -> None:
    huge = driver("fee", "0", "1000000000000", "1000000000000", currency="USD")
    assert results(with_driver(huge), "desk").npv.is_finite()
    assert codes(with_huge_product) == {ProblemCode.TOO_LARGE}


def with_huge_product() -> object:
    fixed = (Driver.fixed("price", 10**12, currency="USD"), Driver.fixed("count", 10**12))
    option = Option("a", "A", (line("much", Category.SERVICE, "price", "count"),))
    return results(Case(12, "USD", Decimal(0), fixed, (option,)), "a")


@pytest.mark.parametrize(
    ("out", "back", "expected"),
    [
        ("0", "500", ("nothing_out", None, None, None, True)),
        ("60000", "0", ("never", Decimal("-1.000000"), None, None, False)),
        ("0", "0", ("nothing_out", None, None, None, False)),
        ("60000", "100", ("never", Decimal("-0.963726"), "irr", "mirr", False)),
    ],
)
def test_zero_cost_and_no_payback_are_results(out: str, back: str, expected: tuple[object, ...]) -> None:
    found = results(of_flows(out, back), "a")
    status, roi, has_irr, has_mirr, positive = expected
    assert (found.payback.status.value, found.roi, found.is_positive) == (status, roi, positive)
    assert (found.irr is not None, found.mirr is not None) == (bool(has_irr), bool(has_mirr))


def test_a_case_without_units_has_no_cost_per_unit() -> None:
    none = driver("volume", "0", "0", "0")
    found = results(with_driver(none), "desk")
    assert (found.units, found.cost_per_unit) == (Decimal("0.00"), None)


def test_a_case_without_lines_is_all_nothing() -> None:
    case = Case(12, "USD", Decimal(0), (), (Option("a", "A", ()),))
    assert (results(case, "a").npv, sensitivity(case, "a").bars, break_evens(case, "a")) == (Decimal("0.00"), (), ())
    assert chances(case, seed=0)["a"].p50 == Decimal("0.00")


def test_a_ramp_of_no_length_follows_nothing() -> None:
    at_once = with_driver(driver("ramp", "0", "0", "0"))
    steady = desk(options=(TODAY, Option("desk", "Desk", tuple(each for each in DESK.lines if each.key != "overlap"))))
    without = {"ramp": Decimal(0)}
    assert DESK.lines[4].follows is Follows.REST
    gone = results(at_once, "desk")
    assert [each.total for each in gone.lines if each.key == "overlap"] == [Decimal("0.00")]
    assert gone.npv == results(steady, "desk", without).npv

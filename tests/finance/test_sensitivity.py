"""Tornado, combined cases, break-evens and Monte Carlo, each against the plain figures."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from finance.case import (
    Band,
    Case,
    Category,
    Driver,
    Option,
    Timing,
    all_results,
    break_evens,
    chances,
    results,
    sensitivity,
)
from finance.case.chance import draws_of, npvs_of
from finance.case.roots import root_between
from tests.finance.by_hand import ByHand
from tests.finance.cases import DESK, desk, driver, line, of_flows
from tests.finance.strategies import cases

CENT = Decimal("0.011")
quick = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def test_a_bar_is_the_case_with_one_driver_moved() -> None:
    case = desk()
    found = sensitivity(case, "desk")
    assert found.base_npv == results(case, "desk").npv
    assert {bar.driver for bar in found.bars} == {each.key for each in case.drivers if each.varies}
    for bar in found.bars:
        assert bar.npv_at_low == results(case, "desk", {bar.driver: bar.low}).npv
        assert bar.npv_at_high == results(case, "desk", {bar.driver: bar.high}).npv
    assert [bar.swing for bar in found.bars] == sorted((bar.swing for bar in found.bars), reverse=True)
    assert (found.bars[0].driver, found.tests, found.positive_tests) == ("fee", 26, 21)
    assert (found.bars[0].worst, found.bars[0].best) == (Decimal(23230), Decimal(17170))


def test_the_combined_cases_move_every_driver() -> None:
    case = desk()
    found = sensitivity(case, "desk")
    assert found.low_case == results(case, "desk", {bar.driver: bar.worst for bar in found.bars})
    assert found.low_case.npv < found.base_npv < found.high_case.npv
    assert (found.low_case.is_positive, found.high_case.is_positive) == (False, True)


def test_a_driver_without_a_part_has_no_bar() -> None:
    case = desk(drivers=(*desk().drivers, driver("idle", "1", "2", "3")))
    assert "idle" not in {bar.driver for bar in sensitivity(case, "desk").bars}
    assert "idle" not in {each.driver for each in break_evens(case, "desk")}
    assert sensitivity(case, "today").bars == ()


@quick
@given(cases())
def test_the_tornado_of_any_case_agrees_with_the_loop_by_hand(case: Case) -> None:
    rate = (1 + float(case.discount_rate)) ** (1 / 12)
    found = sensitivity(case, "desk")
    for bar in found.bars:
        for value, ours in ((bar.low, bar.npv_at_low), (bar.high, bar.npv_at_high)):
            flows = ByHand(case, {bar.driver: value}).flows(case.option("desk"))
            moved = sum(abs(float(flow)) for flow in flows)
            theirs = sum(float(flow) / rate**month for month, flow in enumerate(flows))
            assert float(ours) == pytest.approx(theirs, abs=0.006 + 1e-9 * moved)


@quick
@given(cases())
def test_at_its_break_even_any_case_comes_to_nothing(case: Case) -> None:
    base = all_results(case)["desk"]
    moved = sum(abs(flow) for flow in base.flows) + 1
    for each in break_evens(case, "desk"):
        assert each.searched_from <= case.driver(each.driver).base <= each.searched_to
        if each.value is not None:
            assert each.searched_from <= each.value <= each.searched_to
            near = [results(case, "desk", {each.driver: each.value + step}).npv for step in (-step_of(each.value), 0)]
            near.append(results(case, "desk", {each.driver: each.value + step_of(each.value)}).npv)
            assert min(near) <= moved / 10**6
            assert max(near) >= -moved / 10**6


def step_of(value: Decimal) -> Decimal:
    return max(abs(value), Decimal(1)) / 10**5


def test_break_evens_by_name() -> None:
    found = {each.driver: each for each in break_evens(of_flows("60000", "6000"), "a")}
    assert found["out"].value == Decimal("130587.406045")
    assert found["out"].change == Decimal("1.176457")
    assert found["in"].value == Decimal("2756.774263")
    none = {each.driver: each for each in break_evens(of_flows("600", "6000"), "a")}
    assert (none["out"].value, none["out"].change) == (None, None)
    assert (none["out"].searched_from, none["out"].searched_to) == (Decimal(0), Decimal(2400))


def test_a_break_even_stays_within_what_the_driver_may_be() -> None:
    share = driver("share", "0.1", "0.2", "0.3", at_most=Decimal(1))
    fixed = (Driver.fixed("fee", 1000, currency="USD"), Driver.fixed("gain", 1500, currency="USD"), share)
    lines = (line("fee", Category.SERVICE, "fee", "share"), line("gain", Category.OTHER_VALUE, "gain"))
    found = {
        each.driver: each for each in break_evens(Case(12, "USD", Decimal(0), fixed, (Option("a", "A", lines),)), "a")
    }
    assert (found["share"].value, found["share"].searched_to) == (None, Decimal(1))
    assert found["gain"].value == Decimal(200)


def test_of_two_break_evens_the_nearer_one_is_told() -> None:
    """A cost with a discount beyond 100 units: value per unit 5, price 8, beyond 100 units 2."""
    drivers = (
        driver("volume", "100", "250", "300"),
        Driver.fixed("value", 5, currency="USD"),
        Driver.fixed("price", 8, currency="USD"),
    )
    lines = (
        line("price", Category.SERVICE, "price", timing=Timing.PER_UNIT, bands=(Band(Decimal(100), Decimal("0.25")),)),
        line("value", Category.OTHER_VALUE, "value", timing=Timing.PER_UNIT),
    )
    case = Case(12, "USD", Decimal(0), drivers, (Option("a", "A", lines),), volume="volume")
    found = {each.driver: each.value for each in break_evens(case, "a")}
    assert found["volume"] == Decimal(200)  # 0 units come to nothing too


@pytest.mark.parametrize("root", [-0.99, -0.3, 0.0, 1e-9, 0.7, 3.0])
def test_a_root_is_found_in_its_bracket_and_nowhere_else(root: float) -> None:
    assert root_between(lambda x: (x - root) ** 3, -1, 3) == pytest.approx(root, abs=1e-4)
    assert root_between(lambda x: x - root, -1, 3) == pytest.approx(root, abs=1e-12)
    assert root_between(lambda x: np.expm1(40 * (x - root)), -1, 3) == pytest.approx(root, abs=1e-12)
    assert root_between(lambda x: 1 + x * x, -1, 3) is None


def test_monte_carlo_gives_the_same_figures_again() -> None:
    case = desk()
    first = chances(case, seed=20261122)
    assert first == chances(case, seed=20261122)
    assert first["desk"] != chances(case, seed=1)["desk"]
    assert (first["desk"].seed, first["desk"].draws) == (20261122, 10_000)
    assert first["desk"].p10 < first["desk"].p50 < first["desk"].p90
    turned = desk(drivers=tuple(reversed(case.drivers)), options=(*case.options, Option("more", "More", DESK.lines)))
    assert chances(turned, seed=20261122)["desk"] == first["desk"]
    assert chances(turned, seed=20261122)["more"].p10 == first["desk"].p10


def test_monte_carlo_of_one_triangle_is_that_triangle() -> None:
    saved = driver("in", "4000", "6000", "7000", currency="USD")
    case = of_flows("60000", "6000")
    case = Case(24, "USD", Decimal("0.1"), (case.drivers[0], saved), case.options)
    found = chances(case, seed=3, draws=50_000)["a"]
    span = 3000.0
    at = [4000 + (share * span * 2000) ** 0.5 for share in (0.1, 0.5)] + [7000 - (0.1 * span * 1000) ** 0.5]
    for ours, amount in zip((found.p10, found.p50, found.p90), at, strict=True):
        assert float(ours) == pytest.approx(float(results(case, "a", {"in": Decimal(amount)}).npv), rel=0.01)
    assert float(found.mean) == pytest.approx(float(results(case, "a", {"in": Decimal(17000) / 3}).npv), rel=0.01)
    assert found.share_positive == Decimal("1.0000")


def test_without_a_driver_that_varies_every_draw_is_the_base() -> None:
    found = chances(of_flows("60000", "6000"), seed=0, draws=7)["a"]
    assert {found.p10, found.p50, found.p90, found.mean} == {Decimal("70587.41")}
    assert (found.draws, found.share_positive) == (7, Decimal("1.0000"))


def test_draws_agree_with_the_plain_figures_at_the_same_values() -> None:
    case = desk()
    drawn = draws_of(case, 5, 20)
    npvs = npvs_of(case, drawn)["desk"]
    for number in range(20):
        at = {key: Decimal(repr(float(column[number]))) for key, column in drawn.items()}
        assert float(results(case, "desk", at).npv) == pytest.approx(npvs[number], abs=0.006)

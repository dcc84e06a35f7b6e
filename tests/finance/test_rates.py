"""Returns of flows, against numpy-financial and against sums written out."""

import math
from itertools import pairwise

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.case import (
    PaybackStatus,
    discounted_payback,
    irr,
    mirr,
    monthly_rate,
    npv,
    payback,
    peak_cash_out,
    return_on_cost,
    sign_changes,
    yearly_rate,
)
from finance.case.rates import IRR_RANGE

amounts = st.integers(-1_000_000, 1_000_000).map(float)
rows = st.lists(amounts, min_size=2, max_size=61)
rates = st.floats(-0.05, 0.2)


@given(rows, rates)
def test_npv_is_the_sum_of_discounted_flows(flows: list[float], rate: float) -> None:
    expected = math.fsum(flow * (1 + rate) ** -period for period, flow in enumerate(flows))
    moved = math.fsum(abs(flow) * (1 + rate) ** -period for period, flow in enumerate(flows))
    assert npv(rate, flows) == pytest.approx(expected, rel=1e-9, abs=1e-9 * (moved + 1))


@given(rows, rates)
def test_mirr_compounds_what_came_in_and_discounts_what_went_out(flows: list[float], rate: float) -> None:
    found = mirr(rate, flows)
    if min(flows) >= 0 or max(flows) <= 0:
        assert found is None
        return
    last = len(flows) - 1
    came = math.fsum(max(flow, 0) * (1 + rate) ** (last - period) for period, flow in enumerate(flows))
    went = math.fsum(max(-flow, 0) / (1 + rate) ** period for period, flow in enumerate(flows))
    assert found == pytest.approx((came / went) ** (1 / last) - 1, rel=1e-9, abs=1e-9)
    assert found == float(npf.mirr(np.array(flows), rate, rate))


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_irr_of_one_change_of_sign_makes_the_npv_nothing(out: int, back: list[int]) -> None:
    flows = [-float(out), *map(float, back)]
    found = irr(flows)
    if not any(back):
        assert found is None
        return
    if found is None:
        assert npv(IRR_RANGE[0], flows) < 0 or npv(IRR_RANGE[1], flows) > 0
        return
    assert IRR_RANGE[0] <= found <= IRR_RANGE[1]
    balance = npv(found, flows) / npv(found, np.abs(flows))
    assert balance == pytest.approx(0, abs=1e-8)


@given(st.integers(12, 60), st.floats(0.001, 0.2))
def test_irr_is_that_of_numpy_financial(months: int, rate: float) -> None:
    flows = [-1000.0, *[1000 * rate / (1 - (1 + rate) ** -months)] * months]
    assert irr(flows) == pytest.approx(float(npf.irr(flows)), abs=1e-9)
    assert irr(flows) == pytest.approx(rate, abs=1e-9)


@pytest.mark.parametrize(
    ("flows", "changes", "rate"),
    [
        ([-100, 230, -132], 2, None),  # 10 % and 20 % both solve it
        ([-100, 0, 0, 110, -5], 2, None),
        ([100, 100], 0, None),
        ([0, 0, 0], 0, None),
        ([0, -100, 0, 121], 1, 0.1),
        ([100, -110], 1, 0.1),
        ([-100, 0, 0, 74], 1, -0.0954958303),
        ([-1e12, 1], 1, None),  # -99.9999999999 %: below what is looked for
        ([-1, 1e12], 1, None),  # and far above
        ([-1, 11], 1, 10),
    ],
)
def test_irr_only_where_it_means_something(flows: list[float], changes: int, rate: float | None) -> None:
    assert sign_changes(flows) == changes
    if rate is not None:
        assert irr(flows) == pytest.approx(rate, rel=1e-8)
    else:
        assert irr(flows) is None


@given(rows)
def test_payback_is_when_the_sum_stays_up(flows: list[float]) -> None:
    found = payback(flows)
    sums = [math.fsum(flows[: period + 1]) for period in range(len(flows))]
    if min(sums) >= 0:
        assert (found.status, found.month) == (PaybackStatus.NOTHING_OUT, 0.0)
    elif sums[-1] >= 0:
        last_out = max(period for period, total in enumerate(sums) if total < 0)
        assert found.status is PaybackStatus.REACHED
        assert found.month == pytest.approx(last_out + -sums[last_out] / flows[last_out + 1])
        assert found.lost_in is None
    elif any(now < 0 <= then for now, then in pairwise(sums)):
        assert found.status is PaybackStatus.LOST_AGAIN
        assert found.lost_in == max(period for period, total in enumerate(sums) if total >= 0) + 1
    else:
        assert (found.status, found.month, found.lost_in) == (PaybackStatus.NEVER, None, None)


@given(rows, rates)
def test_discounted_payback_is_the_payback_of_present_values(flows: list[float], rate: float) -> None:
    present = [flow / (1 + rate) ** period for period, flow in enumerate(flows)]
    found, expected = discounted_payback(rate, flows), payback(present)
    assert (found.status, found.lost_in) == (expected.status, expected.lost_in)
    assert found.month == pytest.approx(expected.month) if expected.month is not None else found.month is None


@pytest.mark.parametrize(
    ("flows", "status", "month", "lost_in"),
    [
        ([-100, 50, 50, 10], "reached", 2.0, None),
        ([-100, 120, -40, 30], "reached", pytest.approx(2 + 20 / 30), None),
        ([-100, 120, -40, 10], "lost_again", pytest.approx(100 / 120), 2),
        ([-100, 10, 10, 10], "never", None, None),
        ([100, -200, 10, 10], "never", None, None),
        ([0, 0, 0, 0], "nothing_out", 0.0, None),
        ([-0.1, *[0.01] * 10], "reached", pytest.approx(10.0), None),  # ten cents are ten cents
    ],
)
def test_payback_by_name(flows: list[float], status: str, month: float | None, lost_in: int | None) -> None:
    found = payback(flows)
    assert (found.status.value, found.month, found.lost_in) == (status, month, lost_in)


@given(rows)
def test_peak_cash_out_is_the_deepest_sum(flows: list[float]) -> None:
    sums = [math.fsum(flows[: period + 1]) for period in range(len(flows))]
    amount, period = peak_cash_out(flows)
    assert amount == max(0.0, -min(sums))
    assert period == (sums.index(min(sums)) if min(sums) < 0 else None)


def test_rates_turn_into_each_other_and_nothing_spent_has_no_return() -> None:
    assert yearly_rate(monthly_rate(0.1)) == pytest.approx(0.1)
    assert return_on_cost(0.01, [10, 10], [0, 0]) is None
    assert return_on_cost(0.0, [30, 0], [0, 20]) == pytest.approx(0.5)

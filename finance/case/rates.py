"""Rates and the returns of a row of flows: NPV, MIRR, IRR, return on cost, peak cash out.

Flows are net amounts at the ends of periods 0, 1, 2, ...; rates are fractions a period. `numpy-financial` computes what
it knows. None is a result: the figure means nothing for these flows.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy_financial as npf
from numpy.typing import NDArray

from finance.case.roots import root_between

Flows = NDArray[np.float64] | Sequence[float]

IRR_RANGE: Final = (-0.999, 10.0)
"""An IRR outside of -99.9 % to 1,000 % a period says nothing: next to nothing was put in, or came back."""

NOISE: Final = 1e-12
"""Sums of floats that differ by less than this part of what was added are equal."""

_IRR_NOISE: Final = 1e-9


def monthly_rate(yearly: float) -> float:
    """(1 + yearly)^(1/12) - 1."""
    return float((1 + yearly) ** (1 / 12) - 1)


def yearly_rate(monthly: float) -> float:
    """(1 + monthly)^12 - 1."""
    return float((1 + monthly) ** 12 - 1)


def npv(rate: float, flows: Flows) -> float:
    """Net present value; the first flow is at t = 0 and not discounted."""
    return float(npf.npv(rate, np.asarray(flows, dtype=np.float64)))


def mirr(rate: float, flows: Flows) -> float | None:
    """Modified internal rate of return a period, financed and reinvested at `rate`; None without both signs."""
    values = np.asarray(flows, dtype=np.float64)
    if not ((values > 0).any() and (values < 0).any()):
        return None
    found = float(npf.mirr(values, rate, rate))
    return found if np.isfinite(found) else None


def sign_changes(flows: Flows) -> int:
    """How often the sign changes along the flows; zeros have none."""
    signs = np.sign(np.asarray(flows, dtype=np.float64))
    signs = signs[signs != 0]
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def irr(flows: Flows) -> float | None:
    """Internal rate of return a period; None unless the flows change sign exactly once and it is in IRR_RANGE."""
    values = np.asarray(flows, dtype=np.float64)
    if sign_changes(values) != 1:
        return None
    found = float(npf.irr(np.trim_zeros(values)))
    low, high = IRR_RANGE
    if low <= found <= high and abs(_balance(found, values)) <= _IRR_NOISE:
        return found
    # powers of 1 + rate span fewer magnitudes than rates
    root = root_between(lambda power: _balance(math.expm1(power), values), math.log1p(low), math.log1p(high))
    return None if root is None else math.expm1(root)


def return_on_cost(rate: float, benefits: Flows, costs: Flows) -> float | None:
    """(PV of benefits - PV of costs) / PV of costs; None without costs."""
    spent = npv(rate, costs)
    return (npv(rate, benefits) - spent) / spent if spent > 0 else None


def peak_cash_out(flows: Flows) -> tuple[float, int | None]:
    """The deepest the cumulative flow goes below zero, as a positive amount, and its period; (0, None) if never."""
    cumulative = np.cumsum(np.asarray(flows, dtype=np.float64))
    period = int(np.argmin(cumulative))
    deepest = float(cumulative[period])
    return (-deepest, period) if deepest < 0 else (0.0, None)


def _balance(rate: float, values: NDArray[np.float64]) -> float:
    """NPV over what moves, from -1 to 1: comparable however far the rate blows up the flows."""
    return npv(rate, values) / npv(rate, np.abs(values))

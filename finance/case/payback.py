"""When the money is back: the first crossing that holds to the horizon (docs/metrics.md, business case)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from finance.case.rates import Flows


class PaybackStatus(StrEnum):
    """Nothing was ever out; back for good; back and lost again; never back."""

    NOTHING_OUT = "nothing_out"
    REACHED = "reached"
    LOST_AGAIN = "lost_again"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Payback:
    """`month` counts from t = 0 and is interpolated inside the month: when reached, for good or for the first time.

    `lost_in` is the month at whose end the money is out again, to stay out, after LOST_AGAIN.
    """

    status: PaybackStatus
    month: float | None = None
    lost_in: int | None = None


def payback(flows: Flows) -> Payback:
    """Payback of flows at the ends of periods 0, 1, 2, ..."""
    values = np.asarray(flows, dtype=np.float64)
    cumulative = np.cumsum(values)
    # sums of cents are never exact; a billionth of what moved is no debt
    out = cumulative < -1e-9 * max(float(np.abs(values).sum()), 1e-300)
    if not out.any():
        return Payback(PaybackStatus.NOTHING_OUT, 0.0)
    crossings = [int(m) for m in np.flatnonzero(out[:-1] & ~out[1:]) + 1]
    if not crossings:
        return Payback(PaybackStatus.NEVER)
    if out[-1]:
        lost_in = int(np.flatnonzero(~out)[-1]) + 1
        return Payback(PaybackStatus.LOST_AGAIN, _crossing(cumulative, values, crossings[0]), lost_in)
    return Payback(PaybackStatus.REACHED, _crossing(cumulative, values, crossings[-1]))


def discounted_payback(rate: float, flows: Flows) -> Payback:
    """Payback of the flows at their present values; `rate` is a fraction a period."""
    values = np.asarray(flows, dtype=np.float64)
    return payback(values / (1 + rate) ** np.arange(values.size))


def _crossing(cumulative: Flows, values: Flows, month: int) -> float:
    return min(float(month), month - 1 - float(cumulative[month - 1]) / float(values[month]))

"""Returns of cash flows: NPV, IRR, MIRR, payback and discounted payback through finance.case."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from finance.case import Payback, discounted_payback, irr, mirr, npv, payback
from outsourcing.known.verdicts import RowResult, UnreadableError, compared, not_applicable

_OTHERS = {
    "npv_excel": "another convention: the first flow is discounted by a period, ours stands at t = 0",
    "xnpv": "another convention: dated flows in years of 365 days, ours fall at the ends of months",
    "xirr": "another convention: dated flows in years of 365 days, ours fall at the ends of months",
}


def check_cash_flows(row_id: str, row: Mapping[str, str], _table: Path) -> RowResult:
    """One figure on one row of flows, within the row's tolerance."""
    metric = row["metric"].lower()
    if metric in _OTHERS:
        return not_applicable(row_id, _OTHERS[metric])
    if metric not in _ANSWERS:
        return not_applicable(row_id, f"no public function for {metric!r}")
    ours = _ANSWERS[metric](_number(row["rate"] or "0", "rate"), _flows(row["cash_flows"]))
    tolerance, published = _number(row["tolerance"] or "0", "tolerance"), row["published"]
    if published.lower() in {"never", "none"}:
        return compared(row_id, ours=ours, expected=published, agrees=ours is None)
    # a figure exactly at its tolerance misses it by a hair in binary
    agrees = ours is not None and abs(ours - _number(published, "published")) <= tolerance + 1e-12
    return compared(row_id, ours=ours, expected=published, agrees=agrees)


def _flows(cell: str) -> list[float]:
    try:
        return [float(flow) for flow in json.loads(cell)]
    except (TypeError, ValueError):
        raise UnreadableError(f"not a list of flows: {cell!r}") from None


def _number(cell: str, column: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise UnreadableError(f"{column} is no number: {cell!r}") from None


def _month(found: Payback) -> float | None:
    """The month when the money is back for good."""
    return found.month if found.lost_in is None else None


_ANSWERS: dict[str, Callable[[float, list[float]], float | None]] = {
    "npv": npv,
    "irr": lambda _rate, flows: irr(flows),
    "mirr": mirr,
    "payback": lambda _rate, flows: _month(payback(flows)),
    "disc_payback": lambda rate, flows: _month(discounted_payback(rate, flows)),
}

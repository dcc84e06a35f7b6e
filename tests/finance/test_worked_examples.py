"""The worked examples of docs/metrics.md about the business case, run word by word."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from finance.case import (
    Payback,
    discounted_payback,
    irr,
    mirr,
    monthly_rate,
    npv,
    payback,
    peak_cash_out,
    results,
    return_on_cost,
    yearly_rate,
)
from tests.finance.cases import of_flows

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"
EXAMPLES = re.findall(r"```example\n(flows.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)

Answer = float | str | None


def percent(value: float | None) -> float | None:
    return None if value is None else 100 * value


def told(found: Payback) -> Answer:
    return found.month if found.status == "reached" else found.status.value


FIGURES: dict[str, Callable[[list[float], float], Answer]] = {
    "npv": lambda flows, rate: npv(rate, flows),
    "roi_percent": lambda flows, rate: percent(
        return_on_cost(rate, [max(flow, 0) for flow in flows], [max(-flow, 0) for flow in flows])
    ),
    "payback": lambda flows, _rate: told(payback(flows)),
    "reached": lambda flows, _rate: payback(flows).month,
    "lost_in": lambda flows, _rate: payback(flows).lost_in,
    "discounted_payback": lambda flows, rate: told(discounted_payback(rate, flows)),
    "peak_cash_out": lambda flows, _rate: peak_cash_out(flows)[0],
    "peak_month": lambda flows, _rate: peak_cash_out(flows)[1],
    "irr_percent": lambda flows, _rate: percent(irr(flows)),
    "mirr_percent": lambda flows, rate: percent(mirr(rate, flows)),
    "mirr_a_year_percent": lambda flows, rate: percent(yearly_rate(mirr(rate, flows) or 0)),
}


def read(words: list[str]) -> list[float]:
    flows: list[float] = []
    for word in words:
        amount, _, times = word.partition("x")
        flows += [float(amount)] * int(times or 1)
    return flows


@pytest.mark.parametrize("example", EXAMPLES)
def test_flows_come_to_what_the_example_says(example: str) -> None:
    flows, rate = [0.0], 0.0
    for row in example.strip().splitlines():
        verb, *words = row.split()
        if verb == "flows":
            flows = read(words)
        elif verb == "at":
            rate = monthly_rate(float(words[0]) / 100)
        else:
            for name, _, expected in (word.partition("=") for word in words):
                assert shown(FIGURES[name](flows, rate), expected) == expected, name


def shown(found: Answer, like: str) -> str:
    if found is None or isinstance(found, str):
        return found or "none"
    return f"{found:.{len(like.partition('.')[2])}f}"


def test_the_document_has_them() -> None:
    assert len(EXAMPLES) == 4


def test_the_worked_example_as_a_case_to_the_digit() -> None:
    found = results(of_flows("60000", "6000"), "a")
    assert found.npv == Decimal("70587.41")
    assert found.flows == (Decimal("-60000.00"), *[Decimal("6000.00")] * 24)
    assert found.cumulative[-1] == Decimal("84000.00")
    assert (found.payback.month, found.discounted_payback.month) == (Decimal("10.0000"), Decimal("10.4637"))
    assert (found.irr, found.mirr, found.mirr_a_year) == (Decimal("0.086278"), Decimal("0.041172"), Decimal("0.622810"))
    assert (found.roi, found.is_positive, found.sign_changes) == (Decimal("1.176457"), True, 1)
    assert (found.peak_cash_out, found.peak_month) == (Decimal("60000.00"), 0)
    assert (found.total_cost, found.units, found.cost_per_unit) == (Decimal("60000.00"), None, None)

"""The worked example of docs/metrics.md, read from there, and what is not estimated."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from exits.cost import Assumptions, CostLine, covered, planned, stressed
from exits.substitution import Position, substitutability

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"
TOLD = Assumptions(
    assistance_months=3,
    assistance_hours=Decimal(40),
    assistance_rate=Decimal(55),
    own_hours=Decimal(120),
    own_rate=Decimal(60),
    parallel_months=Decimal(1),
    monthly_fee=Decimal(12000),
    replacement_cost=Decimal(8000),
    stress_percent=50,
)


def example(name: str) -> dict[str, str]:
    [block] = re.findall(rf"```example\n{name}\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
    return dict(pair.split("=") for pair in block.split())


def test_the_worked_example() -> None:
    """Each figure of the page is what the product computes."""
    told = example("exit-cost")
    usual, hard = planned(TOLD), stressed(TOLD)
    assert {key: Decimal(value) for key, value in told.items()} == {
        "assistance": usual.lines[CostLine.ASSISTANCE],
        "own_hours": usual.lines[CostLine.OWN_HOURS],
        "parallel": usual.lines[CostLine.PARALLEL],
        "replacement": usual.lines[CostLine.REPLACEMENT],
        "planned": usual.total,
        "stressed_own_hours": hard.lines[CostLine.OWN_HOURS],
        "stressed_replacement": hard.lines[CostLine.REPLACEMENT],
        "stressed": hard.total,
    }
    assert hard.lines[CostLine.ASSISTANCE] == 0


def test_a_fee_that_is_not_known_is_left_out_and_said() -> None:
    found = planned(replace(TOLD, monthly_fee=None))
    assert (found.lines[CostLine.PARALLEL], found.without_fee) == (Decimal(0), True)
    assert planned(replace(TOLD, monthly_fee=None, parallel_months=Decimal(0))).without_fee is False


def test_a_reserve_without_an_estimate_covers_nothing_that_anybody_could_say() -> None:
    assert covered(Decimal(100), Decimal(0)) is None
    assert covered(None, Decimal(100)) is None
    assert covered(Decimal(50), Decimal(200)) == Decimal("0.25")


def test_how_easily_somebody_else_takes_over() -> None:
    easy = substitutability(Position(True, True, sops=4, sops_in_force=4, others=2, hands=0))
    hard = substitutability(Position(False, False, sops=0, sops_in_force=0, others=0, hands=7))
    middle = substitutability(Position(True, False, sops=4, sops_in_force=2, others=1, hands=2))
    assert [(each.points, each.level) for each in (easy, middle, hard)] == [
        (100, "easy"),
        (55, "possible"),
        (0, "hard"),
    ]

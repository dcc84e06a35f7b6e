"""After a click a journey waits for what is new before it looks or leaves: else it looks at the old page."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

JOURNEYS = sorted((settings.BASE_DIR / "tests" / "journeys").glob("*.py"))
MOVES = {"click", "dblclick", "press", "go_back"}
NEEDS_A_PAGE = {"look", "goto", "reload"}
TOO_EARLY = """
def send(page):
    page.fill("x")
    page.click("Save")

def test(page, look):
    send(page)
    look(page, "saved")
"""


def called(statement: ast.stmt) -> str:
    """The name of what a statement calls and keeps nothing of."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return ""
    function = statement.value.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def too_early(source: str) -> list[int]:
    """The lines that follow a click, or a function that ends in one, although they need what the click brings."""
    nodes = list(ast.walk(ast.parse(source)))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    moves = MOVES | {each.name for each in functions if called(each.body[-1]) in MOVES}
    blocks = [getattr(node, part, None) for node in nodes for part in ("body", "orelse", "finalbody")]
    pairs = [pair for block in blocks if isinstance(block, list) for pair in pairwise(block)]
    return [then.lineno for first, then in pairs if called(first) in moves and called(then) in NEEDS_A_PAGE]


def test_the_rule_sees_a_look_that_comes_too_early() -> None:
    assert too_early(TOO_EARLY) == [8]
    assert too_early(TOO_EARLY.replace("    look", "    page.wait_for_url('/saved/')\n    look")) == []


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_a_journey_waits_after_a_click(path: Path) -> None:
    assert too_early(path.read_text()) == []

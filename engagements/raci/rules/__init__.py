"""The rules of a RACI grid: one rule, one file, one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagements.raci.faults import Fault
from engagements.raci.grid import Grid
from engagements.raci.rules import (
    activities_present,
    consulted_or_informed,
    departed,
    few_consulted,
    few_responsible,
    one_accountable,
    own_approval,
    shared_load,
    somebody_responsible,
    vacant,
)

RULES: tuple[Callable[[Grid], Iterator[Fault]], ...] = (
    one_accountable.check,
    somebody_responsible.check,
    consulted_or_informed.check,
    vacant.check,
    departed.check,
    activities_present.check,
    few_responsible.check,
    few_consulted.check,
    shared_load.check,
    own_approval.check,
)


def faults_of(grid: Grid) -> list[Fault]:
    """Everything the rules say about a grid, in the order of the rules."""
    return [fault for rule in RULES for fault in rule(grid)]

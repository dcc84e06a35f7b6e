"""Somebody does the work: at least one R in each row."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid
from engagements.raci.letters import RESPONSIBLE

NOBODY = noop("%(row)s: nobody is responsible (R). Give an R to whoever does it; one role may be A and R.")


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each row without an R."""
    for index, row in enumerate(grid.rows):
        if not grid.holders(row, RESPONSIBLE):
            yield Fault("somebody_responsible", Level.ERROR, NOBODY, {"row": row.name}, row=index)

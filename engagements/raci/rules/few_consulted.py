"""Asking more than four people before acting makes work wait."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid, names
from engagements.raci.letters import CONSULTED

MOST = 4
TOO_MANY = noop("%(row)s: %(count)d roles are asked first (C): %(names)s. Make some of them I, so that work flows.")


def check(grid: Grid) -> Iterator[Fault]:
    """A warning for each row with more than four C."""
    for index, row in enumerate(grid.rows):
        found = grid.holders(row, CONSULTED)
        if len(found) > MOST:
            params = {"row": row.name, "count": len(found), "names": names(found)}
            yield Fault("few_consulted", Level.WARNING, TOO_MANY, params, row=index)

"""Work that more than three do is done by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid, names
from engagements.raci.letters import RESPONSIBLE

MOST = 3
TOO_MANY = noop("%(row)s: %(count)d roles are responsible (R): %(names)s. Keep at most three, or split the activity.")


def check(grid: Grid) -> Iterator[Fault]:
    """A warning for each row with more than three R."""
    for index, row in enumerate(grid.rows):
        found = grid.holders(row, RESPONSIBLE)
        if len(found) > MOST:
            params = {"row": row.name, "count": len(found), "names": names(found)}
            yield Fault("few_responsible", Level.WARNING, TOO_MANY, params, row=index)

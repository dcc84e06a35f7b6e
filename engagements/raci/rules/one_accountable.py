"""Exactly one role answers for an activity. A grid without that cannot be saved."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid, names
from engagements.raci.letters import ACCOUNTABLE

NOBODY = noop("%(row)s: nobody is accountable (A). Give exactly one role an A.")
SEVERAL = noop("%(row)s: %(count)d roles are accountable (A): %(names)s. Keep one A; the others may be R, C or I.")


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each row without an A, or with several."""
    for index, row in enumerate(grid.rows):
        found = grid.holders(row, ACCOUNTABLE)
        if not found:
            yield Fault("one_accountable", Level.REFUSED, NOBODY, {"row": row.name}, row=index)
        elif len(found) > 1:
            params = {"row": row.name, "count": len(found), "names": names(found)}
            yield Fault("one_accountable", Level.REFUSED, SEVERAL, params, row=index)

"""Nobody is both asked before (C) and told after (I): whoever is asked knows already.

In one cell it cannot be saved; a person who is C in one role and I in another is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid
from engagements.raci.letters import CONSULTED, INFORMED

ONE_CELL = noop("%(row)s: %(column)s is both C and I. Keep C if they are asked before, I if they are only told after.")
TWO_ROLES = noop(
    "%(row)s: %(person)s is C as %(consulted)s and I as %(informed)s. Clear one of them: a person is asked or told."
)


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each cell, and for each person with two roles, that has both letters in one row."""
    for index, row in enumerate(grid.rows):
        asked = grid.holders(row, CONSULTED)
        told = grid.holders(row, INFORMED)
        for column in asked:
            if column in told:
                params: dict[str, object] = {"row": row.name, "column": column.label}
                yield Fault("consulted_or_informed", Level.REFUSED, ONE_CELL, params, row=index, column=column.key)
            for other in told:
                if other != column and column.identity and column.identity == other.identity:
                    params = {
                        "row": row.name,
                        "person": column.person,
                        "consulted": column.title,
                        "informed": other.title,
                    }
                    yield Fault("consulted_or_informed", Level.ERROR, TWO_ROLES, params, row=index, column=other.key)

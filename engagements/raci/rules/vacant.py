"""A role with a letter is held by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid

VACANT = noop("%(column)s has letters, but nobody holds this role (%(rows)s). Name a person, or clear its letters.")


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each column with letters and without a person."""
    for column in grid.columns:
        used = grid.used(column)
        if used and not column.person:
            params = {"column": column.title, "rows": ", ".join(row.name for row in used)}
            yield Fault("vacant", Level.ERROR, VACANT, params, column=column.key)

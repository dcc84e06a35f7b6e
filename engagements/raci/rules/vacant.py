"""A role with a letter is held by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid

VACANT = noop("%(column)s: nobody holds this role yet. Name a person, or clear its letters.")


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each column with letters and without a person."""
    for column in grid.columns:
        if grid.used(column) and not column.person:
            yield Fault("vacant", Level.ERROR, VACANT, {"column": column.title}, column=column.key)

"""Whoever has left holds no letter."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid

DEPARTED = noop("%(column)s: %(person)s has left. Say who took over the role, or clear its letters.")


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each column with letters whose person has left."""
    for column in grid.columns:
        if grid.used(column) and column.person and column.has_left:
            params = {"column": column.title, "person": column.person}
            yield Fault("departed", Level.ERROR, DEPARTED, params, column=column.key)

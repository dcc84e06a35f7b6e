"""One person who answers for most activities is a bottleneck, and nobody answers while they are away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid

FEWEST_ROWS = 3
BOTTLENECK = noop("%(person)s is accountable (A) for %(count)d of %(rows)d activities. Give some A to somebody else.")


def check(grid: Grid) -> Iterator[Fault]:
    """A warning for whoever has the A in more than half of the rows, counted over all their roles.

    A vacant role counts as somebody of its own. Grids of fewer than three rows are left alone.
    """
    if len(grid.rows) < FEWEST_ROWS:
        return
    holders = [column for row in grid.rows if (column := grid.accountable(row)) is not None]
    by_person = Counter(column.identity or f"role {column.key}" for column in holders)
    for identity, count in by_person.items():
        if 2 * count > len(grid.rows):
            column = next(each for each in holders if (each.identity or f"role {each.key}") == identity)
            params = {"person": column.person or column.title, "count": count, "rows": len(grid.rows)}
            yield Fault("shared_load", Level.WARNING, BOTTLENECK, params, column=column.key)

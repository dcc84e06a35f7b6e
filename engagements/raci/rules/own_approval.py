"""The partner does not accept, pay or check its own work."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid

OWN = {
    "acceptance": noop(
        "%(row)s: the partner would accept its own work (%(column)s). Give the A to one of your people."
    ),
    "payment": noop(
        "%(row)s: the partner would approve its own payment (%(column)s). Give the A to one of your people."
    ),
    "quality": noop("%(row)s: the partner would check its own work (%(column)s). Give the A to one of your people."),
}


def check(grid: Grid) -> Iterator[Fault]:
    """A warning for each row of acceptance, payment or quality assurance whose A is at the vendor."""
    for index, row in enumerate(grid.rows):
        column = grid.accountable(row)
        if row.kind in OWN and column is not None and column.at_vendor:
            params = {"row": row.name, "column": column.label}
            yield Fault("own_approval", Level.WARNING, OWN[row.kind], params, row=index, column=column.key)

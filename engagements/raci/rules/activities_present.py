"""Every grid says who does intake, delivery, quality assurance and reporting."""

from __future__ import annotations

from collections.abc import Iterator

from engagements.raci.faults import Fault, Level, noop
from engagements.raci.grid import Grid

NEEDED = {
    "intake": noop("No row says who takes in the work. Add a row for intake, or mark one as that in its menu."),
    "delivery": noop("No row says who does the work. Add a row for delivery, or mark one as that in its menu."),
    "quality": noop("No row says who checks the work. Add one for quality assurance, or mark one as that in its menu."),
    "reporting": noop("No row says who reports on the work. Add a row for reporting, or mark one as that in its menu."),
}


def check(grid: Grid) -> Iterator[Fault]:
    """A fault for each of the four without a row; ``params["kind"]`` is which."""
    there = {row.kind for row in grid.rows}
    for kind, text in NEEDED.items():
        if kind not in there:
            yield Fault("activities_present", Level.ERROR, text, {"kind": kind})

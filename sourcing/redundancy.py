"""What happens to a process when somebody who does it fails. Pure; ``docs/metrics.md`` has the worked example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Standing(StrEnum):
    """How a process would get over the loss of somebody."""

    ALONE = "alone"
    UNPLANNED = "unplanned"
    PLANNED = "planned"


class Doer(NamedTuple):
    """A vendor in a process: its items of the weeks looked at, its share in the plan in per cent (None: not in it)."""

    vendor: int
    name: str
    items: int = 0
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A process with everybody who does it, each vendor once."""

    process: int
    name: str
    doers: tuple[Doer, ...]
    agreements: int = 0

    @property
    def standing(self) -> Standing:
        """Alone: one vendor does it. Planned: two or more have a place in the plan. Else several, without a plan."""
        if len(self.doers) == 1:
            return Standing.ALONE
        in_plan = [each for each in self.doers if each.share is not None]
        return Standing.PLANNED if len(in_plan) > 1 else Standing.UNPLANNED

    @property
    def items(self) -> int:
        """All items of the weeks looked at."""
        return sum(each.items for each in self.doers)

    def part_of(self, vendor: int) -> Fraction | None:
        """A vendor's part of the items; None when there were none."""
        return Fraction(sum(d.items for d in self.doers if d.vendor == vendor), self.items) if self.items else None


class Hit(NamedTuple):
    """What the failure of a vendor does to a process: the part of its items that is hit, and who is left."""

    work: Work
    part: Fraction | None
    left: tuple[Doer, ...]


class Failure(NamedTuple):
    """A vendor fails: the processes it is in, those that nobody is left for first."""

    vendor: int
    name: str
    hits: tuple[Hit, ...]
    items: int
    whole: int

    @property
    def stopped(self) -> list[str]:
        """The processes that would stand still."""
        return [hit.work.name for hit in self.hits if not hit.left]

    @property
    def percent(self) -> Fraction | None:
        """The part of all items that is hit, in per cent."""
        return Fraction(self.items * 100, self.whole) if self.whole else None


def failures(works: Sequence[Work]) -> list[Failure]:
    """What each vendor's failure would do, the gravest first: most processes stopped, then most items.

    >>> desk = Work(1, "Desk", (Doer(1, "A", 30), Doer(2, "B", 10)))
    >>> [(each.name, each.stopped, each.items) for each in failures([desk, Work(2, "Books", (Doer(2, "B", 20),))])]
    [('B', ['Books'], 30), ('A', [], 30)]
    """
    whole = sum(work.items for work in works)
    names = {doer.vendor: doer.name for work in works for doer in work.doers}
    found = []
    for vendor, name in names.items():
        hits = [_hit(work, vendor) for work in works if any(doer.vendor == vendor for doer in work.doers)]
        hits.sort(key=lambda hit: (bool(hit.left), -(hit.part or 0), hit.work.name))
        items = sum(doer.items for work in works for doer in work.doers if doer.vendor == vendor)
        found.append(Failure(vendor, name, tuple(hits), items, whole))
    return sorted(found, key=lambda each: (-len(each.stopped), -each.items, each.name))


def in_order(works: Iterable[Work]) -> list[Work]:
    """Those that hang on one vendor first, then those without a plan, each by how much there is to do."""
    order = list(Standing)
    return sorted(works, key=lambda work: (order.index(work.standing), -work.items, work.name))


def _hit(work: Work, vendor: int) -> Hit:
    return Hit(work, work.part_of(vendor), tuple(each for each in work.doers if each.vendor != vendor))

"""Our resolution clock beside the source's own verdict: how often they agree, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce

from workitems.models import WorkItem
from workitems.queries.differences import with_difference
from workitems.queries.filters import ItemFilter

OURS: Final = ("met", "missed", "running", "paused", "cancelled", "no_data", "none")
VERDICTS: Final = ("yes", "no", "none")
_VERDICT: Final = {True: "yes", False: "no", None: "none"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Items with one outcome of ours and one verdict of the source; ``why`` is set when only one reason is meant."""

    ours: str
    source: str
    count: int
    items: ItemFilter
    why: str = ""


@dataclass(frozen=True)
class Reconciliation:
    """The two judgements side by side. ``cells`` by (ours, verdict); ``reasons`` by the same, most frequent first."""

    cells: dict[tuple[str, str], Cell]
    reasons: dict[tuple[str, str], list[Cell]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All items looked at."""
        return sum(cell.count for cell in self.cells.values())

    def count(self, *, ours: Iterable[str] = OURS, source: Iterable[str] = VERDICTS) -> int:
        """Items in these rows and columns together."""
        return sum(self.cells[row, column].count for row in ours for column in source)

    def rows(self) -> Iterator[tuple[str, list[Cell], int]]:
        """Each outcome of ours that occurs, with its cells and their sum; met and missed always."""
        for ours in OURS:
            cells = [self.cells[ours, source] for source in VERDICTS]
            total = sum(cell.count for cell in cells)
            if total or ours in ("met", "missed"):
                yield ours, cells, total


def reconciliation(wanted: ItemFilter) -> Reconciliation:
    """The items of a filter by our outcome, the source's verdict and why they differ; one query, grouped in SQL."""
    items: QuerySet[WorkItem] = wanted.apply(WorkItem.objects.order_by())
    groups = (
        with_difference(items)
        .values("source_met", "difference", ours_outcome=Coalesce(F("ours__outcome"), Value("none")))
        .annotate(count=Count("pk"))
    )
    counts = dict.fromkeys(((ours, source) for ours in OURS for source in VERDICTS), 0)
    reasons: dict[tuple[str, str], list[Cell]] = {}
    for group in groups:
        place = (group["ours_outcome"], _VERDICT[group["source_met"]])
        counts[place] += group["count"]
        if group["difference"]:
            reason = wanted.but(resolution=place[0], source_met=place[1], why=group["difference"])
            reasons.setdefault(place, []).append(Cell(*place, group["count"], reason, group["difference"]))
    for parts in reasons.values():
        parts.sort(key=lambda cell: -cell.count)
    cells = {
        place: Cell(*place, count, wanted.but(resolution=place[0], source_met=place[1]))
        for place, count in counts.items()
    }
    return Reconciliation(cells, reasons)

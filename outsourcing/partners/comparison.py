"""One scorecard across all who do a process, the own team included: ranked like for like, the raw figures beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import Engagement, Process
from engagements.periods import PeriodKind, last_closed
from foundation.accounts.models import Organization
from outsourcing.partners import facts
from sourcing.like_for_like import (
    ENOUGH,
    ENOUGH_OF_A_KIND,
    Comparison,
    Figure,
    Kind,
    Standing,
    Tally,
    Weight,
    compare,
    is_noise,
)
from vendors.models import Vendor


class Measured(NamedTuple):
    """A measure of the shared scorecard: the same definition for everybody."""

    key: str
    label: Promise
    figure: Figure
    higher_is_better: bool
    explained: Promise


MEASURES: Final = (
    Measured(facts.SLA, gettext_lazy("SLA adherence"), Figure.SHARE, True, gettext_lazy("clocks met of decided")),
    Measured(facts.TURNAROUND, gettext_lazy("Turnaround"), Figure.MEAN, False, gettext_lazy("mean hours by clock")),
    Measured(facts.ERRORS, gettext_lazy("Error rate"), Figure.SHARE, False, gettext_lazy("defective of checked")),
    Measured(facts.REOPENED, gettext_lazy("Reopen rate"), Figure.SHARE, False, gettext_lazy("reopened of completed")),
    Measured(facts.CSAT, gettext_lazy("Satisfaction"), Figure.SHARE, True, gettext_lazy("4 and 5 of all ratings")),
)


class Cell(NamedTuple):
    """A partner's figure of a measure, as shown: like for like and raw, in percent or hours; None for no data."""

    measured: Measured
    standing: Standing
    adjusted: float | None
    raw: float | None

    @property
    def place(self) -> str:
        """1, or 1-2 where noise leaves it open; empty without one."""
        best, worst = self.standing.best, self.standing.worst
        return "" if best is None else str(best) if best == worst else f"{best}\N{EN DASH}{worst}"


class Row(NamedTuple):
    """A partner with its figures, and, in the measure that is ranked by, whether the next one is within noise."""

    vendor: Vendor
    engagements: list[Engagement]
    cells: list[Cell]
    ranked: Cell
    tied_with_next: bool


class MixRow(NamedTuple):
    """A kind of work that is compared: its part in per cent, and each partner's figure, in the order of the rows."""

    kind: str
    n: int
    percent: float
    cells: list[tuple[int, float | None]]


class LeftOutRow(NamedTuple):
    """A kind of work that is not: how many items, and who has too few."""

    kind: str
    n: int
    short: str


def comparison_page(process: Process, organization: Organization, *, by: str, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/process_comparison.html``; ``by`` is the measure that is ranked by."""
    last = last_closed(PeriodKind.WEEK, now, organization.time_zone)
    since = last.shift(1 - facts.WEEKS)
    engagements = list(
        Engagement.objects.filter(process=process).select_related("vendor").order_by("vendor__name", "name")
    )
    tallies = facts.tallies_by_kind([each.pk for each in engagements], since.start, last.end)
    return {"process": process, **compared(engagements, tallies, by=by), "since": since, "last": last}


def compared(engagements: list[Engagement], tallies: facts.Tallies, *, by: str) -> dict[str, Any]:
    """The partners of some engagements, usually of one process, ranked by a measure."""
    vendor_of = {each.pk: each.vendor_id for each in engagements}
    found: dict[str, Comparison] = {}
    pooled: dict[str, dict[int, dict[Kind, Tally]]] = {}
    for measured in MEASURES:
        pooled[measured.key] = _pooled(tallies[measured.key], vendor_of)
        found[measured.key] = compare(pooled[measured.key], measured.figure, higher_is_better=measured.higher_is_better)
    chosen = next((each for each in MEASURES if each.key == by), MEASURES[0])
    comparison = found[chosen.key]
    vendors = {each.vendor_id: each.vendor for each in engagements}
    rows = _rows(engagements, found, comparison, chosen)
    order = [row.vendor.pk for row in rows if row.ranked.adjusted is not None]
    return {
        "chosen": chosen,
        "measures": MEASURES,
        "views": [{"label": each.label, "url": f"?by={each.key}", "current": each is chosen} for each in MEASURES],
        "rows": rows,
        "compared": [row for row in rows if row.ranked.adjusted is not None],
        "comparison": comparison,
        "in_common": None if comparison.in_common is None else float(comparison.in_common) * 100,
        "mix": [
            _mix_row(weight, [pooled[chosen.key][key][weight.kind] for key in order], chosen)
            for weight in (comparison.mix if order else ())
        ],
        "left_out": [
            LeftOutRow(kind_text(each.kind), each.n, ", ".join(str(vendors[key]) for key in each.short))
            for each in comparison.left_out
        ],
        "enough": ENOUGH,
        "enough_of_a_kind": ENOUGH_OF_A_KIND,
    }


def kind_text(kind: Kind) -> str:
    """A kind of work in words: "P1 · Hardware"."""
    priority, item_type = kind
    return f"{priority or _('no priority')} · {item_type or _('no type')}"


def _pooled(tallies: Mapping[int, Mapping[Kind, Tally]], vendor_of: Mapping[int, int]) -> dict[int, dict[Kind, Tally]]:
    """By vendor: the engagements of one add up."""
    found: dict[int, dict[Kind, Tally]] = defaultdict(dict)
    for engagement, kinds in tallies.items():
        own = found[vendor_of[engagement]]
        for kind, tally in kinds.items():
            own[kind] = own.get(kind, Tally()).plus(tally)
    return found


def _rows(
    engagements: list[Engagement], found: Mapping[str, Comparison], comparison: Comparison, chosen: Measured
) -> list[Row]:
    of_vendor: dict[int, list[Engagement]] = {}
    for each in engagements:
        of_vendor.setdefault(each.vendor_id, []).append(each)
    standings = {key: {s.key: s for s in each.standings} for key, each in found.items()}
    ranked = [standing.key for standing in comparison.standings]
    order = [*ranked, *(key for key in of_vendor if key not in ranked)]
    rows = []
    for place, key in enumerate(order):
        cells = [_cell(m, standings[m.key].get(key, Standing(key, Tally()))) for m in MEASURES]
        own = next(cell for cell in cells if cell.measured is chosen)
        after = comparison.compared[place + 1] if place + 1 < len(comparison.compared) else None
        tied = after is not None and is_noise(own.standing, after)
        rows.append(Row(of_vendor[key][0].vendor, of_vendor[key], cells, own, tied))
    return [row for row in rows if any(cell.raw is not None for cell in row.cells)]


def _cell(measured: Measured, standing: Standing) -> Cell:
    return Cell(measured, standing, _shown(standing.adjusted, measured), _shown(standing.raw.value, measured))


def _mix_row(weight: Weight, tallies: list[Tally], measured: Measured) -> MixRow:
    cells = [(tally.n, _shown(tally.value, measured)) for tally in tallies]
    return MixRow(kind_text(weight.kind), weight.n, float(weight.part) * 100, cells)


def _shown(value: Any, measured: Measured) -> float | None:
    """Shares in percent, means in hours."""
    return None if value is None else float(value * 100 if measured.figure == Figure.SHARE else value)

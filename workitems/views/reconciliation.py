"""Our clock beside the source's own flag."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.forms.filters import ItemFilterForm
from workitems.models.clocks import ClockOutcome
from workitems.queries.filters import FilterError, ItemFilter
from workitems.queries.reconciliation import Cell, Reconciliation, reconciliation
from workitems.views.filter_words import WHY

FIELDS: Final = ("engagement", "priority", "closed_from", "closed_to")
OURS: Final[dict[str, Any]] = {**dict(ClockOutcome.choices), "none": _("no clock")}
QUADRANTS: Final[tuple[tuple[str, str, Any, Any], ...]] = (
    ("met", "yes", _("Both say met"), "ok"),
    ("missed", "yes", _("Only the source says met"), "warn"),
    ("met", "no", _("Only we say met"), "warn"),
    ("missed", "no", _("Both say missed"), "bad"),
)


class ReconciliationForm(ItemFilterForm):
    """Engagement, priority and when the source closed the items."""

    first: tuple[str, ...] = FIELDS

    def __init__(self, wanted: ItemFilter, *, zone: str) -> None:
        super().__init__(wanted, zone=zone)
        for name in [name for name in self.fields if name not in FIELDS]:
            del self.fields[name]

    def __iter__(self) -> Any:
        return iter(self.basic)


@needs(Permission.VIEW)
def reconciliation_page(request: TenantRequest) -> HttpResponse:
    """How often the two agree, and why not; every number leads to its items."""
    zone = request.organization.time_zone
    problems: dict[str, str] = {}
    try:
        wanted = _only(ItemFilter.from_query(request.GET, zone=zone))
    except FilterError as error:
        wanted, problems = ItemFilter(), error.problems
    found = reconciliation(wanted)
    context = {
        "form": ReconciliationForm(wanted, zone=zone),
        "problems": problems,
        "found": found,
        "quadrants": [_quadrant(found, *each) for each in QUADRANTS],
        "rows": [(OURS[ours], cells, total) for ours, cells, total in found.rows()],
        "source_met": found.count(source=["yes"]),
        "source_told": found.count(source=["yes", "no"]),
        "ours_met": found.count(ours=["met"]),
        "ours_decided": found.count(ours=["met", "missed"]),
        "is_filtered": not wanted.is_empty,
    }
    return render(request, "workitems/reconciliation.html", context)


def _only(wanted: ItemFilter) -> ItemFilter:
    """The part of a filter that this page has fields for."""
    return ItemFilter(unassigned=wanted.unassigned, **{name: getattr(wanted, name) for name in FIELDS})


def _quadrant(found: Reconciliation, ours: str, source: str, label: Any, status: str) -> dict[str, Any]:
    reasons = [(WHY[cell.why], cell) for cell in found.reasons.get((ours, source), [])]
    cell: Cell = found.cells[ours, source]
    return {"label": label, "status": status, "cell": cell, "reasons": reasons}

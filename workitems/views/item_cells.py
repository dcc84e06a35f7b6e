"""A work item as a row of a file."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from foundation.inbox.export import Cell
from workitems.models import SlaClock, WorkItem

COLUMNS: Final = (
    ("external_id", _("Number")),
    ("title", _("Title")),
    ("engagement", _("Engagement")),
    ("vendor", _("Vendor")),
    ("type", _("Type")),
    ("priority", _("Priority")),
    ("queue", _("Group or queue")),
    ("state", _("State")),
    ("status", _("Status")),
    ("opened_at", _("Opened")),
    ("first_response_at", _("First response")),
    ("resolved_at", _("Resolved")),
    ("closed_at", _("Closed")),
    ("response", _("Response clock")),
    ("response_due_at", _("Response due")),
    ("resolution", _("Resolution clock")),
    ("resolution_due_at", _("Resolution due")),
    ("resolution_outcome_at", _("Resolution decided")),
    ("source_met", _("Met according to the source")),
    ("reopen_count", _("Reopened (times)")),
    ("exclusion", _("Exclusion")),
    ("checked", _("Checked")),
    ("defective", _("Defective")),
    ("csat_score", _("Satisfaction")),
    ("source", _("Source")),
    ("url", _("Link")),
)


def cells(item: WorkItem) -> list[Cell]:
    """The cells of an item in the order of ``COLUMNS``; instants in UTC."""
    clocks = {clock.kind: clock for clock in item.clocks.all()}
    response, resolution = clocks.get("response"), clocks.get("resolution")
    return [
        item.external_id,
        item.title,
        item.engagement.name if item.engagement else "",
        item.vendor.name if item.vendor else "",
        item.item_type,
        item.priority,
        item.queue,
        item.state,
        item.status_class,
        item.opened_at,
        item.first_response_at,
        item.resolved_at,
        item.closed_at,
        response.outcome if response else "",
        response.due_at if response else None,
        resolution.outcome if resolution else "",
        resolution.due_at if resolution else None,
        _decided_at(resolution),
        item.source_met,
        item.reopen_count,
        _exclusion(item),
        item.checked,
        item.defective,
        item.csat_score,
        item.source,
        item.url,
    ]


def _decided_at(clock: SlaClock | None) -> Cell:
    return clock.outcome_at if clock and clock.outcome in ("met", "missed") else None


def _exclusion(item: WorkItem) -> str:
    claims = list(item.exclusions.all())
    if not claims:
        return ""
    return f"{claims[0].reason} ({'approved' if claims[0].approved_at else 'waiting'})"

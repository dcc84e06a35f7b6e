"""The parts of a filter that the bar has no field for, in words, each with the address that takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Process, Segment
from foundation.inbox.models import ImportBatch
from workitems.queries.filters import ItemFilter

LABELS: Final[dict[str, Any]] = {
    "engagement": _("Engagement"),
    "priority": _("Priority"),
    "process": _("Process"),
    "segment": _("Segment"),
    "batch": _("Import"),
    "rated_from": _("Rated from"),
    "rated_to": _("Rated before"),
    "rated_min": _("Rating at least"),
    "open_at": _("In the backlog at"),
    "sla": _("Either clock"),
    "response_from": _("Response decided from"),
    "response_to": _("Response decided before"),
    "resolution_from": _("Resolution decided from"),
    "resolution_to": _("Resolution decided before"),
    "sla_from": _("Clock decided from"),
    "sla_to": _("Clock decided before"),
    "why": _("Source differs because"),
}
WHY: Final[dict[str, Any]] = {
    "reopened": _("it was reopened"),
    "paused": _("we take pauses away"),
    "deadline": _("the source has another due date"),
    "hours": _("we count opening hours alone"),
    "unknown": _("the data does not tell"),
}
_NAMED: Final[dict[str, Any]] = {"engagement": Engagement, "process": Process, "segment": Segment, "batch": ImportBatch}


@dataclass(frozen=True, slots=True)
class Kept:
    """One parameter: how it stands in the address, what it says, and the address without it."""

    name: str
    value: str
    label: str
    text: str
    without: str


def in_words(wanted: ItemFilter, kept: Sequence[tuple[str, str]], *, zone: str) -> list[Kept]:
    """The parameters in words; ids of the organization become names, others stay as they are."""
    return [
        Kept(name, value, str(LABELS.get(name, name)), _text(name, value, wanted, zone), _without(wanted, name, value))
        for name, value in kept
    ]


def _text(name: str, value: str, wanted: ItemFilter, zone: str) -> str:
    if name in _NAMED:
        found = _NAMED[name].objects.filter(pk=value).first()
        return str(found) if found else f"#{value}"
    if name == "why":
        return str(WHY[value])
    held = getattr(wanted, name)
    if isinstance(held, datetime):
        return f"{date_format(held.astimezone(ZoneInfo(zone)), 'D j M Y H:i T')}"
    return value


def _without(wanted: ItemFilter, name: str, value: str) -> str:
    held = getattr(wanted, name)
    left: Any = tuple(each for each in held if str(each) != value) if isinstance(held, tuple) else None
    if isinstance(held, str):
        left = ""
    return wanted.but(**{name: left}).address

"""Segments, the communication plan and the triage rubric."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.actions.entries import add_entry
from engagements.models import CommunicationEntry, Engagement, Segment, TriageRule
from foundation.accounts.models import User

WORDS = ("name", "contact_type", "channel", "complexity", "language", "time_zone", "route")
VOLUMES = ("weekly_volume", "volume_low", "volume_high")
TALK = ("what", "who", "to_whom", "where", "how_often")
TRIAGE = ("name", "item_type", "words", "priority", "example")


def apply_segments(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Make the segments; volumes are items a week."""
    for each in content:
        values = {name: each[name] for name in (*WORDS, *VOLUMES) if each.get(name) not in (None, "")}
        add_entry(row=Segment(engagement=engagement, **values), by=by)


def export_segments(engagement: Engagement) -> list[dict[str, Any]]:
    """The segments by name."""
    rows = Segment.objects.filter(engagement=engagement).order_by("name")
    return [{name: getattr(row, name) for name in (*WORDS, *VOLUMES)} for row in rows]


def apply_communication(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Write the communication plan."""
    for each in content:
        add_entry(row=CommunicationEntry(engagement=engagement, **{name: each[name] for name in TALK}), by=by)


def export_communication(engagement: Engagement) -> list[dict[str, Any]]:
    """The lines of the plan in their order."""
    rows = CommunicationEntry.objects.filter(engagement=engagement).order_by("position", "pk")
    return [{name: getattr(row, name) for name in TALK} for row in rows]


def apply_triage(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Write the rubric; the first rule that fits wins."""
    for each in content:
        values = {name: each[name] for name in TRIAGE if name in each}
        add_entry(row=TriageRule(engagement=engagement, **values), by=by)


def export_triage(engagement: Engagement) -> list[dict[str, Any]]:
    """The rules in their order."""
    rows = TriageRule.objects.filter(engagement=engagement).order_by("position", "pk")
    return [{name: getattr(row, name) for name in TRIAGE} for row in rows]

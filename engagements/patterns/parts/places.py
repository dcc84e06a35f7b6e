"""Approved places for data, and the tools that the work is done in: only those of the engagement itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.actions.places import add_listed
from engagements.models import ApprovedPlace, Engagement, Tool
from foundation.accounts.models import User

PLACE = ("name", "url", "data_classes", "controlled_by")
TOOL = ("name", "purpose", "url", "owner_side")


def apply_places(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Approve the places, as whoever begins the engagement, today."""
    for each in content:
        row = ApprovedPlace(engagement=engagement, **{name: each[name] for name in PLACE if name in each})
        add_listed(row=row, by=by, today=now.date())


def export_places(engagement: Engagement) -> list[dict[str, Any]]:
    """The places not withdrawn."""
    rows = ApprovedPlace.objects.filter(engagement=engagement, withdrawn_on=None).order_by("name", "pk")
    return [{name: getattr(row, name) for name in PLACE} for row in rows]


def apply_tools(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Put the tools on the register."""
    for each in content:
        row = Tool(engagement=engagement, **{name: each[name] for name in TOOL if name in each})
        add_listed(row=row, by=by, today=now.date())


def export_tools(engagement: Engagement) -> list[dict[str, Any]]:
    """The tools not withdrawn."""
    rows = Tool.objects.filter(engagement=engagement, withdrawn_on=None).order_by("name", "pk")
    return [{name: getattr(row, name) for name in TOOL} for row in rows]

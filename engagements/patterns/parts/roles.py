"""Roles, the RACI grid and decision rights, without people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from engagements.actions.raci_outline import lay_out
from engagements.models import Engagement
from engagements.queries.raci import outline
from foundation.accounts.models import User


def apply(engagement: Engagement, content: dict[str, Any], by: User, now: datetime) -> None:
    """Lay the grid out; the owner is known, everybody else is still to be named."""
    lay_out(engagement=engagement, content=content, by=by)


def export(engagement: Engagement) -> dict[str, Any]:
    """Roles, activities and decisions; falsy when there are none."""
    found = outline(engagement, date.min)
    return found if found["roles"] else {}

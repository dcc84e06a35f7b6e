"""How the two sides talk, in a few sentences."""

from __future__ import annotations

from datetime import datetime

from engagements.actions.engagements import change_engagement
from engagements.models import Engagement
from foundation.accounts.models import User


def apply(engagement: Engagement, content: str, by: User, now: datetime) -> None:
    """Write the norms, unless somebody did."""
    if content and not engagement.communication_norms:
        engagement.communication_norms = content
        change_engagement(engagement=engagement, by=by, was={"communication_norms": ""})


def export(engagement: Engagement) -> str:
    """The norms as they are."""
    return str(engagement.communication_norms)

"""The rules that must be in writing, as drafts: where they stand signed is for people to say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.actions.written_rules import write_rule
from engagements.models import Engagement, WrittenRule
from foundation.accounts.models import User


def apply(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Draft the texts; none is in force."""
    for each in content:
        write_rule(engagement=engagement, kind=each["kind"], text=each["text"], by=by)


def export(engagement: Engagement) -> list[dict[str, Any]]:
    """The texts alone."""
    rows = WrittenRule.objects.filter(engagement=engagement).exclude(text="").order_by("kind")
    return [{"kind": row.kind, "text": row.text} for row in rows]

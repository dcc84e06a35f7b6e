"""Exclusions and assumptions, as claims of our side that the partner still has to agree to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.actions.registers import claim
from engagements.models import Assumption, Engagement, ExclusionRule, Side
from engagements.models.registers import Decision
from foundation.accounts.models import User

EXCLUSION = ("kind", "text", "effect", "claim_days")
ASSUMPTION = ("text", "if_wrong")


def apply_exclusions(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Claim each exclusion."""
    for each in content:
        values = {name: each[name] for name in EXCLUSION if name in each}
        claim(row=ExclusionRule(engagement=engagement, claimed_side=Side.CLIENT, **values), by=by, now=now)


def export_exclusions(engagement: Engagement) -> list[dict[str, Any]]:
    """The exclusions not refused and not ended."""
    rows = ExclusionRule.objects.filter(engagement=engagement, ended_on=None).exclude(decision=Decision.REFUSED)
    return [{name: getattr(row, name) for name in EXCLUSION} for row in rows.order_by("pk")]


def apply_assumptions(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Claim each assumption."""
    for each in content:
        values = {name: each[name] for name in ASSUMPTION if name in each}
        claim(row=Assumption(engagement=engagement, claimed_side=Side.CLIENT, **values), by=by, now=now)


def export_assumptions(engagement: Engagement) -> list[dict[str, Any]]:
    """The assumptions not refused and not ended."""
    rows = Assumption.objects.filter(engagement=engagement, ended_on=None).exclude(decision=Decision.REFUSED)
    return [{name: getattr(row, name) for name in ASSUMPTION} for row in rows.order_by("pk")]

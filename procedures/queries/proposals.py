"""Reads about proposals."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from engagements.models import Engagement
from procedures.models import Decision, Guide, Proposal


def open_proposals(engagement: Engagement, guides: Sequence[Guide]) -> list[Proposal]:
    """What waits for a decision: changes to the guides, and guides that were brought for the engagement."""
    rows = _with_names().filter(Q(guide__in=guides) | Q(engagement=engagement), decision=Decision.OPEN)
    return list(rows.order_by("proposed_at", "pk"))


def proposals_of(guide: Guide) -> list[Proposal]:
    """Every proposal about a guide: those that wait first, then the newest."""
    return sorted(
        _with_names().filter(guide=guide).order_by("-proposed_at", "-pk"), key=lambda each: each.decision != ""
    )


def _with_names() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("guide", "engagement", "decided_by")

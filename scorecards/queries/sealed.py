"""Which weeks are closed to other agreements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from scorecards.models import Scorecard
from scorecards.models.cards import CardState


def sealed_until(engagement_ids: Collection[int]) -> datetime | None:
    """Fills ``engagements.sealed_until``: the end of the newest week that is to be reviewed or issued."""
    closed = Scorecard.objects.filter(engagement_id__in=engagement_ids, state__in=(CardState.FROZEN, CardState.ISSUED))
    found: datetime | None = closed.aggregate(end=Max("period_end"))["end"]
    return found

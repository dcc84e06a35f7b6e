"""A week's scorecard as a document, sealed or not yet: the same form for pages, PDF, mail and API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from scorecards.models import Scorecard
from scorecards.models.cards import Audience
from scorecards.queries.snapshots import build_snapshot, snapshot_of
from scorecards.queries.verdicts import verdict


class Neighbours(NamedTuple):
    """The weeks beside one that have a scorecard: their period keys, None at an end."""

    before: str | None
    after: str | None


def document_of(card: Scorecard, *, now: datetime, audience: Audience = Audience.CLIENT) -> dict[str, Any]:
    """What a card shows: the sealed snapshot when it is issued, else the same document from its lines as they stand.

    The draft has ``issued_at`` None; nothing in it is promised.
    """
    if card.is_sealed:
        data: dict[str, Any] = snapshot_of(card, audience).data
        return data
    lines = list(card.lines.select_related("metric", "version", "target"))
    shown = [line for line in lines if audience == Audience.CLIENT or not line.is_internal]
    return build_snapshot(card, shown, verdict(shown), audience=audience, by=None, now=now, is_issued=False)


def newest_card(engagement_id: int, period_key: str) -> Scorecard | None:
    """The newest revision of a week, with all that a document needs."""
    found: Scorecard | None = (
        _with_all().filter(engagement=engagement_id, period_key=period_key).order_by("-revision").first()
    )
    return found


def revisions(card: Scorecard) -> Sequence[Scorecard]:
    """Every revision of a card's week, newest first."""
    same = Scorecard.objects.filter(
        engagement=card.engagement_id, period_kind=card.period_kind, period_key=card.period_key
    )
    return list(same.select_related("issued_by").order_by("-revision"))


def neighbours(card: Scorecard) -> Neighbours:
    """The weeks before and after that have a scorecard, for the keys [ and ]."""
    cards = Scorecard.objects.filter(engagement=card.engagement_id, period_kind=card.period_kind)
    before = cards.filter(period_start__lt=card.period_start).order_by("-period_start")
    after = cards.filter(period_start__gt=card.period_start).order_by("period_start")
    return Neighbours(
        before.values_list("period_key", flat=True).first(), after.values_list("period_key", flat=True).first()
    )


def _with_all() -> Any:
    return Scorecard.objects.select_related(
        "organization", "engagement__vendor", "engagement__process", "engagement__client", "engagement__owner"
    )

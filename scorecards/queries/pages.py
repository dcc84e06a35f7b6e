"""What the pages of this room ask: cards with names, the document of a card, the weeks around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from engagements.models import Engagement
from scorecards.models import MetricValue, Scorecard, ScorecardSnapshot
from scorecards.models.cards import Audience, CardState
from scorecards.queries.accountability import accountability
from scorecards.queries.snapshots import build_snapshot
from scorecards.queries.verdicts import verdict
from workitems.models import WorkItem

LONGEST: Final = 200
"""Scorecards a list shows at most; a filter narrows it."""


@dataclass(frozen=True, slots=True)
class CardFilter:
    """Which scorecards: newest revisions of weeks. ``state`` is one of ``CardState``; empty values keep everything."""

    week: str = ""
    state: str = ""
    vendor_id: int | None = None
    client_id: int | None = None
    engagement_id: int | None = None


def with_names() -> QuerySet[Scorecard]:
    """Cards with what a page shows beside them, in as many queries for one as for many.

    Every table of a query brings its wall to the planner, people theirs and the memberships' too: so few are joined.
    """
    return Scorecard.objects.select_related("engagement__vendor").prefetch_related(
        "organization", "engagement__process", "engagement__client", "issued_by", "excused_by"
    )


def newest() -> QuerySet[Scorecard]:
    """The newest revision of each week, with its engagement."""
    later = Scorecard.objects.filter(
        engagement=OuterRef("engagement"),
        period_kind=OuterRef("period_kind"),
        period_key=OuterRef("period_key"),
        revision__gt=OuterRef("revision"),
    )
    return Scorecard.objects.select_related("engagement").filter(~Exists(later), period_kind="week")


def find_cards(wanted: CardFilter) -> list[Scorecard]:
    """The cards of a filter, the newest week first, by engagement; at most ``LONGEST``."""
    conditions = {
        "period_key": wanted.week,
        "state": wanted.state,
        "engagement__vendor_id": wanted.vendor_id,
        "engagement__client_id": wanted.client_id,
        "engagement_id": wanted.engagement_id,
    }
    found = newest().filter(**{name: value for name, value in conditions.items() if value})
    found = found.select_related("engagement__vendor").prefetch_related("organization", "engagement__client")
    return list(found.order_by("-period_start", "engagement__name", "pk")[:LONGEST])


def document_of(card: Scorecard, *, now: datetime) -> dict[str, Any]:
    """The document of a card for the client: the sealed one once issued, else as it would be sealed ``now``."""
    if card.state == CardState.ISSUED:
        sealed: ScorecardSnapshot = card.snapshots.get(audience=Audience.CLIENT)
        data: dict[str, Any] = sealed.data
        return data
    lines = list(card.lines.select_related("metric", "version", "target"))
    return build_snapshot(
        card,
        lines,
        verdict(lines),
        audience=Audience.CLIENT,
        by=None,
        now=now,
        is_issued=False,
        accountability=accountability(card),
    )


def latest_card(engagement_id: int) -> Scorecard | None:
    """The newest card of an engagement."""
    cards = Scorecard.objects.filter(engagement_id=engagement_id, period_kind="week")
    return cards.order_by("-period_start", "-revision").first()


def neighbours(card: Scorecard) -> tuple[Scorecard | None, Scorecard | None]:
    """The newest revisions of the weeks before and after, where there are cards."""
    others = Scorecard.objects.filter(engagement=card.engagement_id, period_kind=card.period_kind)
    before = others.filter(period_start__lt=card.period_start).order_by("-period_start", "-revision").first()
    after = others.filter(period_start__gt=card.period_start).order_by("period_start", "-revision").first()
    return before, after


def revisions(card: Scorecard) -> list[Scorecard]:
    """All revisions of a card's week, the newest first."""
    same = Scorecard.objects.filter(
        engagement=card.engagement_id, period_kind=card.period_kind, period_key=card.period_key
    )
    return list(same.prefetch_related("issued_by").order_by("-revision"))


def cards_by_key(engagement_id: int, period_keys: list[str]) -> dict[str, int]:
    """The newest card of each week of an engagement, by the week's key."""
    rows = Scorecard.objects.filter(engagement_id=engagement_id, period_kind="week", period_key__in=period_keys)
    return dict(rows.order_by("revision").values_list("period_key", "pk"))


IN_USE = Q(segment=None) | Exists(WorkItem.objects.filter(segment=OuterRef("segment")))
"""Values of a whole, and of the segments that work was ever put into: those that no source tells apart say nothing."""


def values_of(engagement_id: int, metric_id: int, period_key: str) -> list[MetricValue]:
    """A metric's stored figures in one period: the engagement's, then those of its parts by name."""
    rows = MetricValue.objects.filter(engagement_id=engagement_id, metric_id=metric_id, period_key=period_key)
    found = rows.filter(IN_USE).select_related("segment", "metric", "version")
    return list(found.order_by(F("segment__name").asc(nulls_first=True), "pk"))


def engagements_with_cards() -> QuerySet[Engagement]:
    """Engagements that have ever been measured, for a filter."""
    return Engagement.objects.filter(Exists(Scorecard.objects.filter(engagement=OuterRef("pk")))).order_by("name")

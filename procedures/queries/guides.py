"""Reads about guides and their versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from engagements.models import Engagement, Metric
from procedures.content import Content, content_from
from procedures.models import Guide, GuideKind, GuideVersion

MOST = 300
# Not read for lists: the words of a version may be long.
WORDS = ("content", "text")


@dataclass(frozen=True, slots=True)
class GuideFilter:
    """Which guides: by ``kind`` (a value of ``GuideKind``), words, process; ``is_due`` leaves those to be reviewed."""

    kind: str = ""
    text: str = ""
    process_id: int | None = None
    is_due: bool = False
    is_archived: bool = False


def with_places() -> QuerySet[Guide]:
    """Guides with what every page shows beside their title."""
    return Guide.objects.select_related("engagement", "process", "owner")


def guides_of(engagement: Engagement) -> list[Guide]:
    """What an engagement works by: its own guides and those of its process, SOPs first."""
    theirs = Q(engagement=engagement) | Q(process=engagement.process_id)
    order = [GuideKind.SOP, GuideKind.CHECKLIST, GuideKind.ARTICLE]
    found = with_places().filter(theirs, archived_at=None).order_by("title", "pk")
    return sorted(found, key=lambda guide: order.index(GuideKind(guide.kind)))


def find_guides(wanted: GuideFilter, *, today: date) -> list[Guide]:
    """The guides of a filter by title; every word of ``text`` must stand in the title or in the newest version."""
    found = with_places().filter(archived_at__isnull=not wanted.is_archived)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.process_id is not None:
        found = found.filter(Q(process=wanted.process_id) | Q(engagement__process=wanted.process_id))
    if wanted.is_due:
        found = found.filter(review_date__lte=today)
    for word in wanted.text.split():
        newest = GuideVersion.objects.filter(guide=OuterRef("guide")).order_by("-number").values("pk")[:1]
        said = GuideVersion.objects.filter(guide=OuterRef("pk"), pk=Subquery(newest), text__icontains=word)
        found = found.filter(Q(title__icontains=word) | Exists(said))
    return list(found.order_by("title", "pk")[:MOST])


def newest_versions(guide_ids: Iterable[int]) -> dict[int, GuideVersion]:
    """The version published last, by guide, without its words; a guide that was never published is left out."""
    return _last_each(GuideVersion.objects.filter(guide_id__in=guide_ids))


def versions_in_force(guide_ids: Iterable[int], today: date) -> dict[int, GuideVersion]:
    """The version in force on a day, by guide, without its words."""
    return _last_each(GuideVersion.objects.filter(guide_id__in=guide_ids, effective_from__lte=today))


def sop_versions(engagement: Engagement) -> QuerySet[GuideVersion]:
    """The versions of the SOPs that an engagement works by, the newest of each first."""
    theirs = Q(guide__engagement=engagement) | Q(guide__process=engagement.process_id)
    rows = GuideVersion.objects.filter(theirs, guide__kind=GuideKind.SOP, guide__archived_at=None)
    return rows.select_related("guide").defer(*WORDS).order_by("guide__title", "guide_id", "-number")


def versions_of(guide: Guide) -> list[GuideVersion]:
    """All versions of a guide, the newest first, without their words."""
    return list(guide.versions.select_related("published_by").defer(*WORDS).order_by("-number"))


def newest_with_words(guide: Guide) -> GuideVersion | None:
    """The version published last, with its words."""
    found: GuideVersion | None = guide.versions.order_by("-number").first()
    return found


def content_of(version: GuideVersion | None) -> Content:
    """What a version says; nothing says nothing."""
    return Content() if version is None else content_from(version.content)


def draft_of(guide: Guide) -> Content:
    """What an editor begins with: the draft, else the newest version, else an empty page."""
    return content_of(newest_with_words(guide)) if guide.draft is None else content_from(guide.draft)


def metrics_of(guide: Guide) -> list[Metric]:
    """The metrics that a guide is judged by."""
    ids = guide.yardsticks.values("metric_id")
    return list(Metric.objects.filter(pk__in=ids).order_by("name"))


def _last_each(versions: QuerySet[GuideVersion]) -> dict[int, GuideVersion]:
    rows = versions.order_by("guide_id", "-number").distinct("guide_id").defer(*WORDS)
    return {row.guide_id: row for row in rows}

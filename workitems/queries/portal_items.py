"""A vendor's own items, as its portal may see them: no money, no quality samples, no source's raw row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import QueryDict

from engagements.models import AboutKind, SharedFile, Thread
from workitems.intake.drafts import Answer, stored_answers
from workitems.models import IntakeRequest, ItemReport, RequestPoint, SlaClock, WorkItem
from workitems.models.requests import PointKind
from workitems.queries.filters import ItemFilter
from workitems.queries.item_lists import PAGE, Cursor, ItemPage, beyond

# The columns that the database lets the portal read; a test compares them with the grant.
COLUMNS: Final = (
    "organization", "source", "external_id", "url", "title", "description", "item_type", "priority", "queue", "state",
    "status_class", "engagement", "vendor", "opened_at", "first_response_at", "resolved_at", "closed_at", "due_at",
    "reopen_count", "updated_at",
)  # fmt: skip
REQUEST: Final = (
    "organization", "item", "number", "problem", "outcome", "known", "steps", "verification", "answers",
    "committed_on", "first_committed_on", "submitted_at",
)  # fmt: skip
CLOCK: Final = ("organization", "item", "kind", "outcome", "outcome_at", "due_at", "stopped_at", "warned_percent")
FILTERS: Final = ("q", "engagement", "status", "priority", "type", "response", "resolution", "opened_from", "opened_to")
MOST_EXPORTED: Final = 20_000


def portal_filter(query: QueryDict, *, zone: str) -> ItemFilter:
    """The part of an address that the portal may filter by; the rest is left out, as it would ask about hidden columns.

    Raises:
        FilterError: naming each parameter that cannot be read.
    """
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        kept.setlist(name, query.getlist(name))
    return ItemFilter.from_query(kept, zone=zone)


def own_items() -> QuerySet[WorkItem]:
    """The items with what the portal shows, their engagement and clocks; as many queries for one as for many."""
    clocks = SlaClock.objects.only(*CLOCK)
    columns = (*COLUMNS, "engagement__organization", "engagement__name")
    found = WorkItem.objects.filter(engagement__isnull=False).select_related("engagement").only(*columns)
    return found.prefetch_related(Prefetch("clocks", clocks))


def own_page(wanted: ItemFilter, cursor: Cursor | None = None, size: int = PAGE) -> ItemPage:
    """The page that begins after the cursor, or the newest one."""
    items = beyond(wanted.apply(own_items()), cursor)
    if cursor is not None and not cursor.is_older:
        found = list(items.order_by("opened_at", "pk")[: size + 1])
        has_more, found = len(found) > size, found[:size][::-1]
        return ItemPage(found, _at(found, 0, is_older=False) if has_more else None, _at(found, -1, is_older=True))
    found = list(items.order_by("-opened_at", "-pk")[: size + 1])
    has_more, found = len(found) > size, found[:size]
    newer = _at(found, 0, is_older=False) if cursor else None
    return ItemPage(found, newer, _at(found, -1, is_older=True) if has_more else None)


def own_exported(wanted: ItemFilter, most: int = MOST_EXPORTED) -> Iterator[WorkItem]:
    """The items of a filter, newest first."""
    yield from wanted.apply(own_items()).order_by("-opened_at", "-pk")[:most]


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item's page in the portal: its request with points (None for one of a ticket system), what was told, files."""

    item: WorkItem
    request: IntakeRequest | None
    answers: list[Answer]
    points: list[tuple[str, RequestPoint, ItemReport | None]]
    reports: list[ItemReport]
    files: list[SharedFile]
    threads: list[Thread]

    @property
    def promised(self) -> ItemReport | None:
        """The newest promise that was told, for an item that has no request of its own."""
        return next((report for report in self.reports if report.day is not None), None)


def own_item(item: WorkItem) -> OwnItem:
    """Everything that the portal tells of an item."""
    request = IntakeRequest.objects.only(*REQUEST).filter(item=item).first()
    reports = reports_of(item)
    waiting = {report.point_id: report for report in reversed(reports) if report.taken_at is None and report.point_id}
    points = [
        (str(PointKind(point.kind).label), point, waiting.get(point.pk))
        for point in (RequestPoint.objects.filter(request=request).order_by("pk") if request else [])
    ]
    return OwnItem(
        item,
        request,
        stored_answers(request.answers) if request else [],
        points,
        reports,
        files_about(item),
        list(Thread.objects.filter(about_kind=AboutKind.ITEM, about_key=str(item.pk)).order_by("-pk")),
    )


def files_about(item: WorkItem) -> list[SharedFile]:
    """What either side uploaded for an item, without the bytes."""
    files = SharedFile.objects.filter(about_kind=AboutKind.ITEM, about_key=str(item.pk), engagement=item.engagement_id)
    return list(files.defer("content").order_by("pk"))


def due_soon(until: datetime) -> list[WorkItem]:
    """Open items whose resolution clock runs out before an instant, the first deadline first."""
    running = SlaClock.objects.filter(item=OuterRef("pk"), kind="resolution", outcome="running", due_at__lt=until)
    found = own_items().filter(Exists(running)).annotate(clock_due=Subquery(running.values("due_at")[:1]))
    return list(found.order_by("clock_due", "pk")[:20])


def organizations_with_reports() -> list[int]:
    """Organizations, of those in scope, in which something was told that nobody has taken over."""
    new = ItemReport.objects.filter(taken_at=None)
    return list(new.values_list("organization_id", flat=True).distinct().order_by("organization_id"))


def reports_of(item: WorkItem) -> list[ItemReport]:
    """What the vendor told of an item, the newest first."""
    return list(ItemReport.objects.filter(item=item).order_by("-pk")[:100])


def _at(items: list[WorkItem], place: int, *, is_older: bool) -> Cursor | None:
    return Cursor(items[place].opened_at, items[place].pk, is_older) if items else None

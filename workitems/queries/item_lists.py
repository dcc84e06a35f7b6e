"""Pages of the work-item list, by keyset: no offsets, no counting of everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from workitems.models import Exclusion, SlaClock, WorkItem
from workitems.queries.filters import ItemFilter

PAGE: Final = 50
MOST_COUNTED: Final = 10_000
MOST_EXPORTED: Final = 50_000
_EXPORT_CHUNK: Final = 2_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list: the item at it, and which way to go from there."""

    opened_at: datetime
    pk: int
    is_older: bool = True

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """From ``older.<microseconds>.<id>`` or ``newer.…``; None when it is neither."""
        way, _, place = text.partition(".")
        micros, _, pk = place.partition(".")
        if way not in ("older", "newer") or not (micros.lstrip("-").isdecimal() and pk.isdecimal()):
            return None
        try:
            return cls(_EPOCH + timedelta(microseconds=int(micros)), min(int(pk), 2**63 - 1), way == "older")
        except (OverflowError, ValueError):
            return None

    @property
    def text(self) -> str:
        """As an address holds it."""
        micros = (self.opened_at - _EPOCH) // timedelta(microseconds=1)
        return f"{'older' if self.is_older else 'newer'}.{micros}.{self.pk}"


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page, newest item first, and where its neighbours begin."""

    items: list[WorkItem]
    newer: Cursor | None
    older: Cursor | None


def shown_items() -> QuerySet[WorkItem]:
    """Work items with what a row shows, in as many queries for one as for many."""
    clocks = SlaClock.objects.only(
        "organization_id", "item_id", "kind", "outcome", "outcome_at", "due_at", "stopped_at", "warned_percent"
    )
    waiting_or_approved = Exclusion.objects.filter(rejected_at=None)
    return (
        WorkItem.objects.defer("description", "raw", "group_seconds")
        .select_related("engagement", "vendor")
        .prefetch_related(Prefetch("clocks", clocks), Prefetch("exclusions", waiting_or_approved))
    )


def item_page(wanted: ItemFilter, cursor: Cursor | None = None, size: int = PAGE) -> ItemPage:
    """The page that begins after the cursor, or the newest one."""
    items = wanted.apply(shown_items())
    if cursor is None or cursor.is_older:
        found = list(_ordered(beyond(items, cursor))[: size + 1])
        has_more, found = len(found) > size, found[:size]
        newer = _at(found, 0, is_older=False) if cursor else None
        return ItemPage(found, newer, _at(found, -1, is_older=True) if has_more else None)
    found = list(beyond(items, cursor).order_by("opened_at", "pk")[: size + 1])
    has_more, found = len(found) > size, found[:size][::-1]
    return ItemPage(found, _at(found, 0, is_older=False) if has_more else None, _at(found, -1, is_older=True))


def count_up_to(wanted: ItemFilter, most: int = MOST_COUNTED) -> int:
    """How many items a filter keeps; ``most`` + 1 when there are more than that."""
    return wanted.apply(WorkItem.objects.order_by()).values("pk")[: most + 1].count()


def exported_items(wanted: ItemFilter, most: int = MOST_EXPORTED) -> Iterator[WorkItem]:
    """The items of a filter, newest first, read in pieces; at most ``most``."""
    cursor: Cursor | None = None
    left = most
    while left > 0:
        page = item_page(wanted, cursor, min(_EXPORT_CHUNK, left))
        yield from page.items
        left -= len(page.items)
        if page.older is None:
            return
        cursor = page.older


def _ordered(items: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    return items.order_by("-opened_at", "-pk")


def beyond(items: QuerySet[WorkItem], cursor: Cursor | None) -> QuerySet[WorkItem]:
    """The items that lie past a cursor, in its direction; all of them without one."""
    if cursor is None:
        return items
    if cursor.is_older:
        after = Q(opened_at__lt=cursor.opened_at) | Q(opened_at=cursor.opened_at, pk__lt=cursor.pk)
        return items.filter(after, opened_at__lte=cursor.opened_at)
    before = Q(opened_at__gt=cursor.opened_at) | Q(opened_at=cursor.opened_at, pk__gt=cursor.pk)
    return items.filter(before, opened_at__gte=cursor.opened_at)


def _at(items: list[WorkItem], place: int, *, is_older: bool) -> Cursor | None:
    return Cursor(items[place].opened_at, items[place].pk, is_older) if items else None

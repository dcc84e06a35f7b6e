"""Items and their events as the clocks need them, read by the thousand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from foundation.accounts.tenancy import context
from workitems.models import WorkItem
from workitems.replaying import ItemFacts, ToldEvent

_ITEMS = """
SELECT i.id, i.organization_id, i.engagement_id, i.opened_at, i.priority, i.first_response_at,
       COALESCE(i.first_resolved_at, i.resolved_at), i.closed_at, i.status_class = 'cancelled',
       b.id IS NULL OR COALESCE(b.rules -> 'columns' ?| %(response)s, false)
           OR COALESCE(b.rules -> 'defaults' ?| %(response)s, false),
       i.created_at
FROM workitems_workitem i
LEFT JOIN inbox_importbatch b ON b.organization_id = i.organization_id AND b.id = i.batch_id
WHERE i.organization_id = ANY (%(organizations)s::bigint[]) AND i.id = ANY (%(items)s::bigint[])
    AND i.engagement_id IS NOT NULL
ORDER BY i.id
"""
_EVENTS = """
SELECT item_id, occurred_at, kind, reason, detail
FROM workitems_workitemevent
WHERE organization_id = ANY (%(organizations)s::bigint[]) AND item_id = ANY (%(items)s::bigint[])
    AND retracted_at IS NULL AND kind NOT IN ('assign', 'respond')
ORDER BY item_id, sequence
"""
_RESPONSE_FIELDS = ["first_response_at", "first_response_minutes"]


def item_facts(item_ids: Sequence[int]) -> list[ItemFacts]:
    """The items that belong to an engagement, in order of id.

    A source tells first responses when the mapping of the item's import reads them; an item that came without an
    import (through the API) is taken at its word.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, {**_where(item_ids), "response": _RESPONSE_FIELDS})
        return [ItemFacts(*row) for row in cursor.fetchall()]


def told_events(item_ids: Sequence[int]) -> dict[int, list[ToldEvent]]:
    """By item, the events that still hold and matter to clocks, in the order the source told them."""
    found: dict[int, list[ToldEvent]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, _where(item_ids))
        for item_id, at, kind, reason, detail in cursor.fetchall():
            found.setdefault(item_id, []).append(ToldEvent(at, kind, reason, detail))
    return found


def items_opened(
    engagement_ids: Sequence[int], *, opened_from: datetime | None = None, opened_before: datetime | None = None
) -> list[int]:
    """Ids of the engagements' items opened in [opened_from, opened_before), in order; None is without a limit."""
    items = WorkItem.objects.filter(engagement_id__in=list(engagement_ids))
    if opened_from is not None:
        items = items.filter(opened_at__gte=opened_from)
    if opened_before is not None:
        items = items.filter(opened_at__lt=opened_before)
    return list(items.order_by("pk").values_list("pk", flat=True))


def _where(item_ids: Sequence[int]) -> dict[str, list[int]]:
    return {"organizations": list(context.current().organization_ids), "items": list(item_ids)}

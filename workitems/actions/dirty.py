"""Marking the weeks whose figures have to be measured again, in the transaction that changed their facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from foundation.accounts.tenancy import context

# A mark always moves, so that a measuring that began before it does not take it away.
_MARK = """
INSERT INTO workitems_dirtyweek (organization_id, engagement_id, week_start, marked_at)
SELECT DISTINCT x.organization_id, x.engagement_id, week.starts::date, %(now)s::timestamptz
FROM ({spans}) x
JOIN accounts_organization o ON o.id = x.organization_id
CROSS JOIN LATERAL generate_series(
    date_trunc('week', x.since AT TIME ZONE o.time_zone),
    date_trunc('week', GREATEST(x.until, x.since) AT TIME ZONE o.time_zone),
    interval '1 week'
) AS week (starts)
WHERE x.engagement_id IS NOT NULL AND x.since IS NOT NULL
ORDER BY 1, 2, 3
ON CONFLICT (organization_id, engagement_id, week_start) DO UPDATE
    SET marked_at = GREATEST(EXCLUDED.marked_at, workitems_dirtyweek.marked_at + interval '1 microsecond')
"""
_GIVEN = """
SELECT *
FROM unnest(%(organizations)s::bigint[], %(engagements)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
    AS given (organization_id, engagement_id, since, until)
"""
# In the backlog from the opening to the completion, and for seven days more somebody may come back about it (first
# contact resolution); then counted at single instants.
_OF_ITEMS = """
SELECT i.organization_id, i.engagement_id, instants.since, instants.until
FROM workitems_workitem i
CROSS JOIN LATERAL (VALUES
    (i.opened_at, COALESCE(i.completed_at, %(now)s::timestamptz) + interval '7 days'),
    (i.closed_at, i.closed_at), (i.due_at, i.due_at), (i.csat_at, i.csat_at)
) AS instants (since, until)
WHERE i.organization_id = ANY (%(organizations)s::bigint[]) AND i.id = ANY (%(items)s::bigint[])
UNION ALL
SELECT c.organization_id, c.engagement_id, c.outcome_at, c.outcome_at
FROM workitems_slaclock c
WHERE c.organization_id = ANY (%(organizations)s::bigint[]) AND c.item_id = ANY (%(items)s::bigint[])
"""

Instant = tuple[int, datetime]
Span = tuple[int, datetime, datetime]


@transaction.atomic
def mark_dirty(*, instants: Iterable[Instant] = (), spans: Iterable[Span] = (), now: datetime) -> int:
    """Mark the weeks (of the organization's zone) that hold an instant or touch a span; returns how many.

    Both name the engagement's id first. A span is [since, until], both weeks included: an item is in the backlog of
    every week from its opening to its completion, or to ``now``, and can come back for seven days more.
    """
    organization = context.organization_id()
    given = [(organization, engagement, at, at) for engagement, at in instants]
    return mark_given(given + [(organization, *span) for span in spans], now=now)


@transaction.atomic
def mark_items_dirty(*, item_ids: Sequence[int], now: datetime) -> int:
    """Mark every week in whose figures these items stand, as they stand in the database; returns how many weeks.

    Call it before and after a change of items, so that the weeks they leave are measured again too.
    """
    if not item_ids:
        return 0
    return mark(_OF_ITEMS, now=now, organizations=list(context.current().organization_ids), items=list(item_ids))


def mark_given(spans: Sequence[tuple[int, int, datetime, datetime]], *, now: datetime) -> int:
    """Mark the weeks of (organization, engagement, since, until), of any organization in scope."""
    if not spans:
        return 0
    organizations, engagements, since, until = (list(column) for column in zip(*spans, strict=True))
    return mark(_GIVEN, now=now, organizations=organizations, engagements=engagements, since=since, until=until)


def mark(spans: str, *, now: datetime, **params: Any) -> int:
    """Mark the weeks of a SELECT of (organization_id, engagement_id, since, until); for SQL written in this room."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(spans=spans), {**params, "now": now})
        return int(cursor.rowcount)

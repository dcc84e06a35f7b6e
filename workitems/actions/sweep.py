"""What time alone changes: deadlines that pass and warnings that fall due, over every organization in scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from foundation.accounts.tenancy import context
from workitems.actions.clocks import recompute_clocks
from workitems.actions.dirty import mark_given
from workitems.clock.terms import WARN_AT

MOST_A_SWEEP = 5_000
# Whoever is at work on a row will see the deadline too, so nobody is waited for.
_BREACH = """
UPDATE workitems_slaclock c
SET outcome = 'missed', breached_at = c.due_at, outcome_at = c.due_at, noticed_at = %(now)s, next_warning_at = NULL,
    warned_percent = CASE WHEN c.warned_percent = 0 AND c.next_warning_at IS NULL THEN 0 ELSE %(last)s END
FROM (
    SELECT organization_id, id FROM workitems_slaclock
    WHERE organization_id = ANY (%(organizations)s::bigint[]) AND outcome = 'running' AND due_at < %(now)s
    ORDER BY due_at LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
) due
WHERE c.organization_id = due.organization_id AND c.id = due.id AND c.outcome = 'running'
RETURNING c.organization_id, c.engagement_id, c.outcome_at, c.outcome_at
"""
_WARN = """
SELECT id FROM workitems_workitem
WHERE organization_id = ANY (%(organizations)s::bigint[]) AND id IN (
    SELECT item_id FROM workitems_slaclock
    WHERE organization_id = ANY (%(organizations)s::bigint[]) AND outcome = 'running' AND next_warning_at <= %(now)s
    ORDER BY next_warning_at LIMIT %(most)s
)
FOR NO KEY UPDATE SKIP LOCKED
"""


class Swept(NamedTuple):
    """Clocks that missed their deadline, and items of which a share of the time is now used up."""

    breached: int
    warned: int


def sweep_clocks(*, now: datetime) -> Swept:
    """Flag, once each, running clocks whose deadline has passed and those that reached 50, 75 or 90 percent.

    A clock is missed at its deadline, whenever the sweep comes (docs/metrics.md, clocks 1): a stop exactly then is in
    time, so the deadline itself must be over. Both questions are range scans of open deadlines.
    """
    return Swept(_flag_breaches(now), _flag_warnings(now))


@transaction.atomic
def _flag_breaches(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BREACH, {**_where(now), "last": WARN_AT[-1]})
        breached = cursor.fetchall()
    mark_given(breached, now=now)
    return len(breached)


@transaction.atomic
def _flag_warnings(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WARN, _where(now))
        items = [item for (item,) in cursor.fetchall()]
    if items:
        recompute_clocks(item_ids=items, now=now)
    return len(items)


def _where(now: datetime) -> dict[str, Any]:
    return {"organizations": list(context.current().organization_ids), "now": now, "most": MOST_A_SWEEP}

"""The statements that turn staged rows into work items, events and import rows: each over the whole set."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from workitems.ingest.staged import ITEM_COLUMNS

_COLUMNS: Final = ", ".join(ITEM_COLUMNS)
_NEW_VALUES: Final = ", ".join(f"{name} = EXCLUDED.{name}" for name in ITEM_COLUMNS if name != "external_id")
_SAME_ITEM: Final = "w.organization_id = %(organization)s AND w.source = %(source)s AND w.external_id = n.external_id"
ONE_ITEM_ONCE: Final = """
CREATE UNIQUE INDEX ON workitems_incoming_item (external_id);
CREATE INDEX ON workitems_incoming_event (external_id, sequence);
ANALYZE workitems_incoming_item;
ANALYZE workitems_incoming_event;
ANALYZE workitems_incoming_outcome;
ANALYZE workitems_incoming_row
"""
# What stood before, for undo.
BEFORES: Final = f"""
INSERT INTO workitems_workitembefore (organization_id, batch_id, item_id, values)
SELECT w.organization_id, %(batch)s, w.id, to_jsonb(w)
FROM workitems_incoming_item n JOIN workitems_workitem w ON {_SAME_ITEM}
WHERE w.row_hash IS DISTINCT FROM n.row_hash
ORDER BY w.id
RETURNING item_id
"""  # noqa: S608 - column names of our own
# Sorted by the conflict key; never DO NOTHING, which answers nothing about a hidden row.
UPSERT: Final = f"""
INSERT INTO workitems_workitem AS w (
    organization_id, source, batch_id, is_history, created_at, updated_at, {_COLUMNS}
)
SELECT %(organization)s, %(source)s, %(batch)s,
    COALESCE(n.first_resolved_at, n.resolved_at, n.closed_at) < %(now)s IS TRUE, %(now)s, %(now)s, {_COLUMNS}
FROM workitems_incoming_item n
ORDER BY n.external_id
ON CONFLICT (organization_id, source, external_id) DO UPDATE SET
    batch_id = EXCLUDED.batch_id, updated_at = EXCLUDED.updated_at, {_NEW_VALUES}
WHERE w.row_hash IS DISTINCT FROM EXCLUDED.row_hash
RETURNING w.id, (w.xmax = 0) AS is_new
"""  # noqa: S608 - column names of our own
# From the first event that differs on, the stored story is retracted and the new one told.
_FIRST_DIFFERENCE: Final = f"""
WITH stored AS (
    SELECT w.id AS item_id, n.external_id, e.sequence, e.occurred_at, e.kind, e.reason, e.detail
    FROM workitems_incoming_item n JOIN workitems_workitem w ON {_SAME_ITEM}
    JOIN workitems_workitemevent e ON e.organization_id = w.organization_id AND e.item_id = w.id
        AND e.retracted_at IS NULL
), different AS (
    SELECT stored.item_id, min(stored.sequence) AS sequence
    FROM stored LEFT JOIN workitems_incoming_event told
        ON told.external_id = stored.external_id AND told.sequence = stored.sequence
    WHERE (told.occurred_at, told.kind, told.reason, told.detail)
        IS DISTINCT FROM (stored.occurred_at, stored.kind, stored.reason, stored.detail)
    GROUP BY stored.item_id
)
"""  # noqa: S608 - column names of our own
RETRACT: Final = f"""
{_FIRST_DIFFERENCE}
UPDATE workitems_workitemevent e SET retracted_at = %(now)s, retracted_batch_id = %(batch)s
FROM different
WHERE e.organization_id = %(organization)s AND e.item_id = different.item_id AND e.retracted_at IS NULL
    AND e.sequence >= different.sequence
"""  # noqa: S608 - our own text
TELL: Final = f"""
INSERT INTO workitems_workitemevent
    (organization_id, item_id, sequence, occurred_at, kind, reason, detail, batch_id)
SELECT w.organization_id, w.id, told.sequence, told.occurred_at, told.kind, told.reason, told.detail, %(batch)s
FROM workitems_incoming_item n JOIN workitems_workitem w ON {_SAME_ITEM}
JOIN workitems_incoming_event told ON told.external_id = n.external_id
LEFT JOIN workitems_workitemevent e ON e.organization_id = w.organization_id AND e.item_id = w.id
    AND e.sequence = told.sequence AND e.retracted_at IS NULL
WHERE e.id IS NULL
ORDER BY w.id, told.sequence
"""  # noqa: S608 - column names of our own
ROWS: Final = """
INSERT INTO inbox_importrow (organization_id, batch_id, line, external_id, raw, row_hash, state, errors)
SELECT %(organization)s, %(batch)s, r.line, r.external_id, r.raw, r.row_hash,
    CASE WHEN r.state <> '' THEN r.state ELSE o.outcome END, r.errors
FROM workitems_incoming_row r LEFT JOIN workitems_incoming_outcome o ON r.state = '' AND o.external_id = r.external_id
ORDER BY r.line
"""
SUPERSEDED: Final = "UPDATE workitems_incoming_row SET state = 'duplicate' WHERE line = ANY (%(lines)s)"
COUNTS: Final = """
SELECT state, count(*) FROM inbox_importrow
WHERE organization_id = %(organization)s AND batch_id = %(batch)s GROUP BY state
"""


def run(sql: str, **params: Any) -> list[tuple[Any, ...]]:
    """Execute one statement in the open transaction; its rows, if it returns any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []

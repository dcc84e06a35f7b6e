"""The statements that turn staged rows into work items, events and import rows: each over the whole set."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from workitems.ingest.staged import ITEM_COLUMNS

_COLUMNS: Final = ", ".join(ITEM_COLUMNS)
_NEW_VALUES: Final = ", ".join(f"{name} = EXCLUDED.{name}" for name in ITEM_COLUMNS if name != "external_id")
# A bulk load spoils the planner's statistics, so nothing joins the large tables but by ids.
INDEX: Final = """
CREATE UNIQUE INDEX ON workitems_incoming_item (external_id);
ANALYZE workitems_incoming_item;
ANALYZE workitems_incoming_event;
ANALYZE workitems_incoming_outcome;
ANALYZE workitems_incoming_row
"""
# What stood before, for undo.
BEFORES: Final = """
INSERT INTO workitems_workitembefore (organization_id, batch_id, item_id, values)
SELECT w.organization_id, %(batch)s, w.id, to_jsonb(w)
FROM workitems_workitem w WHERE w.organization_id = %(organization)s AND w.id = ANY (%(changed)s)
ORDER BY w.id
"""
# Sorted by the conflict key; never DO NOTHING, which answers nothing about a hidden row.
UPSERT: Final = f"""
WITH written AS (
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
    RETURNING w.id, w.external_id, w.xmax = 0
)
INSERT INTO workitems_written (item_id, external_id, is_new) SELECT * FROM written
"""  # noqa: S608 - column names of our own
COUNT_WRITTEN: Final = "ANALYZE workitems_written"
# A session that checked keys while the table was empty goes on reading all of it for each row, until it is analysed.
REFRESH: Final = "SELECT refresh_item_statistics()"
WRITTEN: Final = """
SELECT item_id, is_new FROM workitems_written ORDER BY item_id
"""
STORED: Final = """
INSERT INTO workitems_stored_event (item_id, sequence, occurred_at, kind, reason, detail)
SELECT item_id, sequence, occurred_at, kind, reason, detail FROM workitems_workitemevent
WHERE organization_id = %(organization)s AND item_id = ANY (%(changed)s) AND retracted_at IS NULL
"""
# From the first event that differs on, the stored story is retracted and the new one told.
COMPARE: Final = """
ANALYZE workitems_stored_event;
UPDATE workitems_written SET tell_from = compared.tell_from
FROM (
    SELECT written.item_id, COALESCE(
        min(stored.sequence) FILTER (WHERE (told.occurred_at, told.kind, told.reason, told.detail)
            IS DISTINCT FROM (stored.occurred_at, stored.kind, stored.reason, stored.detail)),
        max(stored.sequence) + 1) AS tell_from
    FROM workitems_stored_event stored JOIN workitems_written written ON written.item_id = stored.item_id
    LEFT JOIN workitems_incoming_event told
        ON told.external_id = written.external_id AND told.sequence = stored.sequence
    GROUP BY written.item_id
) compared
WHERE workitems_written.item_id = compared.item_id
"""
RETRACT: Final = """
UPDATE workitems_workitemevent e SET retracted_at = %(now)s, retracted_batch_id = %(batch)s
FROM workitems_written written
WHERE e.organization_id = %(organization)s AND e.item_id = ANY (%(changed)s) AND e.retracted_at IS NULL
    AND written.item_id = e.item_id AND e.sequence >= written.tell_from
"""
TELL: Final = """
INSERT INTO workitems_workitemevent
    (organization_id, item_id, sequence, occurred_at, kind, reason, detail, batch_id)
SELECT %(organization)s, written.item_id, told.sequence, told.occurred_at, told.kind, told.reason, told.detail,
    %(batch)s
FROM workitems_written written JOIN workitems_incoming_event told ON told.external_id = written.external_id
WHERE told.sequence >= written.tell_from
ORDER BY written.item_id, told.sequence
"""
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

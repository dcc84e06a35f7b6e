"""Clock rows into their table: COPY to a temporary one, then one INSERT that writes only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from foundation.accounts.tenancy import context
from workitems.actions.dirty import mark


class ClockRow(NamedTuple):
    """A row of ``SlaClock``, and the instant at which its item counts as done, whose week holds its open time."""

    organization_id: int
    item_id: int
    engagement_id: int
    kind: str
    level_version_id: int
    target_id: int
    calendar_version_id: int | None
    started_at: datetime
    paused_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    outcome: str
    outcome_at: datetime | None
    open_seconds: int
    next_warning_at: datetime | None
    warned_percent: int
    is_quiet: bool
    noticed_at: datetime | None
    computed_at: datetime
    first_completed_at: datetime | None


class Written(NamedTuple):
    """Rows inserted or updated, rows removed, weeks marked."""

    changed: int
    removed: int
    weeks: int


def _type(name: str) -> str:
    """The PostgreSQL type of a column."""
    if name.endswith("_at"):
        return "timestamptz"
    if name.endswith("_id") or name == "open_seconds":
        return "int8"
    return {"warned_percent": "int2", "is_quiet": "bool"}.get(name, "text")


def _listed(names: Sequence[str], table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _differs(new: str) -> str:
    """Whether a row changed; a running clock's open time and a paused one's deadline move by themselves."""
    return f"""(
        ({_listed(_COMPARED, "c")}) IS DISTINCT FROM ({_listed(_COMPARED, new)})
        OR ({new}.outcome <> 'paused' AND c.due_at IS DISTINCT FROM {new}.due_at)
        OR ({new}.stopped_at IS NOT NULL AND c.open_seconds <> {new}.open_seconds)
    )"""


_GIVEN: Final = tuple(ClockRow.__annotations__)
_TYPES: Final = [_type(name) for name in _GIVEN]
_COLUMNS: Final = _GIVEN[:-1]
_KEY: Final = ("organization_id", "item_id", "kind")
_MOVING: Final = ("computed_at", "open_seconds", "due_at", "is_quiet", "noticed_at")
_COMPARED: Final = tuple(name for name in _COLUMNS if name not in _KEY + _MOVING)
_SAME_KEY: Final = "c.organization_id = n.organization_id AND c.item_id = n.item_id AND c.kind = n.kind"
_CREATE: Final = f"CREATE TEMP TABLE workitems_new_clocks ({', '.join(f'{n} {_type(n)}' for n in _GIVEN)})"
_COPY: Final = f"COPY workitems_new_clocks ({', '.join(_GIVEN)}) FROM STDIN (FORMAT BINARY)"
# Every week that holds an outcome before or after the change, or the end of a changed item. One row an instant, and no
# join with the items: in the transaction that brings them nothing is known about their number.
_CHANGED_WEEKS: Final = f"""
SELECT changed.organization_id, week.engagement_id, week.at AS since, week.at AS until FROM (
    SELECT n.organization_id, n.engagement_id, n.outcome_at, n.first_completed_at,
           c.engagement_id AS old_engagement_id, c.outcome_at AS old_outcome_at, c.stopped_at AS old_stopped_at
    FROM workitems_new_clocks n
    LEFT JOIN workitems_slaclock c ON {_SAME_KEY}
    WHERE c.id IS NULL OR {_differs("n")}
    UNION ALL
    SELECT c.organization_id, NULL, NULL, NULL, c.engagement_id, c.outcome_at, c.stopped_at
    FROM workitems_slaclock c
    WHERE c.organization_id = ANY (%(organizations)s::bigint[]) AND c.item_id = ANY (%(items)s::bigint[])
        AND NOT EXISTS (SELECT 1 FROM workitems_new_clocks n WHERE {_SAME_KEY})
) changed
CROSS JOIN LATERAL (VALUES
    (changed.engagement_id, changed.outcome_at), (changed.engagement_id, changed.first_completed_at),
    (changed.old_engagement_id, changed.old_outcome_at), (changed.old_engagement_id, changed.old_stopped_at)
) AS week (engagement_id, at)
"""  # noqa: S608 - column names of our own
_SAME_OUTCOME: Final = "(c.outcome, c.outcome_at) IS NOT DISTINCT FROM (EXCLUDED.outcome, EXCLUDED.outcome_at)"
_UPSERT: Final = f"""
INSERT INTO workitems_slaclock AS c ({", ".join(_COLUMNS)})
SELECT {_listed(_COLUMNS, "n")} FROM workitems_new_clocks n ORDER BY {_listed(_KEY, "n")}
ON CONFLICT ({", ".join(_KEY)}) DO UPDATE SET
    {", ".join(f"{n} = EXCLUDED.{n}" for n in _COLUMNS if n not in (*_KEY, "is_quiet", "noticed_at"))},
    is_quiet = CASE WHEN {_SAME_OUTCOME} THEN c.is_quiet ELSE EXCLUDED.is_quiet END,
    noticed_at = CASE WHEN {_SAME_OUTCOME} THEN c.noticed_at ELSE EXCLUDED.noticed_at END
WHERE {_differs("EXCLUDED")}
"""  # noqa: S608 - column names of our own
_REMOVE: Final = f"""
DELETE FROM workitems_slaclock c
WHERE c.organization_id = ANY (%(organizations)s::bigint[]) AND c.item_id = ANY (%(items)s::bigint[])
    AND NOT EXISTS (SELECT 1 FROM workitems_new_clocks n WHERE {_SAME_KEY})
"""  # noqa: S608 - column names of our own


def write_clocks(rows: Sequence[ClockRow], item_ids: Sequence[int], *, now: datetime) -> Written:
    """Make the clocks of these items exactly ``rows``, inside the transaction that is open.

    Marks the weeks whose figures change first, while the old rows can still be seen.
    """
    where = {"organizations": list(context.current().organization_ids), "items": list(item_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        with cursor.copy(_COPY) as copy:
            copy.set_types(_TYPES)
            for row in rows:
                copy.write_row(row)
        cursor.execute("ANALYZE workitems_new_clocks")
        weeks = mark(_CHANGED_WEEKS, now=now, **where)
        cursor.execute(_UPSERT)
        changed = cursor.rowcount
        cursor.execute(_REMOVE, where)
        removed = cursor.rowcount
        cursor.execute("DROP TABLE workitems_new_clocks")
    return Written(changed, removed, weeks)

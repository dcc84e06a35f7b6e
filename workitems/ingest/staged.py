"""Items, events and rows as binary COPY into temporary tables, in the columns that the set statements read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, Final

from django.db import connection
from psycopg.types.json import Jsonb

from foundation.inbox.problems import Level
from foundation.inbox.reading.rows import Row
from workitems.canonical import CanonicalItem
from workitems.folding import FoldedItem, RowFate, RowVerdict
from workitems.ingest.joining import first_stop
from workitems.ingest.judging import Judged
from workitems.mapping import Mapping

Columns = dict[str, str]
ROW_COLUMNS: Final[Columns] = {
    "line": "int4",
    "external_id": "text",
    "raw": "text[]",
    "row_hash": "text",
    "state": "text",
    "errors": "jsonb",
}
OUTCOME_COLUMNS: Final[Columns] = {"external_id": "text", "outcome": "text"}
EVENT_COLUMNS: Final[Columns] = {
    "external_id": "text",
    "sequence": "int4",
    "occurred_at": "timestamptz",
    "kind": "text",
    "reason": "text",
    "detail": "text",
}
_TEXTS: Final = ("url", "title", "description", "item_type", "priority", "queue", "requester", "state", "currency")
_PLAIN: Final[Columns] = {
    "first_response_at": "timestamptz",
    "resolved_at": "timestamptz",
    "closed_at": "timestamptz",
    "due_at": "timestamptz",
    "csat_score": "numeric",
    "csat_at": "timestamptz",
    "handled_minutes": "numeric",
    "cost": "numeric",
    "checked": "bool",
    "defective": "bool",
    "source_met": "bool",
}
ITEM_COLUMNS: Final[Columns] = {
    "external_id": "text",
    "row_hash": "text",
    "engagement_id": "int8",
    "vendor_id": "int8",
    "process_id": "int8",
    "client_id": "int8",
    "segment_id": "int8",
    "opened_at": "timestamptz",
    "status_class": "text",
    "first_resolved_at": "timestamptz",
    "reopen_count": "int4",
    "reassignment_count": "int4",
    "group_seconds": "jsonb",
    "raw": "jsonb",
    **dict.fromkeys(_TEXTS, "text"),
    **_PLAIN,
}
TABLES: Final[dict[str, Columns]] = {
    "workitems_incoming_row": ROW_COLUMNS,
    "workitems_incoming_outcome": OUTCOME_COLUMNS,
    "workitems_incoming_item": ITEM_COLUMNS,
    "workitems_incoming_event": EVENT_COLUMNS,
}
# What the statements keep for one another.
_RESULTS: Final = {
    "workitems_written": "item_id int8, external_id text, is_new bool, tell_from int4 DEFAULT 1",
    "workitems_stored_event": (
        "item_id int8, sequence int4, occurred_at timestamptz, kind text, reason text, detail text"
    ),
}
# Fields with a column of the model; what other columns of the file say is kept in ``raw``.
_STORED: Final = frozenset({*_TEXTS, *_PLAIN, "external_id", "opened_at", "reopen_count", "reassignment_count"})
_DETAIL_CHARS: Final = 200
_texts_of = attrgetter(*_TEXTS)
_plain_of = attrgetter(*_PLAIN)
_NOTHING: Final = Jsonb({}, dumps=lambda _: "{}")
Write = Callable[[Sequence[Any]], None]


@contextmanager
def temporary_tables() -> Iterator[None]:
    """The temporary tables of one import, inside the open transaction; gone at its end at the latest."""
    _drop()
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            named = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            cursor.execute(f"CREATE TEMP TABLE {table} ({named}) ON COMMIT DROP")
        for table, named in _RESULTS.items():
            cursor.execute(f"CREATE TEMP TABLE {table} ({named}) ON COMMIT DROP")
    yield
    _drop()


def _drop() -> None:
    with connection.cursor() as cursor:
        for table in (*TABLES, *_RESULTS):
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")


@contextmanager
def copying(table: str) -> Iterator[Write]:
    """A function that writes a row of one of the temporary tables; nothing else may be asked meanwhile."""
    columns = TABLES[table]
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.set_types(list(columns.values()))
        yield copy.write_row


def row_values(row: Row, verdict: RowVerdict) -> tuple[Any, ...]:
    """A physical row; its state is empty when it takes its item's outcome."""
    state = "" if verdict.fate == RowFate.ITEM else verdict.fate.value
    problems = [
        each.as_json() | {"level": each.level.value} for each in verdict.problems if each.level != Level.WARNING
    ]
    return row.line, verdict.external_id[:200], row.cells, verdict.digest, state, Jsonb(problems)


def write_items(judged: Sequence[Judged], leftovers: Leftovers) -> None:
    """The outcome of every item, and all about those that are new or changed."""
    changed = [each for each in judged if each.outcome != "unchanged"]
    with copying("workitems_incoming_outcome") as write:
        for each in judged:
            write((each.folded.item.external_id, each.outcome.value))
    with copying("workitems_incoming_item") as write:
        for each in changed:
            write(item_values(each, leftovers))
    with copying("workitems_incoming_event") as write:
        for each in changed:
            for event in event_values(each.folded):
                write(event)


def item_values(judged: Judged, leftovers: Leftovers) -> tuple[Any, ...]:
    """An item in the order of ``ITEM_COLUMNS``."""
    item, events = judged.folded.item, judged.folded.events
    return (
        item.external_id,
        judged.row_hash,
        *judged.place,
        item.opened_at,
        item.status_class.value,
        first_stop(events),
        item.reopen_count or 0,
        item.reassignment_count or 0,
        _json(item.group_seconds),
        _json(leftovers(item)),
        *[text or "" for text in _texts_of(item)],
        *_plain_of(item),
    )


def _json(values: dict[str, Any]) -> Jsonb:
    return Jsonb(values) if values else _NOTHING


def event_values(folded: FoldedItem) -> Iterable[tuple[Any, ...]]:
    """An item's events in the order of ``EVENT_COLUMNS``, numbered from 1."""
    external_id = folded.item.external_id
    for number, event in enumerate(folded.events, start=1):
        yield external_id, number, event.at, event.kind.value, event.reason, event.detail[:_DETAIL_CHARS]


class Leftovers:
    """What a file says of an item in columns that no column of the model takes: name -> text, empty cells left out."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        taken = {column for name, column in mapping.columns.items() if name in _STORED}
        missing = {text.casefold() for text in mapping.missing}
        self._kept = [(index, name) for index, name in enumerate(header) if name not in taken]
        self._missing = missing | {""}

    def __call__(self, item: CanonicalItem) -> dict[str, str]:
        return {
            name: item.raw[index]
            for index, name in self._kept
            if index < len(item.raw) and item.raw[index].strip().casefold() not in self._missing
        }

"""Items sent in by programs: the same rules, account and undo as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import sentence, stored_problem
from foundation.inbox.models import ImportBatch, ImportMapping, ImportRow
from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row
from workitems import import_kinds as kinds
from workitems.actions.imports import accounting_of, lock, open_batch, rules_hash, write_staged
from workitems.canonical import FIELDS, Shape
from workitems.ingest import committing
from workitems.ingest.places import load_places
from workitems.ingest.reading import Reading
from workitems.ingest.staged import temporary_tables
from workitems.mapping import Mapping as Rules
from workitems.mapping import Placement
from workitems.states import StateMeaning

MOST_ROWS: Final = 1_000
ENGAGEMENT: Final = "engagement"
FIELD_NAMES: Final = (*FIELDS, ENGAGEMENT)
_OWN_WORDS: Final = {
    "open": StateMeaning.RUNNING,
    "paused": StateMeaning.HOLD,
    "resolved": StateMeaning.STOPPED,
    "closed": StateMeaning.STOPPED,
    **{meaning.value: meaning for meaning in StateMeaning if meaning != StateMeaning.QUARANTINE},
}


@transaction.atomic
def upsert_items(rows: Sequence[Mapping[str, Any]], *, source: str, by: User | None, now: datetime) -> dict[str, Any]:
    """Create or change up to 1,000 items of ``source``; each is told by the fields of ``workitems.canonical``.

    ``engagement`` names the engagement (or gives ``"#id"``); without it the source's remembered value map decides, as
    it does about states. Instants are ISO 8601; without an offset they are UTC. Sending the same again changes
    nothing. Returns the account with ``batch`` (its id) and ``items``: per row ``index``, ``external_id``, ``state``
    (created, updated, unchanged, duplicate, quarantined) and ``errors`` (column, code, message, value).

    Raises:
        ValueError: for more than 1,000 rows, or none.
    """
    if not 0 < len(rows) <= MOST_ROWS:
        raise ValueError(f"between 1 and {MOST_ROWS} items, not {len(rows)}")
    header = [name for name in FIELD_NAMES if any(name in row for row in rows)]
    header += [name for name in ("external_id", "opened_at") if name not in header]
    content = json.dumps({"source": source, "items": rows}, ensure_ascii=True, default=str).encode()
    file = store_file(content=content, name=f"{source}.json", by=by, now=now)
    batch = open_batch(
        file=file,
        header=tuple(header),
        by=by,
        now=now,
        mapping=_rules(source, header, rows),
    )
    # the same body may come again and mean a change: an item that was closed and is taken up again
    batch.options = {"request": batch.pk}
    batch.rules_hash = rules_hash(batch)
    lock()
    with temporary_tables():
        reading, places = Reading(Rules.from_json(batch.rules), header), load_places()
        unknown = frozenset(places.unknown(reading.mapping)) if ENGAGEMENT in header else frozenset()
        committing.stage_rows(reading, _rows(rows, header, unknown), batch, _silent)
        changed = committing.stage_items(reading, places, header, _silent)
        write_staged(batch=batch, reading=reading, changed=changed, now=now)
    record("importbatch.committed", by=by, subject=batch, **accounting_of(batch))
    return {"batch": batch.pk, **accounting_of(batch), "items": list(_results(batch))}


def _silent(done: int) -> None:
    """A thousand rows need no progress."""


def _rules(source: str, header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Rules:
    """The mapping of a body of canonical fields, with what the source's files taught about its words."""
    remembered = ImportMapping.objects.filter(rules__source=source).order_by("-updated_at").first()
    taught = Rules.from_json(remembered.rules) if remembered else None
    placement = None
    if ENGAGEMENT in header:
        values = {text: text for row in rows if (text := _text(row.get(ENGAGEMENT)))}
        placement = Placement(ENGAGEMENT, "engagement", values)
    elif taught and taught.placement:
        field = next((name for name, column in taught.columns.items() if column == taught.placement.column), "")
        if field in header:
            placement = Placement(field, taught.placement.target, taught.placement.values)
    return Rules(
        source=source,
        shape=Shape.ITEM,
        columns={name: name for name in header if name in FIELDS},
        states={**_OWN_WORDS, **(taught.states if taught else {})},
        value_maps={name: values for name, values in (taught.value_maps if taught else {}).items() if name in header},
        placement=placement,
        preset="api",
    )


def _rows(rows: Iterable[Mapping[str, Any]], header: Sequence[str], unknown: frozenset[str]) -> Iterable[Row]:
    for number, row in enumerate(rows, start=1):
        cells = [_text(row.get(name)) for name in header]
        yield Row(number, cells, tuple(_problems(number, row, unknown)))


def _problems(number: int, row: Mapping[str, Any], unknown: frozenset[str]) -> Iterable[ImportProblem]:
    """Names that are no fields, values that are no plain ones, engagements that the workspace does not have."""
    if (engagement := _text(row.get(ENGAGEMENT))) in unknown:
        yield kinds.ENGAGEMENT_UNKNOWN.at(number, ENGAGEMENT, engagement)
    for name, value in row.items():
        if name not in FIELD_NAMES:
            yield kinds.NO_SUCH_FIELD.at(number, name, _text(value))
        elif isinstance(value, dict | list):
            yield kinds.NO_PLAIN_VALUE.at(number, name, _text(value))


def _text(value: Any) -> str:
    """A JSON value as the cell of a table; NUL and broken characters are shown as what no text has."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = format(Decimal(repr(value)), "f")
    return str(value).replace("\0", "␀").encode("utf-8", "replace").decode()


def _results(batch: ImportBatch) -> Iterable[dict[str, Any]]:
    for row in ImportRow.objects.filter(batch=batch).order_by("line"):
        errors = [
            {
                "column": each["column"],
                "code": each["code"],
                "message": sentence(stored_problem(each)),
                "value": each["value"],
            }
            for each in row.errors
        ]
        yield {"index": row.line - 1, "external_id": row.external_id, "state": row.state, "errors": errors}

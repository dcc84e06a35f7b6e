"""Processes out of a file: what importing it would do, doing it, and taking it back. All or nothing each time."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from engagements.actions.catalogue import add_row, change_row
from engagements.inventory import import_kinds as kinds
from engagements.inventory.rows import ReadProcess, read
from engagements.models import Process
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.models import BatchState, ImportBatch, ImportRow, StoredFile
from foundation.inbox.opening import opened_batch
from foundation.inbox.problems import FileUnfit
from foundation.inbox.queries import same_import
from foundation.inbox.reading.rows import Row
from foundation.inbox.values.numbers import DecimalStyle

KIND: Final = "processes"
MOST_ROWS: Final = 2_000
USED_BY: Final = ("engagements", "baselines", "proofs", "assessments", "graduation_criteria")


@dataclass
class Planned:
    """A physical row, what was read of it, and what becomes of it; ``process`` is the one that is there already."""

    row: Row
    what: ReadProcess
    outcome: RowOutcome = RowOutcome.CREATED
    process: Process | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_process_batch(*, file: StoredFile, header: Iterable[str], by: User, now: datetime) -> ImportBatch:
    """Begin an import of processes; nothing is written but the batch itself."""
    batch: ImportBatch = ImportBatch.objects.create(
        kind=KIND, file=file, header=list(header), created_by=by, created_at=now
    )
    record("importbatch.opened", by=by, subject=batch, file=file.name, sha256=file.sha256)
    return batch


@transaction.atomic
def map_process_batch(
    *, batch: ImportBatch, columns: Mapping[str, str], style: str, header: Iterable[str], by: User
) -> None:
    """Read the batch's file so: ``columns`` is field -> column, ``style`` how numbers are written."""
    batch.header, batch.rules = list(header), {"columns": dict(columns), "decimal_style": style}
    batch.save(update_fields=["header", "rules"])
    record("importbatch.mapped", by=by, subject=batch, source=KIND)


def plan(batch: ImportBatch) -> list[Planned]:
    """Every row of the batch's file with what importing it would do; nothing is written.

    Raises:
        FileUnfit: when the file cannot be read to its end, has no column for the name, or too many rows.
    """
    columns: dict[str, str] = batch.rules.get("columns", {})
    style = DecimalStyle(batch.rules.get("decimal_style", DecimalStyle.POINT))
    if "name" not in columns:
        raise FileUnfit(kinds.NAME_UNMAPPED.at())
    planned: list[Planned] = []
    with opened_batch(batch) as table:
        places = {name: table.header.index(column) for name, column in columns.items() if column in table.header}
        for row in table:
            if len(planned) >= MOST_ROWS:
                raise FileUnfit(kinds.TOO_MANY_ROWS.at(limit=MOST_ROWS))
            planned.append(_planned(row, columns, places, style))
        if table.failure is not None:
            raise FileUnfit(table.failure)
    _settle(planned)
    return planned


def _planned(row: Row, columns: Mapping[str, str], places: Mapping[str, int], style: DecimalStyle) -> Planned:
    if row.problems:
        return Planned(row, ReadProcess(problems=row.problems), RowOutcome.QUARANTINED)
    cells = {name: (columns[name], row.cells[place]) for name, place in places.items()}
    what = read(cells, line=row.line, style=style)
    return Planned(row, what, RowOutcome.QUARANTINED if what.problems else RowOutcome.CREATED)


def _settle(planned: list[Planned]) -> None:
    """The last row of a name decides; it makes a process, changes the one of that name, or says nothing new."""
    last = {each.what.key: each for each in planned if each.outcome != RowOutcome.QUARANTINED}
    there = {" ".join(process.name.split()).casefold(): process for process in Process.objects.all()}
    for each in planned:
        if each.outcome == RowOutcome.QUARANTINED:
            continue
        if last[each.what.key] is not each:
            each.outcome = RowOutcome.DUPLICATE
            continue
        each.process = there.get(each.what.key)
        if each.process is not None:
            values = {name: value for name, value in each.what.values.items() if name != "name"}
            each.changes = {name: value for name, value in values.items() if getattr(each.process, name) != value}
            each.outcome = RowOutcome.UPDATED if each.changes else RowOutcome.UNCHANGED


@transaction.atomic
def commit_process_batch(*, batch: ImportBatch, by: User, now: datetime) -> ImportBatch:
    """Write the processes of a batch, all or nothing. One that is in already is left as it is; the same file by the
    same rules gives the batch that did it.

    Raises:
        FileUnfit: when the file cannot be used.
        ValidationError: when the batch was taken back.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if batch.state == BatchState.COMMITTED:
        return batch
    if batch.state == BatchState.UNDONE:
        raise ValidationError(_("This import was taken back. Upload the file again."))
    text = json.dumps([KIND, batch.rules, batch.options], sort_keys=True)
    batch.rules_hash = hashlib.sha256(text.encode()).hexdigest()
    if (twin := same_import(batch)) is not None:
        return twin
    planned = plan(batch)
    created, before = _write(planned, by)
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            line=each.row.line,
            external_id=str(each.what.values.get("name", ""))[:200],
            raw=list(each.row.cells),
            row_hash=hashlib.sha256("\x1f".join(each.row.cells).encode()).hexdigest(),
            state=each.outcome.value,
            errors=[problem.as_json() for problem in each.what.problems],
        )
        for each in planned
    )
    note(batch, planned)
    batch.findings = {"created": created, "before": before}
    batch.state, batch.committed_at = BatchState.COMMITTED, now
    batch.save()
    record("importbatch.committed", by=by, subject=batch, created=len(created), updated=len(before))
    return batch


def note(batch: ImportBatch, planned: list[Planned]) -> None:
    """The account of every row, on the batch."""
    counts = Counter(each.outcome for each in planned)
    batch.rows_read = len(planned)
    for outcome in RowOutcome:
        setattr(batch, f"rows_{outcome.value}", counts[outcome])
    batch.items_created, batch.items_updated = counts[RowOutcome.CREATED], counts[RowOutcome.UPDATED]
    batch.items_unchanged = counts[RowOutcome.UNCHANGED]


def _write(planned: list[Planned], by: User) -> tuple[dict[str, int], dict[str, Any]]:
    """The revision of each process made, and the old values and new revision of each one changed, by id."""
    created: dict[str, int] = {}
    before: dict[str, Any] = {}
    for each in planned:
        if each.outcome == RowOutcome.CREATED:
            process = add_row(row=Process(**each.what.values), by=by)
            created[str(process.pk)] = process.revision
        elif each.outcome == RowOutcome.UPDATED and each.process is not None:
            process = each.process
            was = {name: getattr(process, name) for name in each.changes}
            for name, value in each.changes.items():
                setattr(process, name, value)
            change_row(row=process, by=by, was=was)
            old = {name: None if value is None else str(value) for name, value in was.items()}
            before[str(process.pk)] = {"values": old, "revision": process.revision}
    return created, before


@transaction.atomic
def undo_process_batch(*, batch: ImportBatch, by: User, now: datetime) -> None:
    """Take an import back: what it made goes, what it changed stands as before. Its rows stay as an account.

    Raises:
        ValidationError: when it is not in, or something it made or changed was edited or used since.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != BatchState.COMMITTED:
        raise ValidationError(_("Only an import that is in can be taken back."))
    created, before = batch.findings["created"], batch.findings["before"]
    touched = Process.objects.select_for_update(of=("self",)).in_bulk([int(pk) for pk in {*created, *before}])
    for pk, revision in {**created, **{pk: each["revision"] for pk, each in before.items()}}.items():
        process = touched.get(int(pk))
        if process is None or process.revision != revision or (pk in created and _is_used(process)):
            name = process.name if process else pk
            raise ValidationError(_("“%(name)s” was edited or used since. Nothing was taken back.") % {"name": name})
    for pk in created:
        record("process.removed", by=by, subject=touched[int(pk)], name=touched[int(pk)].name)
        _remove(touched[int(pk)])
    for pk, each in before.items():
        process = touched[int(pk)]
        was = {name: getattr(process, name) for name in each["values"]}
        for name, value in each["values"].items():
            field: Any = Process._meta.get_field(name)
            setattr(process, name, field.to_python(value))
        change_row(row=process, by=by, was=was)
    batch.state, batch.undone_at = BatchState.UNDONE, now
    batch.save(update_fields=["state", "undone_at"])
    record("importbatch.undone", by=by, subject=batch)


def _is_used(process: Process) -> bool:
    return any(getattr(process, name).exists() for name in USED_BY)


def _remove(process: Process) -> None:
    try:
        process.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("“%(name)s” was edited or used since. Nothing was taken back.") % {"name": process.name}
        ) from error


@transaction.atomic
def discard_process_batch(*, batch: ImportBatch, by: User) -> None:
    """Forget an import that was never committed; the file itself is kept."""
    record("importbatch.discarded", by=by, subject=batch)
    batch.delete()

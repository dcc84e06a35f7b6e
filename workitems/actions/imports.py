"""Importing a file: checked, committed in one transaction, and accounted for row by row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.tenancy import context
from foundation.inbox.accounting import RowOutcome, account
from foundation.inbox.actions import remember_mapping
from foundation.inbox.models import BatchState, ImportBatch, StoredFile
from foundation.inbox.queries import same_import
from foundation.jobs import actions as jobs
from foundation.jobs.models import Job
from workitems import import_kinds as kinds
from workitems.actions.clocks import recompute_clocks
from workitems.actions.dirty import mark_items_dirty
from workitems.ingest import statements
from workitems.ingest.files import opened_batch
from workitems.ingest.judging import Judged
from workitems.ingest.places import load_places
from workitems.ingest.reading import FileRefused, Reading, Reporting, header_of, refuse_unless_complete
from workitems.ingest.staged import Leftovers, copying, row_values, temporary_tables, write_items
from workitems.mapping import Mapping, header_fingerprint

CHECK, COMMIT, UNDO = "workitems.check_import", "workitems.commit_import", "workitems.undo_import"
# One import of a workspace at a time, so that what it compares with stays true until it is committed.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('workitems.ingest', %(organization)s))"


class BusyError(Exception):
    """Something else is being done, or was done, with this import."""


class SameImportError(Exception):
    """The same file is in already, by the same rules: ``twin``."""

    def __init__(self, twin: ImportBatch) -> None:
        super().__init__(f"the same import is no. {twin.pk}")
        self.twin = twin


def nothing_to_tell(done: int, total: int | None = None) -> None:
    """Progress that nobody follows."""


def rules_hash(batch: ImportBatch) -> str:
    """SHA-256 over all that decides what a file's bytes come to: mapping, way of opening, mended lines."""
    mapping = Mapping.from_json(batch.rules).fingerprint()
    text = json.dumps([mapping, batch.options, batch.mended], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def open_batch(
    *,
    file: StoredFile,
    header: tuple[str, ...],
    by: User | None,
    now: datetime,
    mapping: Mapping | None = None,
    options: dict[str, Any] | None = None,
    corrects: ImportBatch | None = None,
    mended: dict[str, list[str]] | None = None,
) -> ImportBatch:
    """Begin an import; nothing is written but the batch itself."""
    batch: ImportBatch = ImportBatch.objects.create(
        file=file,
        header=list(header),
        options=options or {},
        rules=mapping.to_json() if mapping else {},
        preset=mapping.preset if mapping else "",
        corrects=corrects,
        mended=mended or {},
        created_by=by,
        created_at=now,
    )
    record("importbatch.opened", by=by, subject=batch, file=file.name, sha256=file.sha256)
    return batch


@transaction.atomic
def begin(*, batch: ImportBatch, kind: str, title: str, by: User | None, now: datetime, link: str = "") -> Job:
    """Queue the check, commit or undo of a batch; the caller rings the bell.

    Raises:
        SameImportError: when the same file is in already, by the same rules.
        BusyError: when the batch is in no state for it, or at work.
    """
    states = {
        CHECK: (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED),
        COMMIT: (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED, BatchState.COMMITTING),
        UNDO: (BatchState.COMMITTED,),
    }[kind]
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
    running = batch.job is not None and not batch.job.is_over
    if batch.state not in states or running:
        raise BusyError(f"an import that is {batch.state} cannot be given to {kind}")
    batch.rules_hash = rules_hash(batch)
    if kind == COMMIT:
        if (twin := same_import(batch)) is not None:
            raise SameImportError(twin)
        batch.state = BatchState.COMMITTING
    batch.error = ""
    arguments = {"batch": batch.pk, "by": by.pk if by else None}
    job = jobs.start(kind=kind, title=title, arguments=arguments, by=by, now=now, link=link, total=batch.rows_read)
    batch.job = job
    batch.save(update_fields=["rules_hash", "state", "error", "job"])
    return job


@transaction.atomic
def check_batch(*, batch_id: int, progress: Reporting = nothing_to_tell) -> ImportBatch:
    """Read the whole file and write down what importing it would do; no item is touched. A rerun says the same.

    Raises:
        FileRefused: when the file or the mapping cannot be used.
    """
    batch = ImportBatch.objects.select_related("file").get(pk=batch_id)
    reading = _read(batch, progress)
    places = load_places()
    for _judged in reading.items(places):
        progress(reading.findings.rows_read, reading.findings.rows_read)
    _note(batch, reading)
    if batch.state in (BatchState.UPLOADED, BatchState.FAILED):
        batch.state = BatchState.CHECKED
    batch.save()
    return batch


@transaction.atomic
def commit_batch(
    *, batch_id: int, by: User | None, now: datetime, progress: Reporting = nothing_to_tell
) -> ImportBatch:
    """Write a batch's items, events and rows, all or nothing; a batch that is committed already is left as it is.

    One transaction: a worker killed in it leaves nothing behind, and the next one begins again. History is quiet:
    whatever was decided before ``now`` is recorded, never notified.

    Raises:
        FileRefused: when the file or the mapping cannot be used, or the batch is no longer to be committed.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch_id)
    if batch.state == BatchState.COMMITTED:
        return batch
    statements.run(LOCK, organization=context.organization_id())
    with temporary_tables():
        reading = _stage(batch, progress)
        written = _write(batch, reading, now)
        _close(batch, reading, now)
    statistics = _settle(batch, written, now)
    batch.mapping = remember_mapping(
        name=_mapping_name(batch, reading.mapping),
        preset=reading.mapping.preset,
        header_fingerprint=header_fingerprint(batch.header),
        rules=batch.rules,
        by=by,
        now=now,
    )
    batch.save(update_fields=["mapping"])
    progress(batch.rows_read, batch.rows_read)
    record("importbatch.committed", by=by, subject=batch, **accounting_of(batch), **statistics)
    return batch


@transaction.atomic
def fail_batch(*, batch_id: int, error: str) -> None:
    """Write down why a batch could not be checked or committed; it may be tried again."""
    batches = ImportBatch.objects.filter(pk=batch_id, state__in=[BatchState.UPLOADED, BatchState.CHECKED, "committing"])
    batches.update(state=BatchState.FAILED, error=error)


def accounting_of(batch: ImportBatch) -> dict[str, int]:
    """A batch's figures by name, rows and items."""
    names = ("read", "created", "updated", "unchanged", "duplicate", "quarantined")
    figures = {f"rows_{name}": getattr(batch, f"rows_{name}") for name in names}
    return figures | {f"items_{name}": getattr(batch, f"items_{name}") for name in ("created", "updated", "unchanged")}


def _read(batch: ImportBatch, progress: Reporting) -> Reading:
    """The whole file, row by row, nothing written."""
    with opened_batch(batch) as table:
        reading = Reading(Mapping.from_json(batch.rules), header_of(table))
        for done in reading.rows(table, batch):
            progress(done)
        refuse_unless_complete(table)
    return reading


def _stage(batch: ImportBatch, progress: Reporting) -> Reading:
    """The file into the temporary tables: its rows, then the items they tell of."""
    with opened_batch(batch) as table:
        header = header_of(table)
        reading = Reading(Mapping.from_json(batch.rules), header)
        with copying("workitems_incoming_row") as write:
            # half of the work is reading, the other half writing
            for done in reading.rows(table, batch, lambda row, verdict: write(row_values(row, verdict))):
                progress(done // 2)
        refuse_unless_complete(table)
    batch.header = list(header)
    places = load_places()
    if unknown := places.unknown(reading.mapping):
        raise FileRefused([kinds.PLACE_UNKNOWN.at(value=key) for key in unknown])
    leftovers = Leftovers(reading.mapping, header)
    superseded: list[int] = []
    for judged in _following(reading.items(places), reading, progress):
        write_items(judged, leftovers)
        superseded += [line for each in judged for line in each.folded.superseded]
    if superseded:
        statements.run(statements.SUPERSEDED, lines=superseded)
    return reading


def _following(chunks: Iterator[list[Judged]], reading: Reading, progress: Reporting) -> Iterator[list[Judged]]:
    """The chunks, with progress told after each."""
    read, done = reading.findings.rows_read, 0
    for judged in chunks:
        yield judged
        done += sum(len(each.folded.lines) + len(each.folded.superseded) for each in judged)
        progress((read + done) // 2)


def _write(batch: ImportBatch, reading: Reading, now: datetime) -> list[int]:
    """The set statements, in their order; returns the ids of the items written, in order."""
    statements.run(statements.ONE_ITEM_ONCE)
    params = {
        "organization": context.organization_id(),
        "source": reading.mapping.source,
        "batch": batch.pk,
        "now": now,
    }
    changed = [pk for (pk,) in statements.run(statements.BEFORES, **params)]
    mark_items_dirty(item_ids=changed, now=now)
    written = statements.run(statements.UPSERT, **params)
    statements.run(statements.RETRACT, **params)
    statements.run(statements.TELL, **params)
    statements.run(statements.ROWS, **params)
    found = {
        RowOutcome.CREATED: sum(is_new for _pk, is_new in written),
        RowOutcome.UPDATED: sum(not is_new for _pk, is_new in written),
    }
    foretold = {outcome: reading.findings.items[outcome] for outcome in found}
    if found != foretold:
        raise RuntimeError(f"the import foretold {foretold} and the database wrote {found}")
    return sorted(pk for pk, _is_new in written)


def _close(batch: ImportBatch, reading: Reading, now: datetime) -> None:
    """The accounting, from the rows that were written; the database refuses it when it does not add up."""
    counted = statements.run(statements.COUNTS, organization=context.organization_id(), batch=batch.pk)
    outcomes = {RowOutcome(state): count for state, count in counted}
    accounting = account(reading.findings.rows_read, outcomes)
    if not accounting.balanced or outcomes != +reading.findings.rows:
        raise RuntimeError(f"rows do not add up: {accounting}, {reading.findings.rows}")
    _note(batch, reading)
    batch.state, batch.committed_at, batch.error = BatchState.COMMITTED, now, ""
    batch.save()


def _note(batch: ImportBatch, reading: Reading) -> None:
    """Write what a reading found into the batch's columns."""
    findings = reading.findings
    batch.rows_read = findings.rows_read
    for outcome in RowOutcome:
        setattr(batch, f"rows_{outcome}", findings.rows[outcome])
    for outcome in (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.UNCHANGED):
        setattr(batch, f"items_{outcome}", findings.items[outcome])
    batch.findings = {**batch.findings, **reading.report}


def _settle(batch: ImportBatch, item_ids: list[int], now: datetime) -> dict[str, int]:
    """Clocks and weeks that the written items touch."""
    counts = recompute_clocks(now=now, item_ids=item_ids)
    weeks = mark_items_dirty(item_ids=item_ids, now=now)
    return {"clocks": counts.clocks, "weeks": weeks}


def _mapping_name(batch: ImportBatch, mapping: Mapping) -> str:
    """Mappings are remembered per source and header."""
    return f"{mapping.source} {header_fingerprint(batch.header)[:12]}"


def twin_of(batch: ImportBatch) -> ImportBatch | None:
    """The import of the same bytes by the same rules, if there is one already."""
    batch.rules_hash = rules_hash(batch)
    return same_import(batch)

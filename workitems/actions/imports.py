"""Importing a file: checked, committed in one transaction, and accounted for row by row."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.tenancy import context
from foundation.inbox.actions import remember_mapping
from foundation.inbox.models import BatchState, ImportBatch, StoredFile
from foundation.inbox.opening import opened_batch
from foundation.inbox.queries import same_import
from foundation.inbox.working import Reporting, begin_work, nothing_to_tell
from foundation.jobs.models import Job
from workitems import import_kinds as kinds
from workitems.actions.clocks import recompute_clocks
from workitems.actions.dirty import mark_items_dirty
from workitems.actions.locking import lock_items
from workitems.ingest import committing, statements
from workitems.ingest.first_weeks import Evidence, as_json
from workitems.ingest.places import load_places
from workitems.ingest.reading import FileRefused, Reading, header_of, refuse_unless_complete
from workitems.ingest.staged import temporary_tables
from workitems.mapping import Mapping, header_fingerprint

CHECK, COMMIT, UNDO = "workitems.check_import", "workitems.commit_import", "workitems.undo_import"
# One import of a workspace at a time, so that what it compares with stays true until it is committed.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('workitems.ingest', %(organization)s))"


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
def set_options(*, batch: ImportBatch, options: dict[str, Any], by: User | None) -> None:
    """Open the batch's file in another way."""
    batch.options = {**batch.options, **options}
    batch.save(update_fields=["options"])
    record("importbatch.options_set", by=by, subject=batch, **options)


@transaction.atomic
def set_mapping(
    *,
    batch: ImportBatch,
    mapping: Mapping,
    header: tuple[str, ...],
    by: User | None,
    new: dict[str, str] | None = None,
) -> None:
    """Read the batch's file so; ``new`` has the engagements that the value map wants made, with their vendors."""
    batch.header, batch.rules, batch.preset = list(header), mapping.to_json(), mapping.preset
    batch.findings = {**batch.findings, "proposal": None}
    if new is not None:
        batch.findings["new"] = new
    batch.save(update_fields=["header", "rules", "preset", "findings"])
    record("importbatch.mapped", by=by, subject=batch, source=mapping.source)


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: User | None) -> None:
    """Forget a batch that was never committed."""
    record("importbatch.discarded", by=by, subject=batch)
    batch.delete()


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
    return begin_work(
        batch=batch,
        kind=kind,
        states=states,
        rules_hash=rules_hash,
        commits=kind == COMMIT,
        title=title,
        by=by,
        now=now,
        link=link,
    )


@transaction.atomic
def check_batch(*, batch_id: int, progress: Reporting = nothing_to_tell) -> ImportBatch:
    """Read the whole file and write down what importing it would do; no item is touched. A rerun says the same.

    Raises:
        FileRefused: when the file or the mapping cannot be used.
    """
    batch = ImportBatch.objects.select_related("file", "organization").get(pk=batch_id)
    reading = _read(batch, progress)
    places = load_places()
    evidence = Evidence(batch.organization.time_zone)
    for judged in reading.items(places):
        for each in judged:
            if (place := each.place.engagement_id) is not None and place < 0:
                evidence.add(place, each.folded.item, each.folded.events)
        progress(reading.findings.rows_read, reading.findings.rows_read)
    committing.note(batch, reading)
    names = {number: name for name, number in places.to_make.items()}
    batch.findings["proposal"] = as_json(evidence, names) if evidence.facts else None
    batch.findings["to_make"] = names
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
    lock()
    with temporary_tables():
        reading, changed = _stage(batch, progress)
        statistics = write_staged(batch=batch, reading=reading, changed=changed, now=now)
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


def accounting_of(batch: ImportBatch) -> dict[str, int]:
    """A batch's figures by name, rows and items."""
    names = ("read", "created", "updated", "unchanged", "duplicate", "quarantined")
    figures = {f"rows_{name}": getattr(batch, f"rows_{name}") for name in names}
    return figures | {f"items_{name}": getattr(batch, f"items_{name}") for name in ("created", "updated", "unchanged")}


def lock() -> None:
    """Let no other import of the workspace write until the transaction ends."""
    statements.run(_LOCK, organization=context.organization_id())


def write_staged(*, batch: ImportBatch, reading: Reading, changed: list[int], now: datetime) -> dict[str, int]:
    """Write what is staged, close the batch, and settle the clocks and weeks that it touches; returns their counts.

    ``changed`` are the ids of the items that the batch changes.
    """
    lock_items(changed)
    mark_items_dirty(item_ids=changed, now=now)
    written = committing.write(batch, reading, changed, now)
    committing.close(batch, reading, now)
    counts = recompute_clocks(now=now, item_ids=written)
    weeks = mark_items_dirty(item_ids=written, now=now)
    committing.refresh_if_bulk(written)
    return {"clocks": counts.clocks, "weeks": weeks}


def _read(batch: ImportBatch, progress: Reporting) -> Reading:
    """The whole file, row by row, nothing written."""
    with opened_batch(batch) as table:
        reading = Reading(Mapping.from_json(batch.rules), header_of(table))
        batch.header = list(table.header)
        for done in reading.rows(table, batch):
            progress(done)
        refuse_unless_complete(table)
    return reading


def _stage(batch: ImportBatch, progress: Reporting) -> tuple[Reading, list[int]]:
    """The file into the temporary tables: its rows, then the items they tell of; and the ids of those to be changed."""
    with opened_batch(batch) as table:
        header = header_of(table)
        batch.header = list(header)
        reading = Reading(Mapping.from_json(batch.rules), header)
        # half of the work is reading, the other half writing
        committing.stage_rows(reading, table, batch, lambda done: progress(done // 2))
        refuse_unless_complete(table)
    places = load_places()
    if unknown := places.unknown(reading.mapping):
        raise FileRefused([kinds.PLACE_UNKNOWN.at(value=key) for key in unknown])
    read = reading.findings.rows_read
    changed = committing.stage_items(reading, places, header, lambda done: progress((read + done) // 2))
    return reading, changed


def _mapping_name(batch: ImportBatch, mapping: Mapping) -> str:
    """Mappings are remembered per source and header."""
    return f"{mapping.source} {header_fingerprint(batch.header)[:12]}"


def twin_of(batch: ImportBatch) -> ImportBatch | None:
    """The import of the same bytes by the same rules, if there is one already."""
    batch.rules_hash = rules_hash(batch)
    return same_import(batch)

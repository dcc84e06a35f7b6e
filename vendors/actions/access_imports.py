"""Grants of access out of a file: what importing it would do, and doing it, all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.models import BatchState, ImportBatch, ImportRow, StoredFile
from foundation.inbox.opening import opened_batch
from foundation.inbox.problems import FileUnfit
from foundation.inbox.queries import same_import
from foundation.inbox.reading.rows import Row
from vendors.access_rows import ReadGrant, columns_of, missing_columns, read
from vendors.actions.access import change_access, grant_access
from vendors.models import AccessGrant, Vendor

KIND: Final = "access"
MOST_ROWS: Final = 5_000


@dataclass
class Planned:
    """A physical row, what was read of it, and what becomes of it; ``grant`` is the open one that is there already."""

    row: Row
    what: ReadGrant
    outcome: RowOutcome = RowOutcome.CREATED
    grant: AccessGrant | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_access_batch(
    *, vendor: Vendor, file: StoredFile, header: tuple[str, ...], by: User, now: datetime
) -> ImportBatch:
    """Begin an import into a vendor's register; nothing is written but the batch itself."""
    batch: ImportBatch = ImportBatch.objects.create(
        kind=KIND,
        file=file,
        header=list(header),
        rules={"vendor": vendor.pk, "columns": columns_of(header)},
        created_by=by,
        created_at=now,
    )
    record("importbatch.opened", by=by, subject=batch, file=file.name, sha256=file.sha256)
    return batch


def plan(batch: ImportBatch, *, today: date) -> list[Planned]:
    """Every row of the batch's file with what importing it would do; nothing is written.

    Raises:
        FileUnfit: when the file cannot be read to its end or lacks a column that is needed.
    """
    columns: dict[str, str] = batch.rules["columns"]
    if (lacking := missing_columns(columns)) is not None:
        raise FileUnfit(lacking)
    planned: list[Planned] = []
    with opened_batch(batch) as table:
        places = {name: table.header.index(column) for name, column in columns.items() if column in table.header}
        for row in table:
            if row.problems or len(planned) >= MOST_ROWS:
                planned.append(Planned(row, ReadGrant(problems=row.problems), RowOutcome.QUARANTINED))
                continue
            cells = {name: (columns[name], row.cells[place]) for name, place in places.items()}
            what = read(cells, line=row.line, today=today)
            planned.append(Planned(row, what, RowOutcome.QUARANTINED if what.problems else RowOutcome.CREATED))
        if table.failure is not None:
            raise FileUnfit(table.failure)
    _settle(planned, batch.rules["vendor"])
    return planned


def _settle(planned: list[Planned], vendor: int) -> None:
    """The last row of a person and system decides; it makes a grant, changes the open one, or says nothing new."""
    last = {each.what.key: each for each in planned if each.outcome != RowOutcome.QUARANTINED}
    rows = AccessGrant.objects.filter(vendor_id=vendor, revoked_on=None)
    there = {(row.person_name.casefold(), row.system.casefold()): row for row in rows}
    for each in planned:
        if each.outcome == RowOutcome.QUARANTINED:
            continue
        if last[each.what.key] is not each:
            each.outcome = RowOutcome.DUPLICATE
        elif (grant := there.get(each.what.key)) is not None:
            each.grant = grant
            said = {name: value for name, value in each.what.values.items() if name != "granted_on"}
            each.changes = {name: value for name, value in said.items() if getattr(grant, name) != value}
            each.outcome = RowOutcome.UPDATED if each.changes else RowOutcome.UNCHANGED


@transaction.atomic
def commit_access_batch(*, batch: ImportBatch, by: User, now: datetime, today: date) -> ImportBatch:
    """Write the grants of a batch. One that is in already is left as it is; the same file gives the batch that did it.

    Raises:
        FileUnfit: when the file cannot be used.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if batch.state == BatchState.COMMITTED:
        return batch
    batch.rules_hash = hashlib.sha256(json.dumps([KIND, batch.rules], sort_keys=True).encode()).hexdigest()
    if (twin := same_import(batch)) is not None:
        return twin
    planned = plan(batch, today=today)
    for each in planned:
        if each.outcome == RowOutcome.CREATED:
            grant_access(grant=AccessGrant(vendor_id=batch.rules["vendor"], **each.what.values), by=by)
        elif each.outcome == RowOutcome.UPDATED and each.grant is not None:
            was = {name: getattr(each.grant, name) for name in each.changes}
            for name, value in each.changes.items():
                setattr(each.grant, name, value)
            change_access(grant=each.grant, by=by, was=was)
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            line=each.row.line,
            external_id=" / ".join(each.what.key)[:200],
            raw=list(each.row.cells),
            row_hash=hashlib.sha256("\x1f".join(each.row.cells).encode()).hexdigest(),
            state=each.outcome.value,
            errors=[problem.as_json() for problem in each.what.problems],
        )
        for each in planned
    )
    count(batch, planned)
    batch.state, batch.committed_at = BatchState.COMMITTED, now
    batch.save()
    record("importbatch.committed", by=by, subject=batch, created=batch.rows_created, updated=batch.rows_updated)
    return batch


def count(batch: ImportBatch, planned: list[Planned]) -> None:
    """The account of every row, on the batch (not saved)."""
    counts = Counter(each.outcome for each in planned)
    batch.rows_read = len(planned)
    for outcome in RowOutcome:
        setattr(batch, f"rows_{outcome.value}", counts[outcome])

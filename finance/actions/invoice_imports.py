"""Invoices out of a file: what importing it would do, doing it, and taking it back. All or nothing each time."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from finance.ingest.invoices import plan
from finance.ingest.planned import KIND, Plan, PlannedInvoice, supplier_key
from finance.ingest.previews import preview
from finance.models import Invoice, InvoiceLine, InvoiceState
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.models import BatchState, ImportBatch, ImportRow, StoredFile
from foundation.inbox.working import Reporting, begin_work, nothing_to_tell
from foundation.jobs.models import Job
from vendors.actions import add_vendor, archive_vendor
from vendors.models import Vendor

__all__ = ["KIND"]
CHECK, COMMIT, UNDO = "finance.check_invoices", "finance.commit_invoices", "finance.undo_invoices"
CHUNK: Final = 1_000


@transaction.atomic
def open_invoice_batch(*, file: StoredFile, header: Iterable[str], by: User, now: datetime) -> ImportBatch:
    """Begin an import of invoices; nothing is written but the batch itself."""
    batch: ImportBatch = ImportBatch.objects.create(
        kind=KIND, file=file, header=list(header), created_by=by, created_at=now
    )
    record("importbatch.opened", by=by, subject=batch, file=file.name, sha256=file.sha256)
    return batch


@transaction.atomic
def map_invoice_batch(*, batch: ImportBatch, rules: Mapping[str, Any], header: Iterable[str], by: User) -> None:
    """Read the batch's file so, and check it anew; what was said before about its vendors stays."""
    batch.header, batch.rules = list(header), {**batch.rules, **rules}
    batch.state, batch.findings = BatchState.UPLOADED, {}
    batch.save(update_fields=["header", "rules", "state", "findings"])
    record("importbatch.mapped", by=by, subject=batch, source=KIND)


def rules_hash(batch: ImportBatch) -> str:
    """SHA-256 over all that decides what a file's bytes come to."""
    text = json.dumps([KIND, batch.rules, batch.options], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def begin(*, batch: ImportBatch, kind: str, title: str, by: User, now: datetime, link: str = "") -> Job:
    """Queue the check, commit or undo of a batch; the caller rings the bell. Raises as ``begin_work``."""
    states = {
        CHECK: (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED),
        COMMIT: (BatchState.CHECKED, BatchState.FAILED, BatchState.COMMITTING),
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
def check_invoice_batch(*, batch_id: int, progress: Reporting = nothing_to_tell) -> ImportBatch:
    """Read the whole file and write down what importing it would do; no invoice is touched. A rerun says the same.

    Raises:
        FileUnfit: when the file cannot be used.
    """
    batch: ImportBatch = ImportBatch.objects.select_related("file").get(pk=batch_id)
    planned = plan(batch, progress=progress)
    note(batch, planned)
    batch.findings = {"check": preview(planned)}
    if batch.state in (BatchState.UPLOADED, BatchState.FAILED):
        batch.state = BatchState.CHECKED
    batch.save()
    return batch


@transaction.atomic
def commit_invoice_batch(
    *, batch_id: int, by: User | None, now: datetime, progress: Reporting = nothing_to_tell
) -> ImportBatch:
    """Write the invoices of a batch, all or nothing: a worker killed in it leaves nothing behind. One that is in
    already is left as it is.

    Raises:
        FileUnfit: when the file cannot be used.
        ValidationError: when the batch was taken back.
    """
    batch: ImportBatch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch_id)
    if batch.state == BatchState.COMMITTED:
        return batch
    if batch.state == BatchState.UNDONE:
        raise ValidationError(_("This import was taken back. Upload the file again."))
    batch.rules_hash = rules_hash(batch)
    planned = plan(batch, lock=True, progress=progress)
    batch.findings = _write(planned, by, now)
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch,
                line=each.row.line,
                external_id=str(each.what.values.get("number", "")),
                raw=list(each.row.cells),
                row_hash=hashlib.sha256("\x1f".join(each.row.cells).encode()).hexdigest(),
                state=each.outcome.value,
                errors=[problem.as_json() for problem in each.problems],
            )
            for each in planned.rows
        ),
        batch_size=CHUNK,
    )
    note(batch, planned)
    batch.state, batch.committed_at = BatchState.COMMITTED, now
    batch.save()
    counts = {"invoices": len(batch.findings["invoices"]), "lines": len(batch.findings["lines"])}
    record("importbatch.committed", by=by, subject=batch, **counts)
    return batch


def note(batch: ImportBatch, planned: Plan) -> None:
    """The account of every row, on the batch."""
    counts = Counter(each.outcome for each in planned.rows)
    batch.rows_read = len(planned.rows)
    for outcome in RowOutcome:
        setattr(batch, f"rows_{outcome.value}", counts[outcome])
    new = sum(each.stored is None for each in planned.invoices)
    changed = sum(each.is_changed for each in planned.invoices)
    batch.items_created, batch.items_updated = new, changed
    batch.items_unchanged = len(planned.invoices) - new - changed


def _write(planned: Plan, by: User | None, now: datetime) -> dict[str, Any]:
    """Save everything; returns what taking it back needs: what was made, and what was there before."""
    vendors = {supplier_key(name): _vendor(name, by) for name in planned.new_vendors}
    new = [each for each in planned.invoices if each.stored is None]
    changed = [each for each in planned.invoices if each.is_changed]
    before = {str(each.invoice.pk): _header(each.stored) for each in changed if each.stored is not None}
    for each in (*new, *changed):
        if each.new_vendor:
            each.invoice.vendor = vendors[supplier_key(each.new_vendor)]
        _settle(each)
    for each in new:
        each.invoice.created_by, each.invoice.created_at = by, now
    Invoice.objects.bulk_create([each.invoice for each in new], batch_size=CHUNK)
    for each in changed:
        each.invoice.revision += 1
    fields = [*HEADER, "net", "tax", "state", "revision"]
    Invoice.objects.bulk_update([each.invoice for each in changed], fields, batch_size=CHUNK)
    made = [line for each in (*new, *changed) for line in each.new_lines]
    for each in (*new, *changed):
        for line in each.new_lines:
            line.invoice = each.invoice
    InvoiceLine.objects.bulk_create(made, batch_size=CHUNK)
    edited = [line for each in changed for line in each.changed_lines]
    old_lines = {str(line.pk): _line(old) for each in changed for line, old in each.changed_lines.items()}
    InvoiceLine.objects.bulk_update(edited, LINE, batch_size=CHUNK)
    return {
        "vendors": [vendor.pk for vendor in vendors.values()],
        "invoices": {str(each.invoice.pk): each.invoice.revision for each in new},
        "lines": [line.pk for line in made],
        "before": before,
        "revisions": {str(each.invoice.pk): each.invoice.revision for each in changed},
        "lines_before": old_lines,
    }


def _vendor(name: str, by: User | None) -> Vendor:
    return add_vendor(vendor=Vendor(name=name), by=by)


def _settle(each: PlannedInvoice) -> None:
    """Net, tax and state follow from the lines and the day it was paid."""
    lines = each.all_lines()
    each.invoice.net = sum((line.amount for line in lines), Decimal(0))
    each.invoice.tax = sum((line.tax for line in lines), Decimal(0))
    if each.invoice.paid_date is not None:
        each.invoice.state = InvoiceState.PAID


HEADER: Final = ("issue_date", "received_date", "due_date", "paid_date")
LINE: Final = (
    "engagement",
    "cost_line",
    "description",
    "period_start",
    "period_end",
    "quantity",
    "amount",
    "tax",
)


def _header(invoice: Invoice) -> dict[str, Any]:
    return {name: _text(getattr(invoice, name)) for name in (*HEADER, "net", "tax", "state")}


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {name: _text(getattr(line, "engagement_id" if name == "engagement" else name)) for name in LINE}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


@transaction.atomic
def undo_invoice_batch(*, batch_id: int, by: User | None, now: datetime) -> None:
    """Take an import back: what it made goes, what it changed stands as before. Its rows stay as an account; vendors
    that it made and nobody uses are archived. One that was taken back is left as it is.

    Raises:
        ValidationError: when it is not in, or an invoice that it made or changed was edited since.
    """
    batch: ImportBatch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state == BatchState.UNDONE:
        return
    if batch.state != BatchState.COMMITTED:
        raise ValidationError(_("Only an import that is in can be taken back."))
    found = batch.findings
    revisions = {**found["invoices"], **found["revisions"]}
    touched = Invoice.objects.select_for_update(of=("self",)).in_bulk([int(pk) for pk in revisions])
    for pk, revision in revisions.items():
        invoice = touched.get(int(pk))
        if invoice is None or invoice.revision != revision:
            name = invoice.number if invoice else pk
            raise ValidationError(_("Invoice “%(name)s” was edited since. Nothing was taken back.") % {"name": name})
    InvoiceLine.objects.filter(pk__in=found["lines"]).delete()
    _restore_lines(found["lines_before"])
    for pk, values in found["before"].items():
        invoice = touched[int(pk)]
        for name, value in values.items():
            field: Any = Invoice._meta.get_field(name)
            setattr(invoice, name, field.to_python(value))
        invoice.revision += 1
        invoice.save(update_fields=[*values, "revision"])
    Invoice.objects.filter(pk__in=[int(pk) for pk in found["invoices"]]).delete()
    for vendor in Vendor.objects.filter(pk__in=found["vendors"], archived_at=None):
        _retire(vendor, by, now)
    batch.state, batch.undone_at = BatchState.UNDONE, now
    batch.save(update_fields=["state", "undone_at"])
    record("importbatch.undone", by=by, subject=batch)


def _restore_lines(before: Mapping[str, Mapping[str, Any]]) -> None:
    lines = InvoiceLine.objects.in_bulk([int(pk) for pk in before])
    for pk, values in before.items():
        line = lines[int(pk)]
        for name, value in values.items():
            if name == "engagement":
                line.engagement_id = None if value is None else int(value)
            else:
                field: Any = InvoiceLine._meta.get_field(name)
                setattr(line, name, field.to_python(value))
    InvoiceLine.objects.bulk_update(lines.values(), LINE, batch_size=CHUNK)


def _retire(vendor: Vendor, by: User | None, now: datetime) -> None:
    """A vendor that an import made leaves the list with it, unless an engagement or an invoice needs it by now."""
    if not Invoice.objects.filter(vendor=vendor).exists():
        with contextlib.suppress(ValidationError):
            archive_vendor(vendor=vendor, by=by, now=now)


@transaction.atomic
def discard_invoice_batch(*, batch: ImportBatch, by: User) -> None:
    """Forget an import that was never committed; the file itself is kept."""
    record("importbatch.discarded", by=by, subject=batch)
    batch.delete()

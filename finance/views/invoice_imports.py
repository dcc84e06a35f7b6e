"""The wizard that brings invoices out of a file: file, columns, vendors, check, import."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from finance.actions import invoice_imports as actions
from finance.forms.invoice_imports import InvoiceColumnsForm, SuppliersForm
from finance.ingest.invoices import count_suppliers, too_long
from finance.ingest.planned import KIND
from finance.queries.invoices import last_rules
from finance.views.invoice_import_steps import (
    OPEN,
    address,
    at_work,
    batch_or_404,
    begin,
    card,
    elsewhere,
    list_address,
    page,
    wrong,
)
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import placed_sentence, stored_problem
from foundation.inbox.export import csv_lines
from foundation.inbox.forms import SheetForm, UploadForm
from foundation.inbox.inspecting import inspect, inspect_batch
from foundation.inbox.models import BatchState
from foundation.inbox.queries import newest_batches, quarantined_rows
from foundation.inbox.rejected import rejected_table
from vendors.models import Vendor

ASKS_FOR_A_SHEET: Final = ("choose_sheet", "sheet_unknown")
SHOWN: Final = 20


@needs(Permission.EDIT_INVOICES)
def import_create(request: TenantRequest) -> HttpResponse:
    """Upload a file; what was imported before stands below."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], timezone.now()
        content = upload.read()
        inspection = inspect(content, upload.name)
        problem = inspection.failure or too_long(content, upload.name)
        if problem is None or problem.code in ASKS_FOR_A_SHEET:
            file = store_file(content=content, name=upload.name, by=request.user, now=now)
            batch = actions.open_invoice_batch(file=file, header=inspection.header, by=request.user, now=now)
            return redirect(address(request, "map", pk=batch.pk))
        form.add_error("file", placed_sentence(problem))
    context = {"form": form, "batches": list(newest_batches(KIND)[:SHOWN])}
    return page(request, "create", None, context, failed=bool(form.errors))


@needs(Permission.EDIT_INVOICES)
def import_map(request: TenantRequest, pk: int) -> HttpResponse:
    """Say which column is what; a workbook with several sheets first asks for one."""
    batch = batch_or_404(pk)
    if batch.kind != KIND or batch.state not in OPEN:
        return elsewhere(request, batch)
    posted = request.POST if request.method == "POST" else None
    inspection = inspect_batch(batch)
    if inspection.info is None:
        failure = inspection.failure
        names = failure.params.get("sheets", "").split(", ") if failure else []
        sheet = SheetForm(posted, sheets=[name.strip() for name in names if name.strip()])
        if request.method == "POST" and sheet.is_valid():
            batch.options = {**batch.options, "sheet": sheet.cleaned_data["sheet"]}
            if problem := too_long(batch.file.content, batch.file.name, batch.options):
                sheet.add_error("sheet", placed_sentence(problem))
            else:
                batch.save(update_fields=["options"])
                return redirect(address(request, "map", pk=pk))
        question = placed_sentence(failure) if failure else ""
        return page(request, "map", batch, {"form": sheet, "question": question}, failed=bool(sheet.errors))
    rules = batch.rules or last_rules(KIND, inspection.header)
    form = InvoiceColumnsForm(posted, inspection=inspection, rules=rules, currency=request.organization.currency)
    if request.method == "POST" and form.is_valid():
        kept = {name: rules[name] for name in ("vendors", "others") if name in rules}
        actions.map_invoice_batch(
            batch=batch, rules={**kept, **form.rules()}, header=inspection.header, by=request.user
        )
        return redirect(address(request, "vendors", pk=pk))
    return page(request, "map", batch, {"form": form}, failed=bool(form.errors))


@needs(Permission.EDIT_INVOICES)
def import_vendors(request: TenantRequest, pk: int) -> HttpResponse:
    """Say which vendor each supplier is."""
    batch = batch_or_404(pk)
    if batch.kind != KIND or batch.state not in OPEN or "columns" not in batch.rules:
        return elsewhere(request, batch)
    form = SuppliersForm(
        request.POST if request.method == "POST" else None,
        suppliers=dict(count_suppliers(batch).most_common()),
        vendors=list(Vendor.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")),
        rules=batch.rules,
        may_make=request.membership.may(Permission.EDIT_AGREEMENTS),
    )
    if request.method == "POST" and form.is_valid():
        actions.map_invoice_batch(batch=batch, rules=form.rules(), header=batch.header, by=request.user)
        return begin(request, batch, actions.CHECK)
    return page(request, "vendors", batch, {"form": form}, failed=bool(form.errors))


@needs(Permission.VIEW)
def import_rejected(request: TenantRequest, pk: int) -> HttpResponse:
    """The rows that were set aside as a file, each with its line and what is wrong; mended, it is imported again."""
    header, rows = rejected_table(batch_or_404(pk))
    if not rows:
        raise Http404
    response = HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="invoices-{pk}-quarantined.csv"'
    return response


@needs(Permission.VIEW)
def import_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """What came of it: the account of every row, and what was set aside."""
    batch = batch_or_404(pk)
    if batch.kind != KIND or batch.state in OPEN:
        return elsewhere(request, batch)
    rows = quarantined_rows(batch)[:SHOWN]
    set_aside = [wrong(row.line, [stored_problem(each) for each in row.errors]) for row in rows]
    may_undo = batch.state == BatchState.COMMITTED and request.membership.may(Permission.EDIT_INVOICES)
    return page(
        request,
        "detail",
        batch,
        {
            "wrong": set_aside,
            "may_undo": may_undo and not at_work(batch),
            "is_running": at_work(batch),
            "is_stuck": batch.state == BatchState.COMMITTING and not at_work(batch),
            "refusal": batch.job.error if batch.job and batch.state == BatchState.COMMITTED else "",
            **card(request, batch),
        },
    )


@require_POST
@needs(Permission.EDIT_INVOICES)
def import_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget an import that was begun and never committed."""
    batch = batch_or_404(pk)
    if batch.kind != KIND or batch.state not in OPEN:
        return elsewhere(request, batch)
    actions.discard_invoice_batch(batch=batch, by=request.user)
    messages.success(request, _("The import is discarded; nothing was written."))
    return redirect(list_address(request))

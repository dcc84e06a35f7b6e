"""The wizard that brings invoices out of a file: file, columns, vendors, check, import."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from finance.actions import invoice_imports as actions
from finance.forms.invoice_imports import InvoiceColumnsForm, SuppliersForm
from finance.ingest.invoices import KIND, FileUnfit, Plan, count_suppliers, plan
from finance.queries.invoices import last_rules
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import placed_sentence, sentence, stored_problem
from foundation.inbox.export import csv_lines
from foundation.inbox.forms import SheetForm, UploadForm
from foundation.inbox.inspecting import inspect, inspect_batch
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.queries import newest_batches, quarantined_rows
from foundation.inbox.rejected import rejected_table
from vendors.models import Vendor

STEPS: Final = (
    ("invoiceimport-create", gettext_lazy("File")),
    ("invoiceimport-map", gettext_lazy("Columns")),
    ("invoiceimport-vendors", gettext_lazy("Vendors")),
    ("invoiceimport-check", gettext_lazy("Check")),
    ("invoiceimport-detail", gettext_lazy("Import")),
)
ASKS_FOR_A_SHEET: Final = ("choose_sheet", "sheet_unknown")
SHOWN: Final = 20
OPEN: Final = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


@needs(Permission.EDIT_INVOICES)
def import_create(request: TenantRequest) -> HttpResponse:
    """Upload a file; what was imported before stands below."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], timezone.now()
        content = upload.read()
        inspection = inspect(content, upload.name)
        if inspection.failure is None or inspection.failure.code in ASKS_FOR_A_SHEET:
            file = store_file(content=content, name=upload.name, by=request.user, now=now)
            batch = actions.open_invoice_batch(file=file, header=inspection.header, by=request.user, now=now)
            return redirect(_address(request, "map", pk=batch.pk))
        form.add_error("file", placed_sentence(inspection.failure))
    context = {"form": form, "batches": list(newest_batches(KIND)[:SHOWN])}
    return _page(request, "create", None, context, failed=bool(form.errors))


@needs(Permission.EDIT_INVOICES)
def import_map(request: TenantRequest, pk: int) -> HttpResponse:
    """Say which column is what; a workbook with several sheets first asks for one."""
    batch = _batch(pk)
    if batch.kind != KIND or batch.state not in OPEN:
        return _elsewhere(request, batch)
    posted = request.POST if request.method == "POST" else None
    inspection = inspect_batch(batch)
    if inspection.info is None:
        failure = inspection.failure
        names = failure.params.get("sheets", "").split(", ") if failure else []
        sheet = SheetForm(posted, sheets=[name.strip() for name in names if name.strip()])
        if request.method == "POST" and sheet.is_valid():
            batch.options = {**batch.options, "sheet": sheet.cleaned_data["sheet"]}
            batch.save(update_fields=["options"])
            return redirect(_address(request, "map", pk=pk))
        question = placed_sentence(failure) if failure else ""
        return _page(request, "map", batch, {"form": sheet, "question": question}, failed=bool(sheet.errors))
    rules = batch.rules or last_rules(KIND, inspection.header)
    form = InvoiceColumnsForm(posted, inspection=inspection, rules=rules, currency=request.organization.currency)
    if request.method == "POST" and form.is_valid():
        kept = {name: rules[name] for name in ("vendors", "others") if name in rules}
        actions.map_invoice_batch(
            batch=batch, rules={**kept, **form.rules()}, header=inspection.header, by=request.user
        )
        return redirect(_address(request, "vendors", pk=pk))
    return _page(request, "map", batch, {"form": form}, failed=bool(form.errors))


@needs(Permission.EDIT_INVOICES)
def import_vendors(request: TenantRequest, pk: int) -> HttpResponse:
    """Say which vendor each supplier is."""
    batch = _batch(pk)
    if batch.kind != KIND or batch.state not in OPEN or "columns" not in batch.rules:
        return _elsewhere(request, batch)
    form = SuppliersForm(
        request.POST if request.method == "POST" else None,
        suppliers=dict(count_suppliers(batch).most_common()),
        vendors=list(Vendor.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")),
        rules=batch.rules,
        may_make=request.membership.may(Permission.EDIT_AGREEMENTS),
    )
    if request.method == "POST" and form.is_valid():
        actions.map_invoice_batch(batch=batch, rules=form.rules(), header=batch.header, by=request.user)
        return redirect(_address(request, "check", pk=pk))
    return _page(request, "vendors", batch, {"form": form}, failed=bool(form.errors))


@needs(Permission.EDIT_INVOICES)
def import_check(request: TenantRequest, pk: int) -> HttpResponse:
    """What importing the file would do. Nothing is written."""
    batch = _batch(pk)
    if batch.kind != KIND or batch.state not in OPEN or "others" not in batch.rules:
        return _elsewhere(request, batch)
    try:
        planned = plan(batch)
    except FileUnfit as unfit:
        messages.error(request, placed_sentence(unfit.problem))
        return redirect(_address(request, "map", pk=pk))
    actions.note(batch, planned)
    wrong = [(each.row.line, each.problems) for each in planned.rows if each.outcome == "quarantined"]
    touched = [each for each in planned.invoices if each.stored is None or each.is_changed]
    context = {
        "wrong": [_wrong(line, problems) for line, problems in wrong[:SHOWN]],
        "invoices": touched[:SHOWN],
        "more": len(touched),
        "new_vendors": planned.new_vendors,
        "sums": _sums(planned),
    }
    return _page(request, "check", batch, context)


def _sums(planned: Plan) -> list[tuple[str, Any, Any]]:
    """Currency, the net of the rows that count, and the net of those set aside where it could be read."""
    counted: dict[str, Any] = {}
    aside: dict[str, Any] = {}
    for each in planned.rows:
        currency, amount = each.what.get("currency"), each.what.get("amount")
        if currency is None or amount is None or each.outcome == "duplicate":
            continue
        sums = aside if each.outcome == "quarantined" else counted
        sums[currency] = sums.get(currency, 0) + amount
    return [(code, counted.get(code, 0), aside.get(code)) for code in sorted({*counted, *aside})]


@require_POST
@needs(Permission.EDIT_INVOICES)
def import_commit(request: TenantRequest, pk: int) -> HttpResponse:
    """Import it."""
    batch = _batch(pk)
    if batch.kind != KIND or "others" not in batch.rules:
        return _elsewhere(request, batch)
    done = batch
    try:
        with transaction.atomic():
            done = actions.commit_invoice_batch(batch=batch, by=request.user, now=timezone.now())
    except FileUnfit as unfit:
        messages.error(request, placed_sentence(unfit.problem))
        return redirect(_address(request, "map", pk=pk))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except IntegrityError:
        text = _("Somebody imported the same invoices a moment ago. Look at the check again; nothing was written.")
        messages.error(request, text)
    if done.pk != batch.pk:
        messages.info(request, _("This very file is in already; nothing has to be done."))
    return redirect(_address(request, "detail", pk=done.pk))


@needs(Permission.VIEW)
def import_rejected(request: TenantRequest, pk: int) -> HttpResponse:
    """The rows that were set aside as a file, each with its line and what is wrong; mended, it is imported again."""
    header, rows = rejected_table(_batch(pk))
    if not rows:
        raise Http404
    response = HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="invoices-{pk}-quarantined.csv"'
    return response


@needs(Permission.VIEW)
def import_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """What came of it: the account of every row, and what was set aside."""
    batch = _batch(pk)
    if batch.kind != KIND or batch.state in OPEN:
        return _elsewhere(request, batch)
    rows = quarantined_rows(batch)[:SHOWN]
    wrong = [_wrong(row.line, [stored_problem(each) for each in row.errors]) for row in rows]
    may_undo = batch.state == BatchState.COMMITTED and request.membership.may(Permission.EDIT_INVOICES)
    return _page(request, "detail", batch, {"wrong": wrong, "may_undo": may_undo})


@require_POST
@needs(Permission.EDIT_INVOICES)
def import_undo(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the whole import back."""
    batch = _batch(pk)
    if batch.kind != KIND:
        return _elsewhere(request, batch)
    try:
        actions.undo_invoice_batch(batch=batch, by=request.user, now=timezone.now())
        messages.success(request, _("The import is taken back."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(_address(request, "detail", pk=pk))


@require_POST
@needs(Permission.EDIT_INVOICES)
def import_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget an import that was begun and never committed."""
    batch = _batch(pk)
    if batch.kind != KIND or batch.state not in OPEN:
        return _elsewhere(request, batch)
    actions.discard_invoice_batch(batch=batch, by=request.user)
    messages.success(request, _("The import is discarded; nothing was written."))
    return redirect(_list(request))


def _batch(pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.select_related("file"), pk=pk)
    return batch


def _elsewhere(request: TenantRequest, batch: ImportBatch) -> HttpResponse:
    """Where a batch is at home that does not belong on this page."""
    if batch.kind != KIND:
        messages.info(request, _("This file was not imported as invoices."))
        return redirect(_list(request))
    name = "detail"
    if batch.state in OPEN:
        name = "map" if "columns" not in batch.rules else "vendors"
    return redirect(_address(request, name, pk=batch.pk))


def _wrong(line: int, problems: Any) -> dict[str, Any]:
    return {"line": line, "texts": [(each.column or "", sentence(each)) for each in problems]}


def _address(request: TenantRequest, step: str, **kwargs: Any) -> str:
    return reverse(f"finance:invoiceimport-{step}", kwargs={"org": request.organization.slug, **kwargs})


def _list(request: TenantRequest) -> str:
    return reverse("finance:invoice-list", kwargs={"org": request.organization.slug})


def _page(
    request: TenantRequest, step: str, batch: ImportBatch | None, context: dict[str, Any], *, failed: bool = False
) -> HttpResponse:
    names = [name for name, _label in STEPS]
    place = names.index(f"invoiceimport-{step}")
    items = []
    for number, (name, label) in enumerate(STEPS):
        state = "done" if number < place else "current" if number == place else "todo"
        linked = batch is not None and batch.state in OPEN and 0 < number < place
        url = _address(request, name.removeprefix("invoiceimport-"), pk=batch.pk) if linked and batch else ""
        items.append({"label": label, "url": url, "state": state})
    shared = {"batch": batch, "steps": items, "crumbs": [{"label": _("Invoices"), "url": _list(request)}]}
    status = 422 if failed else 200
    return render(request, f"finance/invoice_import_{step}.html", {**shared, **context}, status=status)

"""The wizard that brings processes out of a file: file, columns, check, import."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.actions import process_imports as actions
from engagements.forms.process_imports import ProcessColumnsForm
from engagements.inventory.columns import FIELDS
from engagements.views.pages import address, crumb
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import placed_sentence, sentence, stored_problem
from foundation.inbox.export import csv_lines
from foundation.inbox.forms import SheetForm, UploadForm
from foundation.inbox.inspecting import inspect, inspect_batch
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.problems import FileUnfit
from foundation.inbox.queries import newest_batches, quarantined_rows
from foundation.inbox.rejected import rejected_table

STEPS: Final = (
    ("processimport-create", gettext_lazy("File")),
    ("processimport-map", gettext_lazy("Columns")),
    ("processimport-check", gettext_lazy("Check")),
    ("processimport-detail", gettext_lazy("Import")),
)
ASKS_FOR_A_SHEET: Final = ("choose_sheet", "sheet_unknown")
SHOWN: Final = 20
OPEN: Final = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


@needs(Permission.EDIT_AGREEMENTS)
def import_create(request: TenantRequest) -> HttpResponse:
    """Upload a file; what was imported before stands below."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], timezone.now()
        content = upload.read()
        inspection = inspect(content, upload.name)
        if inspection.failure is None or inspection.failure.code in ASKS_FOR_A_SHEET:
            file = store_file(content=content, name=upload.name, by=request.user, now=now)
            batch = actions.open_process_batch(file=file, header=inspection.header, by=request.user, now=now)
            return redirect(address(request, "processimport-map", pk=batch.pk))
        form.add_error("file", placed_sentence(inspection.failure))
    context = {"form": form, "batches": list(newest_batches(actions.KIND)[:SHOWN])}
    return _page(request, "create", None, context, failed=bool(form.errors))


@needs(Permission.EDIT_AGREEMENTS)
def import_map(request: TenantRequest, pk: int) -> HttpResponse:
    """Say which column is what; a workbook with several sheets first asks for one."""
    batch = _batch(pk)
    if batch.kind != actions.KIND or batch.state not in OPEN:
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
            return redirect(address(request, "processimport-map", pk=pk))
        question = placed_sentence(failure) if failure else ""
        return _page(request, "map", batch, {"form": sheet, "question": question}, failed=bool(sheet.errors))
    form = ProcessColumnsForm(posted, inspection=inspection, rules=batch.rules)
    if request.method == "POST" and form.is_valid():
        actions.map_process_batch(
            batch=batch,
            columns=form.columns(),
            style=form.cleaned_data["decimal_style"],
            header=inspection.header,
            by=request.user,
        )
        return redirect(address(request, "processimport-check", pk=pk))
    return _page(request, "map", batch, {"form": form}, failed=bool(form.errors))


@needs(Permission.EDIT_AGREEMENTS)
def import_check(request: TenantRequest, pk: int) -> HttpResponse:
    """What importing the file would do. Nothing is written."""
    batch = _batch(pk)
    if batch.kind != actions.KIND or batch.state not in OPEN:
        return _elsewhere(request, batch)
    try:
        planned = actions.plan(batch)
    except FileUnfit as unfit:
        messages.error(request, placed_sentence(unfit.problem))
        return redirect(address(request, "processimport-map", pk=pk))
    actions.note(batch, planned)
    wrong = [_wrong(each.row.line, each.what.problems) for each in planned if each.what.problems]
    changed = [
        {"name": each.what.values["name"], "changes": [(_(FIELDS[name]), new) for name, new in each.changes.items()]}
        for each in planned
        if each.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED)
    ]
    return _page(request, "check", batch, {"wrong": wrong[:SHOWN], "changed": changed[:SHOWN], "more": len(changed)})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def import_commit(request: TenantRequest, pk: int) -> HttpResponse:
    """Import it."""
    batch = _batch(pk)
    if batch.kind != actions.KIND:
        return _elsewhere(request, batch)
    try:
        done = actions.commit_process_batch(batch=batch, by=request.user, now=timezone.now())
    except FileUnfit as unfit:
        messages.error(request, placed_sentence(unfit.problem))
        return redirect(address(request, "processimport-map", pk=pk))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        done = batch
    if done.pk != batch.pk:
        messages.info(request, _("This very file is in already; nothing has to be done."))
    return redirect(address(request, "processimport-detail", pk=done.pk))


@needs(Permission.VIEW)
def import_rejected(request: TenantRequest, pk: int) -> HttpResponse:
    """The rows that were set aside as a file, each with its line and what is wrong; mended, it is imported again."""
    header, rows = rejected_table(_batch(pk))
    if not rows:
        raise Http404
    response = HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="processes-{pk}-quarantined.csv"'
    return response


@needs(Permission.VIEW)
def import_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """What came of it: the account of every row, and what was set aside."""
    batch = _batch(pk)
    if batch.kind != actions.KIND or batch.state in OPEN:
        return _elsewhere(request, batch)
    rows = quarantined_rows(batch)[:SHOWN]
    wrong = [_wrong(row.line, [stored_problem(each) for each in row.errors]) for row in rows]
    may_undo = batch.state == BatchState.COMMITTED and request.membership.may(Permission.EDIT_AGREEMENTS)
    return _page(request, "detail", batch, {"wrong": wrong, "may_undo": may_undo})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def import_undo(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the whole import back."""
    batch = _batch(pk)
    if batch.kind != actions.KIND:
        return _elsewhere(request, batch)
    try:
        actions.undo_process_batch(batch=batch, by=request.user, now=timezone.now())
        messages.success(request, _("The import is taken back."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(address(request, "processimport-detail", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def import_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget an import that was begun and never committed."""
    batch = _batch(pk)
    if batch.kind != actions.KIND or batch.state not in OPEN:
        return _elsewhere(request, batch)
    actions.discard_process_batch(batch=batch, by=request.user)
    messages.success(request, _("The import is discarded; nothing was written."))
    return redirect(address(request, "process-list"))


def _batch(pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.select_related("file"), pk=pk)
    return batch


def _elsewhere(request: TenantRequest, batch: ImportBatch) -> HttpResponse:
    """Where a batch is at home that does not belong on this page."""
    if batch.kind != actions.KIND:
        messages.info(request, _("This file was not imported as processes."))
        return redirect(address(request, "process-list"))
    name = "processimport-map" if batch.state in OPEN else "processimport-detail"
    return redirect(address(request, name, pk=batch.pk))


def _wrong(line: int, problems: Any) -> dict[str, Any]:
    return {"line": line, "texts": [(each.column or "", sentence(each)) for each in problems]}


def _page(
    request: TenantRequest, step: str, batch: ImportBatch | None, context: dict[str, Any], *, failed: bool = False
) -> HttpResponse:
    names = [name for name, _label in STEPS]
    place = names.index(f"processimport-{step}")
    items = []
    for number, (name, label) in enumerate(STEPS):
        state = "done" if number < place else "current" if number == place else "todo"
        linked = batch is not None and batch.state in OPEN and 0 < number < place
        url = address(request, name, pk=batch.pk) if linked and batch is not None else ""
        items.append({"label": label, "url": url, "state": state})
    shared = {"batch": batch, "steps": items, "crumbs": [crumb(_("Processes"), address(request, "process-list"))]}
    status = 422 if failed else 200
    return render(request, f"engagements/process_import_{step}.html", {**shared, **context}, status=status)

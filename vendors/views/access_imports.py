"""An access register out of a file: the file, what it would do, done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import placed_sentence, sentence
from foundation.inbox.forms import UploadForm
from foundation.inbox.inspecting import inspect
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.problems import FileUnfit
from vendors.access_rows import columns_of, missing_columns
from vendors.actions import access_imports as actions
from vendors.requests import today_of
from vendors.views.pages import VendorForm, address, show_form, show_tab, vendor_of

SHOWN = 50


@needs(Permission.EDIT_AGREEMENTS)
def accessimport_create(request: TenantRequest, partner: int) -> HttpResponse:
    """Upload a register; nothing is written yet."""
    vendor = vendor_of(partner)
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], timezone.now()
        content = upload.read()
        found = inspect(content, upload.name)
        problem = found.failure or missing_columns(columns_of(found.header))
        if problem is None:
            file = store_file(content=content, name=upload.name, by=request.user, now=now)
            batch = actions.open_access_batch(vendor=vendor, file=file, header=found.header, by=request.user, now=now)
            return redirect(address(request, "accessimport-check", pk=batch.pk))
        form.add_error("file", placed_sentence(problem))
    note = _(
        "One row a grant, with the columns person, system, scope, reason and expires; email, level (read, write, admin)"
        " and granted help. Days as 2026-11-30. An open grant of the same person and system is brought up to date."
    )
    back = address(request, "vendor-access", pk=partner)
    page = VendorForm(_("Import a register"), vendor, "access", back, note, _("Look into the file"))
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def accessimport_check(request: TenantRequest, pk: int) -> HttpResponse:
    """What importing the file would do, or did."""
    batch = _batch(pk)
    if batch.kind != actions.KIND:
        return redirect(address(request, "access-list"))
    vendor = vendor_of(batch.rules["vendor"])
    try:
        planned = actions.plan(batch, today=today_of(request))
    except FileUnfit as unfit:
        messages.error(request, placed_sentence(unfit.problem))
        return redirect(address(request, "accessimport-create", partner=vendor.pk))
    if batch.state != BatchState.COMMITTED:
        actions.count(batch, planned)
    wrong = [
        (each.row.line, " ".join(sentence(p) for p in each.what.problems)) for each in planned if each.what.problems
    ]
    news = [each for each in planned if each.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED)]
    context = {
        "batch": batch,
        "is_done": batch.state == BatchState.COMMITTED,
        "wrong": wrong[:SHOWN],
        "news": news[:SHOWN],
        "more": len(news),
    }
    return show_tab(request, "accessimport_check", vendor, "access", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def accessimport_commit(request: TenantRequest, pk: int) -> HttpResponse:
    """Import it."""
    batch = _batch(pk)
    if batch.kind != actions.KIND:
        return redirect(address(request, "access-list"))
    vendor = batch.rules["vendor"]
    try:
        done = actions.commit_access_batch(batch=batch, by=request.user, now=timezone.now(), today=today_of(request))
    except FileUnfit as unfit:
        messages.error(request, placed_sentence(unfit.problem))
        return redirect(address(request, "accessimport-create", partner=vendor))
    words = {"created": done.rows_created, "updated": done.rows_updated, "aside": done.rows_quarantined}
    text = _("%(created)d grants are new, %(updated)d changed, %(aside)d rows were set aside.")
    messages.success(request, text % words)
    return redirect(address(request, "vendor-access", pk=vendor))


def _batch(pk: int) -> ImportBatch:
    found: ImportBatch = get_object_or_404(ImportBatch.objects.select_related("file"), pk=pk)
    return found

"""A partner imports its own items: sends a file, sees what it would do, and decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import csv_lines
from vendors.models import Vendor
from workitems.actions import partner_files as actions
from workitems.canonical import FIELDS
from workitems.forms.partner_files import PartnerFileForm
from workitems.models import PartnerFile
from workitems.models.partner_files import Decision
from workitems.partner_rules import TAKEN, left_out
from workitems.queries.partner_files import NEWEST, allowed_engagements, own_files, wrong_rows

SHOWN = 50
EXAMPLE = (
    "T-1001", "Closed", "2026-11-23 08:15", "2026-11-23 08:40", "", "2026-11-23 10:05", "2026-11-23 10:05",
    "Password reset", "", "", "Incident", "P3", "Service desk", "0",
)  # fmt: skip


@needs(Permission.PORTAL_WORK)
def file_list(request: TenantRequest) -> HttpResponse:
    """The files that were sent, and the form for another one."""
    allowed = allowed_engagements()
    data = request.POST if request.method == "POST" else None
    form = PartnerFileForm(data, request.FILES or None, zone=_zone(request), allowed=allowed)
    if request.method == "POST" and form.is_valid():
        sent = take(form, lambda: _send(request, form))
        if sent is not None:
            return redirect(_address(request, "partnerfile-portal", pk=sent.pk))
    context = {
        "form": form,
        "allowed": allowed,
        "rows": list(own_files()[:NEWEST]),
        "crumbs": [{"label": _("Work items"), "url": _address(request, "item-portal-list")}],
    }
    return render(request, "workitems/portal_file_list.html", context, status=422 if form.errors else 200)


@needs(Permission.PORTAL_WORK)
@require_safe
def file_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """What a file would do, or did; ``?csv=1`` takes away the rows that cannot be used."""
    file = get_object_or_404(own_files(), pk=pk)
    wrong = wrong_rows(file.problems)
    if "csv" in request.GET:
        return _table(wrong, "rows-to-mend.csv", ("line", "column", "problem", "value"))
    context = {
        "file": file,
        "wrong": wrong[:SHOWN],
        "more": max(0, len(wrong) - SHOWN),
        "crumbs": [
            {"label": _("Work items"), "url": _address(request, "item-portal-list")},
            {"label": _("Import"), "url": _address(request, "partnerfile-portal-list")},
        ],
    }
    return render(request, "workitems/portal_file_detail.html", context)


@require_POST
@needs(Permission.PORTAL_WORK)
def file_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Have it imported, or forget it."""
    file = get_object_or_404(PartnerFile.objects.defer("content"), pk=pk)
    decision = request.POST.get("decision", "")
    if decision not in (Decision.IMPORT, Decision.DISCARD):
        messages.error(request, _("Choose whether the file is imported or discarded."))
        return redirect(_address(request, "partnerfile-portal", pk=pk))
    try:
        actions.decide_file(file=file, decision=decision, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        if decision == Decision.DISCARD:
            messages.success(request, _("The file is discarded; nothing was imported."))
    return redirect(_address(request, "partnerfile-portal", pk=pk))


@needs(Permission.PORTAL_WORK)
@require_safe
def file_template(request: TenantRequest) -> HttpResponse:
    """An empty table with every column that is taken, and one row as an example."""
    return _table([EXAMPLE], "work-items-template.csv", [_(FIELDS[name].label) for name in TAKEN])


def _send(request: TenantRequest, form: PartnerFileForm) -> PartnerFile:
    return actions.send_file(
        engagement=form.cleaned_data["engagement"],
        name=form.cleaned_data["file"].name,
        content=form.content,
        mapping=form.mapping,
        left_out=left_out(form.mapping, form.header),
        by=request.user,
        now=timezone.now(),
    )


def _table(rows: Any, name: str, header: Any) -> HttpResponse:
    response = HttpResponse(
        "".join(csv_lines(list(header), (list(row) for row in rows))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _zone(request: TenantRequest) -> str:
    vendor = Vendor.objects.values_list("time_zone", flat=True).get(pk=acting_vendor_id() or 0)
    return request.user.time_zone or vendor or request.organization.time_zone


def _address(request: TenantRequest, name: str, **ids: int) -> str:
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"workitems:{name}", kwargs=place | ids)

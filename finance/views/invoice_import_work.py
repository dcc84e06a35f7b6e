"""The check, the import and the undo of a file of invoices: each a job, whose progress the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from finance.actions import invoice_imports as actions
from finance.ingest.planned import KIND
from finance.views import invoice_import_steps as wizard
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.explaining import stored_problem


@needs(Permission.EDIT_INVOICES)
def import_check(request: TenantRequest, pk: int) -> HttpResponse:
    """What importing the file would do; POST has it checked. Nothing is written."""
    batch = wizard.batch_or_404(pk)
    if batch.kind != KIND or batch.state not in wizard.OPEN or "others" not in batch.rules:
        return wizard.elsewhere(request, batch)
    if request.method == "POST":
        return wizard.begin(request, batch, actions.CHECK)
    context = {
        "is_running": wizard.at_work(batch),
        **wizard.card(request, batch),
        **_found(batch.findings.get("check")),
    }
    return wizard.page(request, "check", batch, context)


@require_safe
@needs(Permission.VIEW)
def import_progress(request: TenantRequest, pk: int) -> HttpResponse:
    """How far the work on a batch is, for htmx; when it is over the page asks for itself again."""
    batch = wizard.batch_or_404(pk)
    response = render(request, "inbox/importbatch_progress.html", {"batch": batch, **wizard.card(request, batch)})
    if not wizard.at_work(batch):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs(Permission.EDIT_INVOICES)
def import_commit(request: TenantRequest, pk: int) -> HttpResponse:
    """Import it."""
    batch = wizard.batch_or_404(pk)
    if batch.kind != KIND or "others" not in batch.rules:
        return wizard.elsewhere(request, batch)
    return wizard.begin(request, batch, actions.COMMIT)


@require_POST
@needs(Permission.EDIT_INVOICES)
def import_undo(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the whole import back."""
    batch = wizard.batch_or_404(pk)
    if batch.kind != KIND:
        return wizard.elsewhere(request, batch)
    return wizard.begin(request, batch, actions.UNDO)


def _found(check: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the check found, as the page shows it."""
    if check is None:
        return {"found": False}
    return {
        "found": True,
        "wrong": [
            wizard.wrong(each["line"], [stored_problem(problem) for problem in each["problems"]])
            for each in check["wrong"]
        ],
        "invoices": [{**each, "issued": date.fromisoformat(each["issued"])} for each in check["invoices"]],
        "more": check["count"],
        "new_vendors": check["new_vendors"],
        "sums": [
            (code, Decimal(counted), None if aside is None else Decimal(aside))
            for code, counted, aside in check["sums"]
        ],
    }

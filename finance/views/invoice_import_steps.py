"""What the pages of the wizard share: the steps, addresses, the batch behind a page, and the work on it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import tasks
from finance.actions import invoice_imports as actions
from finance.ingest.planned import KIND
from foundation.accounts.requests import TenantRequest
from foundation.inbox.explaining import sentence
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.working import BusyError, SameImportError
from foundation.jobs.clock import database_now
from foundation.jobs.queries import job_card
from foundation.jobs.tasks import send

HANDLERS: Final = tasks
"""The web process, too, must know the kinds of jobs."""
WORK: Final = {
    actions.CHECK: ("check", gettext_lazy("Checking %(file)s")),
    actions.COMMIT: ("detail", gettext_lazy("Importing %(file)s")),
    actions.UNDO: ("detail", gettext_lazy("Taking back %(file)s")),
}
"""Where the progress of each kind of work shows, and its title."""
STEPS: Final = (
    ("invoiceimport-create", gettext_lazy("File")),
    ("invoiceimport-map", gettext_lazy("Columns")),
    ("invoiceimport-vendors", gettext_lazy("Vendors")),
    ("invoiceimport-check", gettext_lazy("Check")),
    ("invoiceimport-detail", gettext_lazy("Import")),
)
OPEN: Final = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


def begin(request: TenantRequest, batch: ImportBatch, kind: str) -> HttpResponse:
    """Queue the work, ring the bell, and show how far it is."""
    step, title = WORK[kind]
    link = address(request, step, pk=batch.pk)
    name = str(title) % {"file": batch.file.name}
    try:
        send(actions.begin(batch=batch, kind=kind, title=name, by=request.user, now=database_now(), link=link))
    except SameImportError as same:
        messages.info(request, _("This very file is in already; nothing has to be done."))
        return redirect(address(request, "detail", pk=same.twin.pk))
    except BusyError:
        messages.info(request, _("That cannot be done with this import now."))
    return redirect(link)


def batch_or_404(pk: int) -> ImportBatch:
    """The batch with its file and job, the file's bytes only when they are asked for; another tenant's is not found."""
    rows = ImportBatch.objects.select_related("file", "job").defer("file__content")
    batch: ImportBatch = get_object_or_404(rows, pk=pk)
    return batch


def elsewhere(request: TenantRequest, batch: ImportBatch) -> HttpResponse:
    """Where a batch is at home that does not belong on this page."""
    if batch.kind != KIND:
        messages.info(request, _("This file was not imported as invoices."))
        return redirect(list_address(request))
    name = "detail"
    if batch.state in OPEN:
        name = "map" if "columns" not in batch.rules else "vendors"
    return redirect(address(request, name, pk=batch.pk))


def at_work(batch: ImportBatch) -> bool:
    """Whether a job is busy with the batch."""
    return batch.job is not None and not batch.job.is_over


def card(request: TenantRequest, batch: ImportBatch) -> dict[str, Any]:
    """The job's card; the wrapper asks, and loads the page anew at the end."""
    if batch.job is None:
        return {}
    context = job_card(batch.job, org=request.organization.slug)
    return {"job": context["job"], "poll": address(request, "progress", pk=batch.pk)}


def wrong(line: int, problems: Any) -> dict[str, Any]:
    """A row that is set aside: its line, and each problem with its column."""
    return {"line": line, "texts": [(each.column or "", sentence(each)) for each in problems]}


def address(request: TenantRequest, step: str, **kwargs: Any) -> str:
    """The address of a page of the wizard."""
    return reverse(f"finance:invoiceimport-{step}", kwargs={"org": request.organization.slug, **kwargs})


def list_address(request: TenantRequest) -> str:
    """Where the invoices are listed."""
    return reverse("finance:invoice-list", kwargs={"org": request.organization.slug})


def page(
    request: TenantRequest, step: str, batch: ImportBatch | None, context: dict[str, Any], *, failed: bool = False
) -> HttpResponse:
    """A page of the wizard, with its steps."""
    names = [name for name, _label in STEPS]
    place = names.index(f"invoiceimport-{step}")
    items = []
    for number, (name, label) in enumerate(STEPS):
        state = "done" if number < place else "current" if number == place else "todo"
        linked = batch is not None and batch.state in OPEN and 0 < number < place
        url = address(request, name.removeprefix("invoiceimport-"), pk=batch.pk) if linked and batch else ""
        items.append({"label": label, "url": url, "state": state})
    shared = {"batch": batch, "steps": items, "crumbs": [{"label": _("Invoices"), "url": list_address(request)}]}
    status = 422 if failed else 200
    return render(request, f"finance/invoice_import_{step}.html", {**shared, **context}, status=status)

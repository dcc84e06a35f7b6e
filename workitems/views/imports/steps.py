"""What the pages of the wizard share: the steps, addresses, and the batch behind a page."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.requests import TenantRequest
from foundation.inbox.models import BatchState, ImportBatch
from foundation.jobs.clock import database_now
from foundation.jobs.tasks import send
from workitems.actions import imports
from workitems.tasks import imports as _handlers  # noqa: F401  # the web process, too, must know the kinds of jobs

STEPS: Final = (
    ("import-create", gettext_lazy("File")),
    ("import-map", gettext_lazy("Columns")),
    ("import-values", gettext_lazy("Values")),
    ("import-check", gettext_lazy("Check")),
    ("import-agreements", gettext_lazy("Agreements")),
    ("import-detail", gettext_lazy("Import")),
)
KIND: Final = "workitems"
OPEN: Final = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


def sent(request: TenantRequest) -> QueryDict | None:
    """What a form was sent with, even if that is nothing; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of the wizard."""
    return reverse(f"workitems:{name}", kwargs={"org": request.organization.slug, **kwargs})


def to_step(request: TenantRequest, name: str, batch: ImportBatch) -> HttpResponse:
    """On to a step."""
    return redirect(address(request, name, pk=batch.pk))


def steps(request: TenantRequest, current: str, batch: ImportBatch | None = None) -> list[dict[str, Any]]:
    """The wizard's steps as ``components/steps.html`` wants them; agreements only where there is something to agree."""
    names = [name for name, _label in STEPS]
    if batch is not None and not to_agree(batch) and current != "import-agreements":
        names.remove("import-agreements")
    place = names.index(current)
    found = []
    for number, name in enumerate(names):
        state = "done" if number < place else "current" if number == place else "todo"
        linked = batch is not None and batch.state in OPEN and 0 < number < place
        url = address(request, name, pk=batch.pk) if linked and batch is not None else ""
        found.append({"label": dict(STEPS)[name], "url": url, "state": state})
    return found


def crumbs(request: TenantRequest) -> list[dict[str, str]]:
    """The way back up."""
    return [{"label": _("Imports"), "url": address(request, "import-list")}]


def batch_or_404(pk: int) -> ImportBatch:
    """The batch with its file and job, the file's bytes only when they are asked for; another tenant's is not found."""
    rows = ImportBatch.objects.select_related("file", "job", "corrects").defer("file__content")
    batch: ImportBatch = get_object_or_404(rows, kind=KIND, pk=pk)
    return batch


def to_agree(batch: ImportBatch) -> bool:
    """Whether engagements have to be made before the batch can be imported."""
    return bool(batch.findings.get("new"))


def ring(request: TenantRequest, batch: ImportBatch, kind: str, title: str) -> None:
    """Queue work on a batch, and ring the bell.

    Raises:
        SameImportError, BusyError: as ``actions.imports.begin``.
    """
    link = address(request, "import-check" if kind == imports.CHECK else "import-detail", pk=batch.pk)
    by: User = request.user
    send(imports.begin(batch=batch, kind=kind, title=title, by=by, now=database_now(), link=link))


def check(request: TenantRequest, batch: ImportBatch) -> HttpResponse:
    """Have the file checked, and show how far that is."""
    ring(request, batch, imports.CHECK, _("Checking %(file)s") % {"file": batch.file.name})
    return to_step(request, "import-check", batch)

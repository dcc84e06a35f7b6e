"""What came of an import, its quarantined rows, and taking it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.explaining import sentence, stored_problem
from foundation.inbox.export import csv_lines, write_xlsx
from foundation.inbox.models import BatchState, ImportRow
from foundation.inbox.queries import quarantined_rows
from foundation.inbox.rejected import rejected_table
from foundation.inbox.working import BusyError
from workitems.actions import imports
from workitems.views.imports import steps
from workitems.views.imports.checking import at_work, card, destinations, repairs

SHOWN_ROWS = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.VIEW)
def import_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """The account of every row, and what can still be done about it."""
    batch = steps.batch_or_404(pk)
    if batch.state in (BatchState.UPLOADED, BatchState.CHECKED):
        return steps.to_step(request, "import-check" if batch.rules and batch.job else "import-map", batch)
    rows = list(quarantined_rows(batch)[:SHOWN_ROWS])
    may_import = request.membership.may(Permission.IMPORT_ITEMS)
    context = {
        "batch": batch,
        "is_running": at_work(batch),
        "is_stuck": batch.state == BatchState.COMMITTING and not at_work(batch),
        "findings": batch.findings,
        "destinations": destinations(batch),
        "repairs": repairs(batch),
        "rows": [_shown(row) for row in rows],
        "may_import": may_import,
        "may_undo": may_import and batch.state == BatchState.COMMITTED and not at_work(batch),
        "corrections": list(batch.corrections.order_by("pk").values("pk", "state")),
        "source": batch.rules.get("source", ""),
        "crumbs": steps.crumbs(request),
        **card(request, batch),
    }
    return render(request, "inbox/importbatch_detail.html", context)


def _shown(row: ImportRow) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "line": row.line,
        "external_id": row.external_id,
        "problems": [
            {"column": each.get("column") or "", "text": sentence(stored_problem(each)), "value": each.get("value")}
            for each in row.errors
        ],
    }


@require_POST
@needs(Permission.IMPORT_ITEMS)
def import_undo(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the whole import back, as a job."""
    batch = steps.batch_or_404(pk)
    try:
        steps.ring(request, batch, imports.UNDO, _("Taking back %(file)s") % {"file": batch.file.name})
    except BusyError:
        messages.error(request, _("Only an import that is in, and at rest, can be taken back."))
    return steps.to_step(request, "import-detail", batch)


@needs(Permission.VIEW)
def import_rejected(request: TenantRequest, pk: int, kind: str) -> HttpResponse:
    """The quarantined rows as a file, each with its line and what is wrong; mended, it can be sent back."""
    batch = steps.batch_or_404(pk)
    header, cells = rejected_table(batch)
    if not cells:
        raise Http404
    name = f"{slugify(batch.file.name) or 'import'}-{batch.pk}-quarantined.{kind}"
    if kind == "xlsx":
        file = BytesIO()
        write_xlsx(file, header, cells, title=_("Quarantined"))
        response = HttpResponse(file.getvalue(), content_type=XLSX)
    else:
        response = HttpResponse("".join(csv_lines(header, cells)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

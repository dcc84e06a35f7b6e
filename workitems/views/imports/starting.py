"""All imports, and the first step of a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import placed_sentence
from foundation.inbox.forms import UploadForm
from foundation.inbox.inspecting import Inspection, inspect
from foundation.inbox.queries import mapping_for, newest_batches, same_import
from foundation.jobs.clock import database_now
from workitems.actions import imports
from workitems.mapping import Mapping, MappingInvalid, header_fingerprint
from workitems.presets.proposal import propose
from workitems.queries.completeness import weeks_without_data
from workitems.views.imports import steps

PAGE = 50
ASKS_FOR_A_SHEET = ("choose_sheet", "sheet_unknown")


@needs(Permission.VIEW)
def import_list(request: TenantRequest) -> HttpResponse:
    """What came in, newest first, and which closed weeks lack data."""
    batches = newest_batches(steps.KIND)
    before = request.GET.get("before", "")
    if before.isdigit():
        batches = batches.filter(pk__lt=int(before))
    found = list(batches[: PAGE + 1])
    context = {
        "batches": found[:PAGE],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first_page": not before,
        "may_import": request.membership.may(Permission.IMPORT_ITEMS),
        "may_let_partners": request.membership.may(Permission.EDIT_AGREEMENTS),
        "gaps": weeks_without_data(zone=request.organization.time_zone, now=database_now()),
    }
    return render(request, "inbox/importbatch_list.html", context)


@needs(Permission.IMPORT_ITEMS)
def import_create(request: TenantRequest) -> HttpResponse:
    """Upload a file. One that is known by its columns goes straight to the check."""
    form = UploadForm(steps.sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        inspection = inspect(content, upload.name)
        if inspection.failure is None or inspection.failure.code in ASKS_FOR_A_SHEET:
            return _begin(request, content, upload.name, inspection)
        form.add_error("file", placed_sentence(inspection.failure))
    context = {"form": form, "steps": steps.steps(request, "import-create"), "crumbs": steps.crumbs(request)}
    return render(request, "inbox/importbatch_create.html", context, status=422 if form.errors else 200)


def _begin(request: TenantRequest, content: bytes, name: str, inspection: Inspection) -> HttpResponse:
    now = database_now()
    file = store_file(content=content, name=name, by=request.user, now=now)
    known = _known(inspection)
    mapping = known or _proposed(inspection, request.organization.time_zone)
    batch = imports.open_batch(file=file, header=inspection.header, by=request.user, now=now, mapping=mapping)
    if known is None:
        return steps.to_step(request, "import-map", batch)
    batch.rules_hash = imports.rules_hash(batch)
    if (twin := same_import(batch)) is not None:
        batch.delete()
        messages.info(request, _("This very file is in already; nothing has to be done."))
        return steps.to_step(request, "import-detail", twin)
    return steps.check(request, batch)


def _known(inspection: Inspection) -> Mapping | None:
    """The mapping remembered for a file with these columns, if it still fits."""
    remembered = mapping_for(header_fingerprint(inspection.header)) if inspection.header else None
    if remembered is None:
        return None
    try:
        mapping = Mapping.from_json(remembered.rules)
    except MappingInvalid:
        return None
    return None if mapping.problems(inspection.header) else mapping


def _proposed(inspection: Inspection, zone: str) -> Mapping | None:
    return propose(inspection.header, inspection.rows, zone=zone).mapping if inspection.header else None


@require_POST
@needs(Permission.IMPORT_ITEMS)
def import_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget an import that was begun and never committed; the file itself is kept."""
    batch = steps.batch_or_404(pk)
    busy = batch.job is not None and not batch.job.is_over
    if batch.state in steps.OPEN and not busy:
        imports.discard_batch(batch=batch, by=request.user)
        messages.success(request, _("The import is discarded; nothing was written."))
        return redirect(steps.address(request, "import-list"))
    messages.error(request, _("Only an import that has not begun to write can be discarded."))
    return steps.to_step(request, "import-detail", batch)

"""The second step: which sheet, which column is what, and how its cells are written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.explaining import placed_sentence
from foundation.inbox.forms import SheetForm
from foundation.inbox.inspecting import Inspection, inspect_batch
from foundation.inbox.models import ImportBatch
from workitems.actions import imports
from workitems.forms.imports.columns import MappingForm
from workitems.mapping import Mapping
from workitems.presets.detection import PRESETS
from workitems.presets.proposal import propose
from workitems.views.imports import steps

SHOWN_ROWS = 4


@needs(Permission.IMPORT_ITEMS)
def import_map(request: TenantRequest, pk: int) -> HttpResponse:
    """Confirm the detected source and its columns."""
    batch = steps.batch_or_404(pk)
    if batch.state not in steps.OPEN:
        return steps.to_step(request, "import-detail", batch)
    inspection = inspect_batch(batch)
    if inspection.info is None:
        return _choose_sheet(request, batch, inspection)
    preset = PRESETS.get(request.GET.get("preset", "") or batch.preset)
    proposal = propose(inspection.header, inspection.rows, zone=request.organization.time_zone, preset=preset)
    chosen_anew = "preset" in request.GET or not batch.rules
    rules = proposal.mapping if chosen_anew else Mapping.from_json(batch.rules)
    form = MappingForm(steps.sent(request), inspection=inspection, proposal=proposal, rules=rules)
    if request.method == "POST" and form.is_valid():
        imports.set_mapping(batch=batch, mapping=form.mapping(), header=inspection.header, by=request.user)
        return steps.to_step(request, "import-values", batch)
    context = {
        "batch": batch,
        "form": form,
        "info": inspection.info,
        "warnings": [placed_sentence(each) for each in inspection.info.problems],
        "presets": [{"key": key, "label": each.label} for key, each in PRESETS.items()],
        "preset": proposal.preset,
        "rows": inspection.rows[:SHOWN_ROWS],
        "steps": steps.steps(request, "import-map", batch),
        "crumbs": steps.crumbs(request),
    }
    return render(request, "inbox/importbatch_map.html", context, status=422 if form.errors else 200)


def _choose_sheet(request: TenantRequest, batch: ImportBatch, inspection: Inspection) -> HttpResponse:
    """A workbook with several sheets is not guessed at."""
    failure = inspection.failure
    sheets = [name.strip() for name in (failure.params.get("sheets", "") if failure else "").split(", ")]
    form = SheetForm(steps.sent(request), sheets=[name for name in sheets if name])
    if request.method == "POST" and form.is_valid():
        imports.set_options(batch=batch, options={"sheet": form.cleaned_data["sheet"]}, by=request.user)
        return steps.to_step(request, "import-map", batch)
    context = {
        "batch": batch,
        "form": form,
        "question": placed_sentence(failure) if failure else _("Choose the sheet to import."),
        "steps": steps.steps(request, "import-map", batch),
        "crumbs": steps.crumbs(request),
    }
    return render(request, "inbox/importbatch_sheet.html", context, status=422 if form.errors else 200)

"""The third step: what the values mean."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from engagements.models import Engagement
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors.models import Vendor
from workitems.actions import imports
from workitems.forms.imports.values import ValuesForm
from workitems.ingest.inspecting import count_values
from workitems.mapping import Mapping
from workitems.views.imports import steps


@needs(Permission.IMPORT_ITEMS)
def import_values(request: TenantRequest, pk: int) -> HttpResponse:
    """Send groups to engagements, say what states do to the clock, and name priorities."""
    batch = steps.batch_or_404(pk)
    if batch.state not in steps.OPEN:
        return steps.to_step(request, "import-detail", batch)
    if not batch.rules or Mapping.from_json(batch.rules).problems(batch.header):
        return steps.to_step(request, "import-map", batch)
    rules = Mapping.from_json(batch.rules)
    columns = {rules.columns[name] for name in ("state", "priority") if name in rules.columns}
    placed = rules.placement.column if rules.placement else ""
    counted = count_values(batch, sorted(columns | ({placed} if placed else set())), rules.missing)
    engagements = list(Engagement.objects.filter(ended_on=None).order_by("name").values_list("pk", "name"))
    form = ValuesForm(
        steps.sent(request),
        rules=rules,
        counted=counted,
        engagements=engagements,
        vendors=list(Vendor.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")),
        new=batch.findings.get("new", {}),
        may_make=request.membership.may(Permission.EDIT_AGREEMENTS),
        propose_new=not engagements,
    )
    if request.method == "POST" and form.is_valid():
        imports.set_mapping(
            batch=batch, mapping=form.mapping(), header=tuple(batch.header), by=request.user, new=form.new_engagements()
        )
        return steps.check(request, batch)
    context = {
        "batch": batch,
        "form": form,
        "placed": placed,
        "counted": counted.get(placed),
        "is_first": not engagements,
        "steps": steps.steps(request, "import-values", batch),
        "crumbs": steps.crumbs(request),
    }
    return render(request, "inbox/importbatch_values.html", context, status=422 if form.errors else 200)

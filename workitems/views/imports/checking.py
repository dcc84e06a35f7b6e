"""The check, the agreements that an import proposes, and the word to import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Engagement
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.explaining import placed_sentence, sentence, stored_problem
from foundation.inbox.models import ImportBatch
from foundation.inbox.working import BusyError, SameImportError
from foundation.jobs.clock import database_now
from foundation.jobs.queries import job_card
from workitems.actions import imports
from workitems.actions.proposals import make_agreements
from workitems.forms.imports.agreements import AgreementsForm
from workitems.mapping import Mapping
from workitems.views.imports import steps


@needs(Permission.IMPORT_ITEMS)
def import_check(request: TenantRequest, pk: int) -> HttpResponse:
    """What importing the file would do, before it does it."""
    batch = steps.batch_or_404(pk)
    if batch.state not in steps.OPEN:
        return steps.to_step(request, "import-detail", batch)
    context = {
        "batch": batch,
        "is_running": at_work(batch),
        "findings": batch.findings,
        "repairs": repairs(batch),
        "destinations": destinations(batch),
        "to_agree": steps.to_agree(batch),
        "may_agree": request.membership.may(Permission.EDIT_AGREEMENTS),
        "steps": steps.steps(request, "import-check", batch),
        "crumbs": steps.crumbs(request),
        **card(request, batch),
    }
    return render(request, "inbox/importbatch_check.html", context)


@needs(Permission.VIEW)
def import_progress(request: TenantRequest, pk: int) -> HttpResponse:
    """How far the work on a batch is, for htmx; when it is over the page asks for itself again."""
    batch = steps.batch_or_404(pk)
    response = render(request, "inbox/importbatch_progress.html", {"batch": batch, **card(request, batch)})
    if not at_work(batch):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs(Permission.IMPORT_ITEMS)
def import_check_again(request: TenantRequest, pk: int) -> HttpResponse:
    """Check once more, for instance after something failed."""
    batch = steps.batch_or_404(pk)
    try:
        return steps.check(request, batch)
    except BusyError:
        return steps.to_step(request, "import-check", batch)


@require_POST
@needs(Permission.IMPORT_ITEMS)
def import_commit(request: TenantRequest, pk: int) -> HttpResponse:
    """Import it: as a job, whose progress the result page shows."""
    return commit(request, steps.batch_or_404(pk))


@needs(Permission.EDIT_AGREEMENTS)
def import_agreements(request: TenantRequest, pk: int) -> HttpResponse:
    """Everything that the first weeks propose, on one page; confirming makes it and imports."""
    batch = steps.batch_or_404(pk)
    proposal = batch.findings.get("proposal")
    if batch.state not in steps.OPEN or not steps.to_agree(batch) or not proposal:
        return steps.to_step(request, "import-check", batch)
    form = AgreementsForm(steps.sent(request), proposal=proposal, vendors=batch.findings["new"])
    if request.method == "POST" and form.is_valid():
        made = take(
            form,
            lambda: make_agreements(batch=batch, agreements=form.agreements(), by=request.user, now=database_now()),
        )
        if made is not None:
            return commit(request, batch)
    context = {
        "batch": batch,
        "form": form,
        "proposal": proposal,
        "sections": list(form.sections()),
        "steps": steps.steps(request, "import-agreements", batch),
        "crumbs": steps.crumbs(request),
    }
    return render(request, "inbox/importbatch_agreements.html", context, status=422 if form.errors else 200)


def commit(request: TenantRequest, batch: ImportBatch) -> HttpResponse:
    """Queue the commit, unless there is nothing to do or somebody was quicker."""
    if steps.to_agree(batch) and any(key.startswith("+") for key in _keys(batch)):
        return steps.to_step(request, "import-agreements", batch)
    try:
        steps.ring(request, batch, imports.COMMIT, _("Importing %(file)s") % {"file": batch.file.name})
    except SameImportError as same:
        messages.info(request, _("This very file is in already; nothing has to be done."))
        return steps.to_step(request, "import-detail", same.twin)
    except BusyError:
        messages.info(request, _("This import is at work already."))
    return steps.to_step(request, "import-detail", batch)


def _keys(batch: ImportBatch) -> list[str]:
    placement = Mapping.from_json(batch.rules).placement
    return list(placement.values.values()) if placement else []


def at_work(batch: ImportBatch) -> bool:
    """Whether a job is busy with the batch."""
    return batch.job is not None and not batch.job.is_over


def card(request: TenantRequest, batch: ImportBatch) -> dict[str, Any]:
    """The job's card without its own asking: the wrapper of the wizard asks, and loads the page anew at the end."""
    if batch.job is None:
        return {}
    context = job_card(batch.job, org=request.organization.slug)
    return {"job": context["job"], "poll": steps.address(request, "import-progress", pk=batch.pk)}


def repairs(batch: ImportBatch) -> list[dict[str, Any]]:
    """Problems by the repair they need, each with its place, sentence, lines and values."""
    found = []
    for each in batch.findings.get("repairs", []):
        problem = stored_problem(each["problem"])
        found.append(
            {
                "text": sentence(problem),
                "first": placed_sentence(problem),
                "column": problem.column or "",
                "count": each["count"],
                "lines": each["lines"],
                "values": each["values"],
            }
        )
    return found


def destinations(batch: ImportBatch) -> list[dict[str, Any]]:
    """Where the items go: engagements with their counts, those to be made marked."""
    counts = {int(pk): count for pk, count in batch.findings.get("engagements", {}).items()}
    names = dict(Engagement.objects.filter(pk__in=[pk for pk in counts if pk > 0]).values_list("pk", "name"))
    to_make = {int(pk): name for pk, name in batch.findings.get("to_make", {}).items()}
    rows = [
        {"pk": pk, "name": names.get(pk) or to_make.get(pk, ""), "count": count, "is_new": pk < 0}
        for pk, count in counts.items()
    ]
    return sorted(rows, key=lambda row: -int(row["count"]))

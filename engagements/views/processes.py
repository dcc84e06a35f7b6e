"""The work inventory: the list with its figures, and the page of a process."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.fit.recommendation import next_steps
from engagements.forms.baselines import StopForm
from engagements.forms.processes import PER, ProcessFilterForm
from engagements.models import FitAssessment, Process
from engagements.models.processes import Aspect, GraduationStep, Reason
from engagements.queries import processes as queries
from engagements.queries.processes import LISTS, ListedProcess
from engagements.views.pages import address, crumb, today_of
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import Cell, csv_lines

VIEWS = {
    "": gettext_lazy("All"),
    "quick": gettext_lazy("Quick wins"),
    "can": gettext_lazy("Can be outsourced"),
    "cannot": gettext_lazy("Cannot"),
    "overdue": gettext_lazy("Review overdue"),
    "archived": gettext_lazy("Archived"),
}
COLUMNS = (
    gettext_lazy("Name"),
    gettext_lazy("Area"),
    gettext_lazy("Service"),
    gettext_lazy("Candidate score"),
    gettext_lazy("Quick win"),
    gettext_lazy("How often"),
    gettext_lazy("Volume"),
    gettext_lazy("Minutes each"),
    gettext_lazy("Minutes a month"),
    gettext_lazy("Done by"),
    gettext_lazy("Verdict"),
    gettext_lazy("Reason"),
    gettext_lazy("Look at it again on"),
    gettext_lazy("Engagements"),
)


@needs(Permission.VIEW)
def process_list(request: TenantRequest) -> HttpResponse:
    """The inventory, best candidates first; the filter stands in the address, ``?csv=1`` gives the rows as a file."""
    shown = request.GET.get("show", "")
    shown = shown if shown in LISTS else ""
    form = ProcessFilterForm(request.GET)
    rows = queries.listed_processes(form.wanted(shown=shown), today=today_of(request))
    if "csv" in request.GET:
        return _csv(request, rows)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    views = [
        {"label": label, "url": f"?{urlencode({**kept, **({'show': key} if key else {})})}", "current": key == shown}
        for key, label in VIEWS.items()
    ]
    context = {
        "form": form,
        "rows": rows,
        "hours": sum((row.hours for row in rows if row.hours is not None), start=0),
        "shown": shown,
        "views": views,
        "keep": {"show": shown} if shown else {},
        "is_filtered": bool(kept),
        "reset_url": f"?{urlencode({'show': shown})}" if kept else "",
        "csv_url": f"?{urlencode({**kept, 'show': shown, 'csv': 1})}",
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "engagements/process_list.html", context)


def _csv(request: TenantRequest, rows: list[ListedProcess]) -> HttpResponse:
    cells = [_cells(row) for row in rows]
    content = "".join(csv_lines([str(label) for label in COLUMNS], cells))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="processes-{request.organization.slug}.csv"'
    return response


def _cells(row: ListedProcess) -> list[Cell]:
    process = row.process
    return [
        process.name,
        process.area,
        process.get_service_display() if process.service else "",
        None if row.score is None else round(row.score, 1),
        _("yes") if row.is_quick_win else _("no"),
        process.get_frequency_display() if process.frequency else "",
        process.volume,
        process.minutes,
        None if row.minutes is None else round(row.minutes, 1),
        process.done_by,
        process.get_verdict_display() if process.verdict else "",
        process.verdict_reason,
        process.review_date,
        row.engagement_count,
    ]


@needs(Permission.VIEW)
def process_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """What is known of a process, and what is still to be done before it may leave."""
    process = get_object_or_404(Process, pk=pk)
    today = today_of(request)
    walks = list(queries.assessments(process)[:5])
    proofs = queries.proofs_in_force(pk)
    runs = list(queries.own_runs(process))
    baseline = queries.own_baseline(runs)
    context = {
        "process": process,
        "row": queries.judged(process, today=today),
        "per": PER.get(process.frequency, ""),
        "runs": runs,
        "baseline": baseline,
        "low": 100 * baseline.interval.low if baseline.interval else None,
        "high": 100 * baseline.interval.high if baseline.interval else None,
        "clock": queries.running_clock(process, request.user.pk),
        "stop_form": StopForm(auto_id="stop_%s"),
        "aspects": [(aspect, proofs.get(aspect)) for aspect in Aspect],
        "unproven": [aspect.label for aspect in Aspect if aspect not in proofs],
        "partners": queries.with_partners(process, today=today),
        "why": [dict(Reason.choices).get(each, each) for each in process.reasons],
        "engagements": list(process.engagements.select_related("vendor").order_by("name")),
        "walk": walks[0] if walks else None,
        "steps": _steps(walks[0]) if walks else (),
        "walks": walks[1:],
        "path": _path(process),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        "may_reckon": request.membership.may(Permission.EDIT_CASES),
        "crumbs": [crumb(_("Processes"), address(request, "process-list"))],
    }
    return render(request, "engagements/process_detail.html", context)


def _steps(walk: FitAssessment) -> list[str]:
    """What to do next, of the model that was chosen."""
    answers = queries.answers_of(walk)
    return [_(step) for step in next_steps(walk.chosen, knows_skill=answers is None or answers.knows_skill)]


def _path(process: Process) -> list[dict[str, Any]]:
    """The steps of the provider path with their criteria."""
    criteria = list(process.graduation_criteria.select_related("met_by").order_by("pk"))
    return [
        {"step": step, "criteria": [each for each in criteria if each.step == step]}
        for step in GraduationStep
        if any(each.step == step for each in criteria)
    ]

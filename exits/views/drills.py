"""Drills: begun, written down, finished."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.views.pages import today_of
from engagements.views.tabs import engagement_of
from exits.actions import drills as actions
from exits.forms.drills import DrilledForm, DrillForm
from exits.models import ExitDrill, Mode
from exits.views.pages import address, form_page, plan_or_404, show_tab
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.RUN_EXITS)
def drill_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Begin a drill of a plan (its id)."""
    plan, now, today = plan_or_404(pk), timezone.now(), today_of(request)
    form = DrillForm(request.POST or None, today=today, initial={"held_on": today, "mode": Mode.PLANNED.value})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"mode": Mode(form.cleaned_data["mode"])}
        drill = take(form, lambda: actions.begin_drill(plan=plan, by=request.user, now=now, today=today, **said))
        if drill is not None:
            return redirect(address(request, "drill-detail", pk=drill.pk))
    note = _(
        "Play the plan through with those who would do it: each step, by what is written. Nothing is really ended."
    )
    back = address(request, "engagement-exit", pk=plan.engagement_id)
    return form_page(request, form, plan.engagement_id, _("Begin a drill"), back, label=_("Begin"), note=note)


@needs(Permission.VIEW)
def drill_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """How each step went; while it is under way it can be written down, and finished."""
    drill = get_object_or_404(ExitDrill.objects.select_related("plan__engagement", "begun_by", "finished_by"), pk=pk)
    may_note = request.membership.may(Permission.RUN_EXITS) and drill.finished_at is None
    steps = list(drill.steps.all())
    form = DrilledForm(request.POST or None, steps=steps) if may_note else None
    if request.method == "POST" and form is not None and form.is_valid() and _keep(request, drill, form):
        return redirect(request.path)
    context = {
        "drill": drill,
        "steps": steps,
        "form": form,
        "worked": sum(step.worked == "yes" for step in steps),
        "tried": sum(bool(step.worked) for step in steps),
    }
    return show_tab(request, "exits/drill_detail.html", engagement_of(drill.plan.engagement_id), context)


def _keep(request: TenantRequest, drill: ExitDrill, form: DrilledForm) -> bool:
    """Writes down what was said; finishes the drill when that was asked for."""

    def act() -> ExitDrill:
        noted = actions.note_drill(drill=drill, said=form.said(), by=request.user)
        if "finish" not in request.POST:
            return noted
        return actions.finish_drill(drill=noted, note=form.cleaned_data["note"], by=request.user, now=timezone.now())

    done = take(form, act)
    if done is None:
        return False
    if done.finished_at:
        messages.success(request, _("The drill is finished: %(result)s.") % {"result": done.get_result_display()})
    else:
        messages.success(request, _("Kept. Finish it when every step was tried."))
    return True

"""Exit plans: the list, one engagement's tab, and what is changed there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import today_of
from engagements.views.tabs import engagement_of
from exits.actions import plans as actions
from exits.data_classes import CLASSES
from exits.forms.plans import PlanForm, RetentionForm, StepForm
from exits.models import ExitPlan, ExitStep
from exits.queries import plans as queries
from exits.queries.drills import drills_of
from exits.queries.overview import listed, overview_of
from exits.queries.runs import exits_of
from exits.views.pages import address, form_page, plan_or_404, show_tab
from foundation.accounts.forms.submitting import has_seen, is_conflict, old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

VIEWS = ("all", "weak", "leaving")


@needs(Permission.VIEW)
def plan_list(request: TenantRequest) -> HttpResponse:
    """Every living engagement with a partner, how ready its way out is, and what is being left."""
    today = today_of(request)
    rows = listed(today=today, now=timezone.now())
    wanted = request.GET.get("view", "all")
    weak = [row for row in rows if row.readiness is None or row.readiness.status == "bad"]
    shown = {"weak": weak, "leaving": [row for row in rows if row.run]}.get(wanted, rows)
    labels = {"all": _("All"), "weak": _("Weak"), "leaving": _("Under way")}
    views = [
        {"label": labels[key], "url": f"?view={key}", "current": key == (wanted if wanted in VIEWS else "all")}
        for key in VIEWS
    ]
    context = {
        "rows": shown,
        "views": views,
        "without": sum(row.plan is None for row in rows),
        "is_filtered": shown is not rows,
        "today": today,
    }
    return render(request, "exits/plan_list.html", context)


@needs(Permission.VIEW)
def engagement_exit(request: TenantRequest, pk: int) -> HttpResponse:
    """The exit plan of an engagement: how ready it is, its terms, steps, drills, and exits so far."""
    engagement, now, today = engagement_of(pk), timezone.now(), today_of(request)
    plan = queries.plan_of(pk)
    context: dict[str, Any] = {"plan": plan, "runs": exits_of(pk), "today": today}
    if plan is not None:
        context |= {
            "overview": overview_of(engagement, today=today, now=now),
            "steps": queries.steps_of(plan),
            "retention": [(rule, CLASSES[rule.data]) for rule in queries.retention_of(plan) if rule.data in CLASSES],
            "drills": drills_of(plan),
            "reserved": queries.reserved_in_case(engagement),
        }
    return show_tab(request, "exits/engagement_exit.html", engagement, context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def plan_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Begin the plan, prefilled."""
    engagement = engagement_of(pk)
    try:
        actions.make_plan(engagement=engagement, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The exit plan is begun. Put in your own terms."))
    return redirect(address(request, "engagement-exit", pk=pk))


@needs(Permission.EDIT_AGREEMENTS)
def plan_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """The terms, who takes over, and what leaving would cost."""
    plan = plan_or_404(pk)
    revision = plan.revision
    form = PlanForm(request.POST or None, instance=plan, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was, seen = _changed(form), form.cleaned_data["seen"] or 0
        if take(form, lambda: actions.change_plan(plan=form.instance, was=was, seen=seen, by=request.user)):
            messages.success(request, _("The terms are saved."))
            return _back(request, plan)
        if is_conflict(form):
            has_seen(form, revision)
    return form_page(
        request,
        form,
        plan.engagement_id,
        _("Terms of leaving"),
        address(request, "engagement-exit", pk=plan.engagement_id),
        wide=True,
    )


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def plan_review(request: TenantRequest, pk: int) -> HttpResponse:
    """Say that somebody looked at the plan and finds it right."""
    plan = plan_or_404(pk)
    actions.review_plan(plan=plan, by=request.user, today=today_of(request))
    messages.success(request, _("Noted: the plan is right as of today."))
    return _back(request, plan)


@needs(Permission.EDIT_AGREEMENTS)
def plan_retention(request: TenantRequest, pk: int) -> HttpResponse:
    """How long each class of data stays after the last day."""
    plan = plan_or_404(pk)
    form = RetentionForm(request.POST or None, rules=queries.retention_of(plan))
    if request.method == "POST" and form.is_valid():
        rules = form.rules(plan)
        actions.set_retention(plan=plan, rules=rules, by=request.user)
        messages.success(request, _("The retention schedule is saved."))
        return _back(request, plan)
    note = _("Days after the last day until each class is deleted; empty: it is kept. Issued scorecards, money and the"
             " audit log always stay. An exit that runs keeps the schedule it began with.")  # fmt: skip
    back = address(request, "engagement-exit", pk=plan.engagement_id)
    return form_page(request, form, plan.engagement_id, _("Retention schedule"), back, note=note, wide=True)


@needs(Permission.EDIT_AGREEMENTS)
def step_create(request: TenantRequest, pk: int) -> HttpResponse:
    """A new line of a plan (its id)."""
    plan = plan_or_404(pk)
    return _step(request, ExitStep(plan=plan), _("New step"))


@needs(Permission.EDIT_AGREEMENTS)
def step_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a line."""
    step = get_object_or_404(ExitStep.objects.select_related("plan"), pk=pk)
    return _step(request, step, step.title)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def step_delete(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a line out."""
    step = get_object_or_404(ExitStep.objects.select_related("plan"), pk=pk)
    plan = step.plan
    actions.remove_step(step=step, by=request.user)
    messages.success(request, _("“%(step)s” is out of the plan.") % {"step": step.title})
    return _back(request, plan)


def _step(request: TenantRequest, step: ExitStep, title: str) -> HttpResponse:
    is_new = step.pk is None
    steps = queries.steps_of(step.plan)
    form = StepForm(request.POST or None, instance=step, organization=request.organization, steps=steps)
    if request.method == "POST" and form.is_valid():
        was = None if is_new else old_values(form)
        if take(form, lambda: actions.save_step(step=form.instance, by=request.user, was=was)):
            messages.success(request, _("The step is saved."))
            return _back(request, step.plan)
    back = address(request, "engagement-exit", pk=step.plan.engagement_id)
    removal = None if is_new else address(request, "step-delete", pk=step.pk)
    return form_page(request, form, step.plan.engagement_id, title, back, removal_url=removal)


def _changed(form: PlanForm) -> dict[str, Any]:
    """What the form changed, the provider that goes with who takes over included."""
    stored = ExitPlan.objects.get(pk=form.instance.pk)
    names = [name for name in form._meta.fields or () if getattr(stored, name) != getattr(form.instance, name)]
    return {name: getattr(stored, name) for name in names}


def _back(request: TenantRequest, plan: ExitPlan) -> HttpResponse:
    return redirect(address(request, "engagement-exit", pk=plan.engagement_id))

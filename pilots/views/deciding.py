"""The planner, the memo and the decision, the steps of volume after it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.views.pages import show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from pilots import pdf
from pilots.actions.deciding import decide_pilot
from pilots.actions.memos import mail_memo
from pilots.actions.steps import hold_step, reach_step
from pilots.figures.planner import Assumed, plan
from pilots.forms.deciding import DecisionForm, MemoMailForm, StepForm
from pilots.forms.planning import PlannerForm
from pilots.memo_sheets import sheet_of
from pilots.models import Choice, Pilot, VolumeStep
from pilots.phase import Phase
from pilots.planner_words import card
from pilots.queries.decisions import standing_of
from pilots.queries.facts import rule_of
from pilots.queries.memo import last_possible
from pilots.queries.planning import daily_volume, guesses
from pilots.queries.plans import criteria_of
from pilots.queries.steps import steps_of
from pilots.views.places import attempt, crumbs, here, may_edit, pilot_or_404, pilot_page

_DECIDABLE = (Phase.RUNNING, Phase.ENDED)


@needs(Permission.VIEW)
@require_safe
def pilot_planner(request: TenantRequest, pk: int) -> HttpResponse:
    """How many items each criterion takes, and on about which day it is decided."""
    pilot, today = pilot_or_404(pk), today_of(request)
    criteria = criteria_of(pilot)
    volumes = [daily_volume(pilot, each, today=today) for each in pilot.engagement_ids]
    form = PlannerForm(
        request.GET or None, criteria=criteria, guesses=guesses(criteria), daily=sum(volume for volume, _ in volumes)
    )
    form.is_valid()
    cards = []
    for criterion in criteria:
        assumed = form.assumed(criterion)
        found = plan(
            rule_of(criterion),
            planned_n=criterion.planned_n,
            assumed=Assumed(assumed.value, assumed.deviation),
            daily=form.daily() * _part(volumes, pilot, criterion.engagement_id),
            days=pilot.days,
        )
        names = [f"truth_{criterion.pk}", f"spread_{criterion.pk}"]
        cards.append(
            {"plan": card(pilot, criterion, found), "fields": [form[each] for each in names if each in form.fields]}
        )
    context = {
        "pilot": pilot,
        "crumbs": crumbs(request, pilot),
        "form": form,
        "cards": cards,
        "source": next((source for _, source in volumes if source), ""),
        "is_planned": pilot.locked_at is None,
    }
    return render(request, "pilots/pilot_planner.html", context)


@needs(Permission.VIEW)
def pilot_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """The memo; who may, decides on it."""
    pilot, today = pilot_or_404(pk), today_of(request)
    if pilot.locked_at is None:
        messages.error(request, _("It has not started: there is nothing to decide."))
        return redirect(here(request, "pilot-detail", pk=pk))
    if request.method == "POST" and not may_edit(request):
        messages.error(request, _("You may read the evidence, but not decide."))
        return redirect(here(request, "pilot-decide", pk=pk))
    form = DecisionForm(
        request.POST or None,
        pilot=pilot,
        criteria=criteria_of(pilot),
        today=today,
        last_possible=last_possible(pilot),
    )
    if request.method == "POST" and form.is_valid():
        act = partial(
            decide_pilot,
            pilot=pilot,
            choice=form.cleaned_data["choice"],
            why=form.cleaned_data["why"],
            until=form.cleaned_data["until"],
            steps=form.wanted(),
            by=request.user,
            now=timezone.now(),
            today=today,
            may_override=request.membership.may(Permission.OVERRIDE_GATE),
        )
        made = take(form, act)
        if made is not None:
            messages.success(request, _done(made.choice))
            return redirect(here(request, "pilot-decide", pk=pk))
    return _show_decision(request, pilot, form)


def _show_decision(request: TenantRequest, pilot: Pilot, form: DecisionForm) -> HttpResponse:
    today = today_of(request)
    standing = standing_of(pilot, today=today)
    steps = steps_of(pilot, today=today) if standing.decision else []
    context: dict[str, Any] = {
        "pilot": pilot,
        "crumbs": crumbs(request, pilot),
        "sheet": sheet_of(standing.memo),
        "standing": standing,
        "form": form,
        "may_decide": may_edit(request) and pilot.phase(today) in _DECIDABLE,
        "last_possible": last_possible(pilot),
        "steps": steps,
        "today": today,
        "step_form": StepForm(),
        "may_step": may_edit(request),
    }
    return render(request, "pilots/pilot_decide.html", context, status=422 if form.errors else 200)


@needs(Permission.VIEW)
@require_safe
def pilot_memo(request: TenantRequest, pk: int) -> HttpResponse:
    """The memo as one page of PDF on the workspace's paper."""
    pilot, today = pilot_or_404(pk), today_of(request)
    if pilot.locked_at is None:
        messages.error(request, _("It has not started: there is no evidence to print."))
        return redirect(here(request, "pilot-detail", pk=pk))
    standing = standing_of(pilot, today=today)
    content = pdf.memo_pdf(pilot, standing.memo, standing.decision, now=timezone.now())
    headers = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'inline; filename="{pdf.filename(pilot)}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(content), headers=headers)


@needs(Permission.EDIT_AGREEMENTS)
def pilot_memo_mail(request: TenantRequest, pk: int) -> HttpResponse:
    """Send the memo to people of the workspace."""
    pilot, today, now = pilot_or_404(pk), today_of(request), timezone.now()
    if pilot.locked_at is None:
        messages.error(request, _("It has not started: there is no evidence to send."))
        return redirect(here(request, "pilot-detail", pk=pk))
    form = MemoMailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        standing = standing_of(pilot, today=today)
        document = pdf.memo_document(pilot, standing.memo, standing.decision, now=now)
        people = list(form.cleaned_data["people"])
        act = partial(
            mail_memo, pilot=pilot, standing=standing, document=document, people=people, by=request.user, now=now
        )
        if take(form, act) is not None:
            messages.success(request, _("The memo leaves within a minute; deliveries show what became of it."))
            return redirect(here(request, "pilot-decide", pk=pk))
    return show_form(request, form, pilot_page(request, pilot, _("Mail the memo"), _("Send it")))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def step_reach(request: TenantRequest, pk: int, step: int) -> HttpResponse:
    """The partner gets the step's share from now on."""
    pilot = pilot_or_404(pk)
    row = get_object_or_404(VolumeStep, pk=step, pilot=pilot)
    act = partial(
        reach_step,
        step=row,
        note=_note(request),
        by=request.user,
        now=timezone.now(),
        today=today_of(request),
        may_override=request.membership.may(Permission.OVERRIDE_GATE),
    )
    attempt(request, pilot, act, _("The step is reached."))
    return redirect(here(request, "pilot-decide", pk=pk) + "#steps")


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def step_hold(request: TenantRequest, pk: int, step: int) -> HttpResponse:
    """Not yet."""
    pilot = pilot_or_404(pk)
    row = get_object_or_404(VolumeStep, pk=step, pilot=pilot)
    note, today = _note(request), today_of(request)
    act = partial(hold_step, step=row, note=note, by=request.user, now=timezone.now(), today=today)
    attempt(request, pilot, act, _("The step is held back."))
    return redirect(here(request, "pilot-decide", pk=pk) + "#steps")


def _note(request: TenantRequest) -> str:
    form = StepForm(request.POST)
    return form.cleaned_data["note"] if form.is_valid() else ""


def _part(volumes: list[tuple[float, str]], pilot: Pilot, engagement_id: int) -> float:
    """Which part of all items a day is this process's."""
    whole = sum(volume for volume, _ in volumes)
    own = volumes[pilot.engagement_ids.index(engagement_id)][0]
    return own / whole if whole else 1 / len(volumes)


def _done(choice: str) -> str:
    return {
        Choice.SCALE: _(
            "Decided: it scales. The steps stand below; metrics and thresholds are targets from the first on."
        ),
        Choice.EXTEND: _("Extended. What lacked evidence gets one last look at the new end."),
        Choice.STOP: _("Decided: it stops here."),
    }[Choice(choice)]

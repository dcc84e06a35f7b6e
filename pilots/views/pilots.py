"""Pilots: the list, a pilot in each of its phases, making and changing its plan, the start."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.gates.standing import standing_of
from engagements.models import Engagement
from engagements.views.pages import FormPage, show_form, today_of
from engagements.views.tabs import engagement_of
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from pilots.actions import plans as actions
from pilots.actions.starting import start_pilot
from pilots.forms.plans import PilotForm, PolicyForm, ReasonForm
from pilots.memo_sheets import verdict_rows
from pilots.models import BacklogItem, Pilot, PilotRetrospective, PilotTerms
from pilots.phase import Phase
from pilots.queries import plans as queries
from pilots.queries.facts import newest_windows
from pilots.queries.policy import policy
from pilots.queries.readings import readings_of
from pilots.queries.verdicts import looks_of
from pilots.readiness.asking import plan_of, standings_of
from pilots.readiness.rules.backlog_uniform import looks
from pilots.showing import PHASES, criterion_rows, day_words, line_of, phase_words, trigger_rows
from pilots.views.places import TAB, attempt, crumbs, here, may_edit, pilot_or_404, pilot_page, plan_only

LONGEST_ID = 18
DRILL_CHECK = "exit-drilled"
"""The check of the room that keeps drills."""


def _listed(request: TenantRequest, engagement: Engagement | None = None) -> list[dict[str, Any]]:
    today = today_of(request)
    return [
        {
            "pilot": row.pilot,
            "mark": PHASES[row.phase],
            "phase": phase_words(row.phase),
            "when": day_words(row.pilot, today) if row.phase != Phase.PLANNED else "",
            "day": row.day,
        }
        for row in queries.listed(today=today, engagement=engagement)
    ]


@needs(Permission.VIEW)
def pilot_list(request: TenantRequest) -> HttpResponse:
    """All pilots, those under way first."""
    context = {
        "rows": _listed(request),
        "may_edit": may_edit(request),
        "may_manage": request.membership.may(Permission.MANAGE_WORKSPACE),
        "policy": policy(),
    }
    return render(request, "pilots/pilot_list.html", context)


@needs(Permission.VIEW)
def engagement_pilot(request: TenantRequest, pk: int) -> HttpResponse:
    """The tab of an engagement: its pilots."""
    engagement = engagement_of(pk)
    context = {
        "engagement": engagement,
        "current": TAB,
        "rows": _listed(request, engagement),
        "may_edit": may_edit(request),
    }
    return render(request, "pilots/engagement_pilot.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def pilot_create(request: TenantRequest) -> HttpResponse:
    """A new plan; ``?engagement=`` says whose."""
    wanted = request.GET.get("engagement", "")
    pilot = Pilot(owner=request.user)
    if wanted.isdecimal() and len(wanted) <= LONGEST_ID:
        pilot.engagement = get_object_or_404(Engagement, pk=wanted)
    terms = PilotTerms()
    form = PilotForm(request.POST or None, instance=pilot, terms=terms, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.create_pilot, pilot=form.instance, terms=form.filled_terms(), by=request.user, now=timezone.now()
        )
        made = take(form, act)
        if made is not None:
            messages.success(request, _("The plan is begun. Next: what it has to reach, and what would stop it."))
            return redirect(here(request, "pilot-detail", pk=made.pk))
    page = FormPage(_("New pilot"), here(request, "pilot-list"), crumbs(request), _("Begin the plan"))
    return show_form(request, form, page, wide=True)


@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def pilot_edit(request: TenantRequest, pilot: Pilot) -> HttpResponse:
    """Change a plan."""
    shown = str(pilot)
    terms = queries.terms_of(pilot)
    form = PilotForm(request.POST or None, instance=pilot, terms=terms, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen") or pilot.revision
        was = {name: value for name, value in _old(form).items() if name != "seen"}
        act = partial(actions.change_pilot, pilot=pilot, terms=form.filled_terms(), by=request.user, was=was, seen=seen)
        if take(form, act) is not None:
            messages.success(request, _("The plan is saved."))
            return redirect(here(request, "pilot-detail", pk=pilot.pk))
        if is_conflict(form):
            has_seen(form, Pilot.objects.values_list("revision", flat=True).get(pk=pilot.pk))
    page = pilot_page(request, Pilot(pk=pilot.pk, title=shown), _("Change the plan"))
    return show_form(request, form, page, wide=True)


@needs(Permission.VIEW)
def pilot_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A pilot: its plan before the start, how it goes after it."""
    pilot, today = pilot_or_404(pk), today_of(request)
    phase = pilot.phase(today)
    context: dict[str, Any] = {
        "pilot": pilot,
        "phase": phase.value,
        "phase_words": phase_words(phase),
        "mark": PHASES[phase],
        "when": day_words(pilot, today),
        "crumbs": crumbs(request),
        "may_edit": may_edit(request),
        "may_override": request.membership.may(Permission.OVERRIDE_GATE),
        "terms": queries.terms_of(pilot),
        "today": today,
    }
    if phase is Phase.PLANNED:
        context |= _plan_context(pilot)
        return render(request, "pilots/pilot_plan.html", context)
    context |= _running_context(request, pilot)
    return render(request, "pilots/pilot_detail.html", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def pilot_start(request: TenantRequest, pk: int) -> HttpResponse:
    """Lock the plan and start."""
    pilot = pilot_or_404(pk)
    act = partial(start_pilot, pilot=pilot, by=request.user, now=timezone.now(), today=today_of(request))
    return attempt(request, pilot, act, _("The plan is locked and sealed. Both sides see the same from now on."))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def pilot_discard(request: TenantRequest, pilot: Pilot) -> HttpResponse:
    """Throw a plan away."""
    actions.discard_pilot(pilot=pilot, by=request.user)
    messages.success(request, _("The plan is thrown away."))
    return redirect(here(request, "pilot-list"))


@needs(Permission.OVERRIDE_GATE)
@plan_only
def pilot_waive(request: TenantRequest, pilot: Pilot, rule_key: str) -> HttpResponse:
    """Go ahead outside a limit, with a reason."""
    standing = next((each for each in standings_of(plan_of(pilot)) if each.rule.key == rule_key), None)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(actions.waive, pilot=pilot, rule=rule_key, reason=reason, by=request.user, now=timezone.now())
        if take(form, act) is not None:
            messages.success(request, _("The reason is kept. The rule does not stop the start any more."))
            return redirect(here(request, "pilot-detail", pk=pilot.pk))
    note = f"{standing.rule.label}: {standing.finding.message}" if standing else ""
    return show_form(request, form, pilot_page(request, pilot, _("Go ahead all the same?"), _("Go ahead"), note))


@require_POST
@needs(Permission.OVERRIDE_GATE)
@plan_only
def pilot_uphold(request: TenantRequest, pilot: Pilot, rule_key: str) -> HttpResponse:
    """The rule counts again."""
    act = partial(actions.withdraw_waiver, pilot=pilot, rule=rule_key, by=request.user, now=timezone.now())
    return attempt(request, pilot, act, _("The rule counts again."))


@needs(Permission.MANAGE_WORKSPACE)
def policy_edit(request: TenantRequest) -> HttpResponse:
    """From which term or commitment on a contract needs a pilot."""
    form = PolicyForm(request.POST or None, instance=policy(), organization=request.organization)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.set_policy, policy=form.instance, by=request.user)
        if take(form, act) is not None:
            messages.success(request, _("Saved. Every stage board asks by it from now on."))
            return redirect(here(request, "pilot-list"))
    page = FormPage(_("When a contract needs a pilot"), here(request, "pilot-list"), crumbs(request), _("Save"))
    return show_form(request, form, page)


def _plan_context(pilot: Pilot) -> dict[str, Any]:
    plan = plan_of(pilot)
    standings = standings_of(plan)
    return {
        "criteria": criterion_rows(pilot, plan.criteria, {}),
        "triggers": trigger_rows(plan.triggers),
        "backlog_count": len(plan.backlog),
        "looks": looks(plan) if plan.backlog else [],
        "standings": standings,
        "missing": sum(not each.is_open for each in standings),
    }


def _running_context(request: TenantRequest, pilot: Pilot) -> dict[str, Any]:
    today, criteria, triggers = today_of(request), queries.criteria_of(pilot), queries.triggers_of(pilot)
    amendments, looks = queries.amendments_of(pilot), looks_of(pilot)
    drill = queries.drill_of(pilot)
    checklist = queries.checklist_of(pilot) if pilot.rollback_started_at else []
    return {
        "criteria": criterion_rows(pilot, criteria, readings_of(criteria)),
        "verdicts": verdict_rows(criteria, looks),
        "decided": set(looks),
        "triggers": trigger_rows(triggers, newest_windows(pilot, triggers)),
        "line": line_of(pilot, today, amendments, drill, ZoneInfo(request.organization.time_zone)),
        "day": pilot.day_number(today),
        "amendments": amendments,
        "waits": next((each for each in amendments if each.is_open), None),
        "drill": drill,
        "drill_standing": standing_of(pilot.engagement, DRILL_CHECK, today),
        "retrospectives": list(PilotRetrospective.objects.filter(pilot=pilot).select_related("edited_by")[:60]),
        "checklist": checklist,
        "open_steps": sum(each.is_open for each in checklist),
        "waivers": list(queries.waivers_of(pilot).values()),
        "backlog_count": BacklogItem.objects.filter(pilot=pilot).count(),
        "rollback_form": ReasonForm(auto_id="rollback_%s"),
    }


def _old(form: PilotForm) -> dict[str, Any]:
    """Old values of the plan's own fields; those of the internal part by name alone."""
    stored = [name for name in form.changed_data if name in (form._meta.fields or ())]
    if not stored:
        return {}
    row = Pilot.objects.get(pk=form.instance.pk)
    return {name: getattr(row, name) for name in stored}

"""Pilots in the portal: what was agreed, how it goes so far, what waits for the vendor's signature."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.queries.engagements import local_today
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from pilots.actions.amendments import decline_amendment, sign_for_vendor
from pilots.forms.parts import AnswerForm
from pilots.models import Pilot, PilotAmendment
from pilots.queries import portal as queries
from pilots.queries.readings import readings_of
from pilots.showing import PHASES, criterion_rows, day_words, line_of, phase_words, trigger_rows


@needs(Permission.PORTAL_VIEW)
@require_safe
def pilot_list(request: TenantRequest) -> HttpResponse:
    """The pilots of the vendor's engagements, once they have started."""
    today = _today(request)
    rows = [
        {
            "pilot": row.pilot,
            "phase": phase_words(row.phase),
            "mark": PHASES[row.phase],
            "when": day_words(row.pilot, today),
            "waits": row.waits,
        }
        for row in queries.listed(today=today)
    ]
    return render(request, "pilots/portal_pilot_list.html", {"rows": rows, "vendor_id": acting_vendor_id()})


@needs(Permission.PORTAL_VIEW)
@require_safe
def pilot_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One of them: thresholds, figures so far, triggers, amendments, own steps of the rollback."""
    return _show(request, get_object_or_404(queries.own_pilots(), pk=pk), AnswerForm())


@require_POST
@needs(Permission.PORTAL_MANAGE)
def amendment_answer(request: TenantRequest, pk: int, amendment: int) -> HttpResponse:
    """Sign, or say why not."""
    pilot = get_object_or_404(queries.own_pilots(), pk=pk)
    row = get_object_or_404(PilotAmendment, pk=amendment, pilot=pilot)
    form = AnswerForm(request.POST)
    if form.is_valid():
        signs = form.cleaned_data["answer"] == AnswerForm.SIGN
        if take(form, lambda: _answer(request, row, form, signs=signs)):
            said = _("Signed. It takes effect within a minute.") if signs else _("Noted: you do not sign.")
            messages.success(request, said)
            return redirect(_address(request, pk))
    return _show(request, pilot, form)


def _answer(request: TenantRequest, row: PilotAmendment, form: AnswerForm, *, signs: bool) -> bool:
    now = timezone.now()
    if signs:
        sign_for_vendor(amendment=row, by=request.user, name=str(request.user), now=now)
    else:
        decline_amendment(amendment=row, by=request.user, note=form.cleaned_data["note"], now=now)
    return True


def _show(request: TenantRequest, pilot: Pilot, form: AnswerForm) -> HttpResponse:
    today = _today(request)
    phase = pilot.phase(today)
    criteria, amendments = queries.criteria(pilot), queries.amendments(pilot)
    context = {
        "pilot": pilot,
        "phase": phase.value,
        "phase_words": phase_words(phase),
        "mark": PHASES[phase],
        "when": day_words(pilot, today),
        "criteria": criterion_rows(pilot, criteria, readings_of(criteria)),
        "triggers": trigger_rows(queries.triggers(pilot)),
        "line": line_of(pilot, today, amendments, None, ZoneInfo(request.organization.time_zone)),
        "amendments": amendments,
        "waits": next((each for each in amendments if each.is_open), None),
        "steps": queries.rollback_steps(pilot) if pilot.rollback_started_at else [],
        "form": form,
        "may_sign": request.membership.may(Permission.PORTAL_MANAGE),
        "vendor_id": acting_vendor_id(),
        "crumbs": [{"label": _("Pilots"), "url": _address(request)}],
    }
    return render(request, "pilots/portal_pilot_detail.html", context, status=422 if form.errors else 200)


def _today(request: TenantRequest) -> date:
    return local_today(request.organization, timezone.now())


def _address(request: TenantRequest, pk: int | None = None) -> str:
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    if pk is None:
        return reverse("pilots:pilot-portal-list", kwargs=place)
    return reverse("pilots:pilot-portal-detail", kwargs=place | {"pk": pk})

"""What is done while a pilot runs: amendments, the rollback, the weekly look back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import show_form, today_of
from foundation.accounts.forms.submitting import has_seen, is_conflict, old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from pilots.actions import amendments, retrospectives, rollback
from pilots.forms.parts import AmendmentForm, RetrospectiveForm, SignatureForm
from pilots.forms.plans import ReasonForm
from pilots.models import PilotAmendment, PilotRetrospective
from pilots.queries.plans import criteria_of, triggers_of
from pilots.views.places import attempt, here, pilot_or_404, pilot_page


@needs(Permission.EDIT_AGREEMENTS)
def amendment_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Propose other values."""
    pilot = pilot_or_404(pk)
    if pilot.locked_at is None:
        messages.error(request, _("The plan is not locked yet: change it as it is."))
        return redirect(here(request, "pilot-detail", pk=pk))
    form = AmendmentForm(request.POST or None, pilot=pilot, criteria=criteria_of(pilot), triggers=triggers_of(pilot))
    if request.method == "POST" and form.is_valid():
        act = partial(
            amendments.propose_amendment,
            pilot=pilot,
            reason=form.cleaned_data["reason"],
            criteria=form.wanted("criterion"),
            triggers=form.wanted("trigger"),
            last_day=form.cleaned_data["last_day"],
            by=request.user,
            now=timezone.now(),
            today=today_of(request),
        )
        if take(form, act) is not None:
            messages.success(request, _("Proposed. It takes effect when the vendor has signed it."))
            return redirect(here(request, "pilot-detail", pk=pk))
    note = _("What was agreed changes only when both sides sign. The old values stay readable.")
    page = pilot_page(request, pilot, _("Propose an amendment"), _("Sign and propose"), note)
    return show_form(request, form, page, wide=True)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def amendment_withdraw(request: TenantRequest, pk: int, amendment: int) -> HttpResponse:
    """Take it back."""
    pilot = pilot_or_404(pk)
    row = get_object_or_404(PilotAmendment, pk=amendment, pilot=pilot)
    act = partial(amendments.withdraw_amendment, amendment=row, by=request.user, now=timezone.now())
    return attempt(request, pilot, act, _("The amendment is withdrawn."))


@needs(Permission.EDIT_AGREEMENTS)
def amendment_sign(request: TenantRequest, pk: int, amendment: int) -> HttpResponse:
    """For a partner without a portal: whose signature is on the paper."""
    pilot = pilot_or_404(pk)
    row = get_object_or_404(PilotAmendment, pk=amendment, pilot=pilot)
    form = SignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, now = form.cleaned_data["name"], timezone.now()

        def act() -> bool:
            amendments.sign_for_vendor(amendment=row, by=request.user, name=name, now=now)
            amendments.apply_signed(now=now)
            return True

        if take(form, act):
            messages.success(request, _("Signed by both sides: the new values hold from now on."))
            return redirect(here(request, "pilot-detail", pk=pk))
    note = _("Only when the vendor signed on paper. A colleague of whoever proposed it records it.")
    page = pilot_page(request, pilot, _("The vendor has signed"), _("Record the signature"), note)
    return show_form(request, form, page)


@require_POST
@needs(Permission.OVERRIDE_GATE)
def rollback_start(request: TenantRequest, pk: int) -> HttpResponse:
    """Call it off."""
    pilot = pilot_or_404(pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    act = partial(
        rollback.start_rollback,
        pilot=pilot,
        reason=reason,
        by=request.user,
        now=timezone.now(),
        today=today_of(request),
    )
    return attempt(request, pilot, act, _("The rollback has begun: both sides are told, the checklist is open."))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def rollback_finish(request: TenantRequest, pk: int) -> HttpResponse:
    """It is as it was before."""
    pilot = pilot_or_404(pk)
    act = partial(rollback.finish_rollback, pilot=pilot, by=request.user, now=timezone.now())
    return attempt(request, pilot, act, _("Rolled back: everything on the checklist is closed."))


@needs(Permission.WRITE_ACTIONS)
def retrospective_edit(request: TenantRequest, pk: int, retrospective: int) -> HttpResponse:
    """Mend the words of a week."""
    pilot = pilot_or_404(pk)
    row = get_object_or_404(PilotRetrospective, pk=retrospective, pilot=pilot)
    form = RetrospectiveForm(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen") or row.revision
        was = old_values(form) if "seen" not in form.changed_data else {}
        act = partial(
            retrospectives.edit_retrospective, row=row, by=request.user, was=was, seen=seen, now=timezone.now()
        )
        if take(form, act) is not None:
            messages.success(request, _("The look back is saved."))
            return redirect(here(request, "pilot-detail", pk=pk) + "#retrospectives")
        if is_conflict(form):
            has_seen(form, PilotRetrospective.objects.values_list("revision", flat=True).get(pk=row.pk))
    return show_form(request, form, pilot_page(request, pilot, _("The week's look back")))

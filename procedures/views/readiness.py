"""Rehearsals, the ramp, shadowing and parity of an engagement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Engagement
from engagements.views.pages import show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.actions import readiness as actions
from procedures.forms.readiness import ParityForm, RampStageForm, ReachForm, RehearsalForm, ShadowingForm
from procedures.forms.seen import saved, with_seen
from procedures.models import RampStage, Rehearsal, ShadowingEntry
from procedures.queries.guides import sop_versions
from procedures.queries.readiness import parity_of
from procedures.views.places import TAB, engagement_page, here


@needs(Permission.EDIT_AGREEMENTS)
def rehearsal_create(request: TenantRequest, engagement: int) -> HttpResponse:
    """A dress rehearsal was held."""
    found = get_object_or_404(Engagement, pk=engagement)
    row = Rehearsal(engagement=found)
    versions = sop_versions(found)
    page = engagement_page(request, found, _("Dress rehearsal"))
    if not versions.exists():
        messages.info(request, _("Publish an SOP first: the rehearsal plays it through."))
        return redirect(page.back)
    form = RehearsalForm(
        request.POST or None,
        instance=row,
        organization=request.organization,
        versions=versions,
        initial={"held_on": today_of(request), "version": versions.first()},
    )
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_rehearsal(rehearsal=row, by=request.user))
        if added is not None:
            return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def rehearsal_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Add to a rehearsal that is not signed off yet."""
    row = get_object_or_404(Rehearsal.objects.select_related("engagement"), pk=pk)
    form = with_seen(
        RehearsalForm(
            request.POST or None, instance=row, organization=request.organization, versions=sop_versions(row.engagement)
        )
    )
    page = engagement_page(request, row.engagement, _("Dress rehearsal"))
    if request.method == "POST" and saved(
        form, lambda was, seen: actions.change_open(row=row, by=request.user, was=was, seen=seen)
    ):
        return redirect(page.back)
    return show_form(request, form, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def rehearsal_sign(request: TenantRequest, pk: int) -> HttpResponse:
    """Sign a rehearsal off."""
    row = get_object_or_404(Rehearsal, pk=pk)
    actions.sign_off_rehearsal(rehearsal=row, by=request.user, now=timezone.now())
    messages.success(request, _("The dress rehearsal is signed off."))
    return redirect(here(request, "engagement-procedures", pk=row.engagement_id))


@needs(Permission.EDIT_AGREEMENTS)
def rampstage_create(request: TenantRequest, engagement: int) -> HttpResponse:
    """Add a stage of the ramp."""
    found = get_object_or_404(Engagement, pk=engagement)
    row = RampStage(engagement=found)
    form = RampStageForm(request.POST or None, instance=row, organization=request.organization)
    page = engagement_page(request, found, _("New ramp stage"))
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_ramp_stage(stage=row, by=request.user))
        if added is not None:
            return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def rampstage_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a stage that is not reached yet."""
    row = get_object_or_404(RampStage.objects.select_related("engagement"), pk=pk)
    form = with_seen(RampStageForm(request.POST or None, instance=row, organization=request.organization))
    page = engagement_page(request, row.engagement, _("Edit %(name)s") % {"name": row})
    if request.method == "POST" and saved(
        form, lambda was, seen: actions.change_open(row=row, by=request.user, was=was, seen=seen)
    ):
        return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def rampstage_reach(request: TenantRequest, pk: int) -> HttpResponse:
    """Confirm every criterion of a stage."""
    row, today = get_object_or_404(RampStage.objects.select_related("engagement"), pk=pk), today_of(request)
    form = ReachForm(request.POST or None, stage=row, initial={"reached_on": today})
    page = engagement_page(
        request, row.engagement, _("Ready: %(name)s") % {"name": row}, submit_label=_("The stage is reached")
    )
    if request.method == "POST" and form.is_valid():
        confirmed, day = form.confirmed(), form.cleaned_data["reached_on"]
        reached = take(
            form,
            lambda: actions.reach_ramp_stage(
                stage=row, confirmed=confirmed, reached_on=day, today=today, by=request.user
            ),
        )
        if reached is not None:
            return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def shadowing_create(request: TenantRequest, engagement: int) -> HttpResponse:
    """Log a session of shadowing or of working together."""
    found, today = get_object_or_404(Engagement, pk=engagement), today_of(request)
    row = ShadowingEntry(engagement=found)
    form = ShadowingForm(
        request.POST or None, instance=row, organization=request.organization, initial={"held_on": today}
    )
    page = engagement_page(request, found, _("Shadowing or joint session"))
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_shadowing(entry=row, by=request.user, now=timezone.now()))
        if added is not None:
            return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def parity_edit(request: TenantRequest, engagement: int) -> HttpResponse:
    """Whether the partner has what the own team has."""
    found = get_object_or_404(Engagement, pk=engagement)
    initial: dict[str, object] = {}
    for aspect, item in parity_of(found):
        if item is not None:
            answer = "yes" if item.same else "no"
            initial |= {f"{aspect}_same": answer, f"{aspect}_gap": item.gap, f"{aspect}_due": item.due_date}
    form = ParityForm(request.POST or None, initial=initial)
    page = engagement_page(request, found, _("Parity check"))
    if request.method == "POST" and form.is_valid():
        items, now = form.items(), timezone.now()
        actions.check_parity(engagement=found, items=items, by=request.user, now=now)
        return redirect(page.back)
    context = {"form": form, "page": page, "engagement": found, "current": TAB}
    return render(request, "procedures/parity_edit.html", context)

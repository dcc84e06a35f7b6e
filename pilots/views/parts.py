"""The parts of a plan: criteria, triggers, the starter backlog."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from pilots.actions import plans as actions
from pilots.forms.parts import CriterionForm, TriggerForm
from pilots.forms.plans import BacklogForm
from pilots.models import BacklogItem, Pilot, RollbackTrigger, SuccessCriterion
from pilots.readiness.asking import plan_of
from pilots.readiness.rules.backlog_uniform import looks
from pilots.views.places import crumbs, here, pilot_page, plan_only


@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def criterion_create(request: TenantRequest, pilot: Pilot) -> HttpResponse:
    """What a metric has to reach."""
    return _edit(request, pilot, CriterionForm, SuccessCriterion(pilot=pilot), _("Add a metric"))


@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def criterion_edit(request: TenantRequest, pilot: Pilot, criterion: int) -> HttpResponse:
    """Change it."""
    row = get_object_or_404(SuccessCriterion, pk=criterion, pilot=pilot)
    remove = here(request, "criterion-delete", pk=pilot.pk, criterion=row.pk)
    return _edit(request, pilot, CriterionForm, row, row.name, remove)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def criterion_delete(request: TenantRequest, pilot: Pilot, criterion: int) -> HttpResponse:
    """Take it out."""
    return _remove(request, pilot, get_object_or_404(SuccessCriterion, pk=criterion, pilot=pilot))


@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def trigger_create(request: TenantRequest, pilot: Pilot) -> HttpResponse:
    """What would stop it."""
    return _edit(request, pilot, TriggerForm, RollbackTrigger(pilot=pilot), _("Add a rollback trigger"))


@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def trigger_edit(request: TenantRequest, pilot: Pilot, trigger: int) -> HttpResponse:
    """Change it."""
    row = get_object_or_404(RollbackTrigger, pk=trigger, pilot=pilot)
    remove = here(request, "trigger-delete", pk=pilot.pk, trigger=row.pk)
    return _edit(request, pilot, TriggerForm, row, row.name, remove)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def trigger_delete(request: TenantRequest, pilot: Pilot, trigger: int) -> HttpResponse:
    """Take it out."""
    return _remove(request, pilot, get_object_or_404(RollbackTrigger, pk=trigger, pilot=pilot))


@needs(Permission.EDIT_AGREEMENTS)
@plan_only
def pilot_backlog(request: TenantRequest, pilot: Pilot) -> HttpResponse:
    """The starter backlog: what is there, how uniform it is, and a box for the whole of it."""
    form = BacklogForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.replace_backlog, pilot=pilot, items=form.cleaned_data["rows"], by=request.user)
        take(form, act)
        if not form.errors:
            n = len(form.cleaned_data["rows"])
            messages.success(request, _("%(n)d items are kept; what was there before is gone.") % {"n": n})
            return redirect(here(request, "pilot-backlog", pk=pilot.pk))
    plan = plan_of(pilot)
    context = {
        "pilot": pilot,
        "form": form,
        "items": list(BacklogItem.objects.filter(pilot=pilot)[:200]),
        "count": len(plan.backlog),
        "looks": looks(plan) if plan.backlog else [],
        "crumbs": crumbs(request, pilot),
    }
    return render(request, "pilots/pilot_backlog.html", context, status=422 if form.errors else 200)


def _edit(
    request: TenantRequest,
    pilot: Pilot,
    kind: type[CriterionForm | TriggerForm],
    row: Any,
    title: str,
    remove_url: str = "",
) -> HttpResponse:
    form = kind(request.POST or None, instance=row, pilot=pilot, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.save_part, part=form.instance, by=request.user)
        if take(form, act) is not None:
            messages.success(request, _("%(name)s is saved.") % {"name": form.instance.name})
            return redirect(here(request, "pilot-detail", pk=pilot.pk))
    context = {"form": form, "page": pilot_page(request, pilot, title), "remove_url": remove_url, "engagement": None}
    return render(request, "pilots/part_form.html", context)


def _remove(request: TenantRequest, pilot: Pilot, row: SuccessCriterion | RollbackTrigger) -> HttpResponse:
    name = row.name
    actions.remove_part(part=row, by=request.user)
    messages.success(request, _("%(name)s is taken out.") % {"name": name})
    return redirect(here(request, "pilot-detail", pk=pilot.pk))

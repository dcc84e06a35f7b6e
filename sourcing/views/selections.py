"""Selections: the list, one of them, its criteria, its end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.gates.standing import gates
from engagements.models import Stage
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from sourcing.actions import selections as actions
from sourcing.forms.selections import (
    BeginForm,
    CriteriaForm,
    DueForm,
    InviteForm,
    RatersForm,
    ReasonForm,
    criteria_formset,
    total_of,
)
from sourcing.models import Brief, Criterion, CriterionGroup, Path, Selection
from sourcing.queries import selections as queries
from sourcing.queries.clarifications import inquiries_of
from sourcing.requests import address, brief_of, refused, selection_of
from vendors.requests import today_of

USUAL_DAYS = 14
LAST_HOUR = time(17)


@needs(Permission.VIEW)
def selection_list(request: TenantRequest) -> HttpResponse:
    """Every choice between vendors."""
    context = {
        "rows": queries.selections(now=timezone.now()),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "sourcing/selection_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def selection_create(request: TenantRequest) -> HttpResponse:
    """Begin one: the brief is drafted from the engagement."""
    last = datetime.combine(today_of(request) + timedelta(days=USUAL_DAYS), LAST_HOUR)
    initial = {
        "path": Path.REQUEST,
        "currency": request.organization.currency,
        "due_at": last.replace(tzinfo=ZoneInfo(request.organization.time_zone)),
        "engagement": request.GET.get("engagement"),
    }
    form = BeginForm(request.POST or None, organization=request.organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        begun = take(
            form,
            lambda: actions.begin_selection(
                **form.cleaned_data, by=request.user, now=timezone.now(), today=today_of(request)
            ),
        )
        if begun is not None:
            messages.success(request, _("The brief is drafted. Read it before you publish it."))
            return redirect(address(request, "selection-brief", pk=begun.pk))
    return render(request, "sourcing/selection_form.html", {"form": form})


@needs(Permission.VIEW)
def selection_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """How far it is, and what comes next."""
    brief, now = brief_of(pk), timezone.now()
    selection = brief.selection
    state = queries.state_of(selection, brief, now)
    invited = queries.invited(brief)
    sheets = queries.sheets_of(selection)
    inquiries = inquiries_of(brief)
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS) and not selection.is_over
    groups = list(CriterionGroup.objects.filter(selection=selection))
    context: dict[str, Any] = {
        "selection": selection,
        "brief": brief,
        "state": state,
        "steps": _steps(request, selection, queries.state_before_end(selection, brief, state)),
        "invited": invited,
        "submitted": sum(each.state == "submitted" for each in invited),
        "can_close": _can_close(invited, state),
        "sheets": sheets,
        "own_sheet": next((row for row in sheets if row.rater_id == request.user.pk), None),
        "is_complete": bool(sheets) and all(row.state in ("done", "excused") for row in sheets),
        "has_begun": any(row.begun_at is not None for row in sheets),
        "ready": queries.readiness(selection, brief, now=now),
        "missing": _unclear(selection, request) if state in ("draft", "open") else [],
        "groups": groups,
        "inquiries": inquiries,
        "waiting_inquiries": state == "open" and any(row.clarification_id is None for row in inquiries),
        "answered_inquiries": any(row.clarification_id is not None for row in inquiries),
        "may_edit": may_edit,
        "zone": request.organization.time_zone,
    }
    if may_edit:
        context |= _dialogs(request, selection, brief, state)
    return render(request, "sourcing/selection_detail.html", context)


@needs(Permission.VIEW)
def selection_criteria(request: TenantRequest, pk: int) -> HttpResponse:
    """Weights, minimums and anchors; sealed once they are locked."""
    selection = selection_of(pk)
    groups = list(CriterionGroup.objects.filter(selection=selection))
    criteria = list(Criterion.objects.filter(selection=selection).select_related("group"))
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS) and not selection.is_over
    context: dict[str, Any] = {
        "selection": selection,
        "groups": groups,
        "criteria": criteria,
        "total": total_of(groups),
        "may_edit": may_edit,
    }
    if selection.locked_at is not None or not may_edit:
        return render(request, "sourcing/selection_criteria.html", context | {"unlock_form": ReasonForm(auto_id=False)})
    data = request.POST if request.method == "POST" else None
    form = CriteriaForm(data, groups=groups, initial={"seen": selection.revision})
    rows = criteria_formset(data, criteria, groups)
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        saved = take(
            form,
            lambda: actions.set_criteria(
                selection=selection,
                groups=form.result(),
                criteria=rows.result(),
                seen=form.cleaned_data["seen"],
                by=request.user,
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved. Lock the weights before anybody scores."))
            return redirect(address(request, "selection-criteria", pk=pk))
    return render(request, "sourcing/selection_criteria.html", context | {"form": form, "rows": rows})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_lock(request: TenantRequest, pk: int) -> HttpResponse:
    """Seal weights, minimums and anchors."""
    back = address(request, "selection-criteria", pk=pk)
    try:
        actions.lock_weights(selection=selection_of(pk), by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Locked: weights, minimums and anchors stay as they are."))
    return redirect(address(request, "selection-detail", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_unlock(request: TenantRequest, pk: int) -> HttpResponse:
    """Open the seal again, while nobody has scored."""
    back = address(request, "selection-criteria", pk=pk)
    try:
        actions.unlock_weights(selection=selection_of(pk), reason=request.POST.get("reason", ""), by=request.user)
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Unlocked. Lock them again before anybody scores."))
    return redirect(back)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_cancel(request: TenantRequest, pk: int) -> HttpResponse:
    """Call it off."""
    back = address(request, "selection-detail", pk=pk)
    reason = request.POST.get("reason", "")
    try:
        actions.cancel_selection(selection=selection_of(pk), reason=reason, by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Called off. Whoever was asked is told by mail."))
    return redirect(back)


def _dialogs(request: TenantRequest, selection: Selection, brief: Brief, state: str) -> dict[str, Any]:
    """The forms that open on the page itself."""
    zone = request.organization.time_zone
    return {
        "invite_form": InviteForm(brief=brief) if state == "open" else None,
        "due_form": DueForm(zone=zone, initial={"due_at": brief.due_at}, auto_id="due_%s"),
        "raters_form": RatersForm(selection=selection, auto_id="raters_%s"),
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
        "excuse_form": ReasonForm(auto_id="excuse_%s"),
    }


def _steps(request: TenantRequest, selection: Selection, state: str) -> list[dict[str, Any]]:
    labels = (_("Brief"), _("Proposals"), _("Scoring"), _("Decision"))
    urls = ("selection-preview", "selection-detail", "selection-detail", "selection-result")
    here = {"draft": 0, "open": 1, "judging": 2}.get(state, 3)
    found = []
    for number, (label, url) in enumerate(zip(labels, urls, strict=True)):
        step = "done" if number < here or state == "decided" else "current" if number == here else "todo"
        found.append({"label": label, "url": address(request, url, pk=selection.pk), "state": step})
    return found


def _can_close(invited: list[queries.Invited], state: str) -> bool:
    living = [each.state for each in invited if each.state != "withdrawn"]
    return state == "open" and "submitted" in living and all(each in ("submitted", "declined") for each in living)


def _unclear(selection: Selection, request: TenantRequest) -> list[str]:
    found = gates(selection.engagement, today_of(request), [Stage.OUTCOMES])
    return [str(each.check.label) for gate in found for each in gate.missing]

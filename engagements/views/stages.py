"""The stage board of an engagement: what each gate asks for, and the way on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import stages as actions
from engagements.forms.stages import BackForm, ExitForm, MoveForm, OverrideForm, PartnerForm
from engagements.gates.registry import STANDS_BEFORE, stages_before
from engagements.gates.standing import Gate, gates, standing_of
from engagements.health.checking import health
from engagements.models import Engagement, Stage
from engagements.queries.stages import moves_of, partners
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from engagements.views.tabs import engagement_of, show_tab
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

ORDER = list(Stage)


@needs(Permission.VIEW)
def engagement_board(request: TenantRequest, pk: int) -> HttpResponse:
    """How far it is, what each gate still asks for, and what usually goes wrong."""
    engagement, today = engagement_of(pk), today_of(request)
    here = ORDER.index(Stage(engagement.stage))
    found = gates(engagement, today)
    following = ORDER[here + 1] if here + 1 < len(ORDER) else None
    ahead = stages_before(engagement.stage, following) if following else []
    missing = [each for gate in found if gate.stage in ahead for each in gate.missing]
    context: dict[str, Any] = {
        "columns": _columns(found, here, ahead),
        "following": following,
        "missing": missing,
        "leaves": following == Stage.EXIT,
        "leave_form": ExitForm(),
        "health": health(engagement, today),
        "moves": moves_of(engagement),
        "may_override": request.membership.may(Permission.OVERRIDE_GATE),
        "back_form": BackForm(stage=engagement.stage, auto_id="back_%s") if here else None,
    }
    return show_tab(request, engagement, "board", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def engagement_move(request: TenantRequest, pk: int) -> HttpResponse:
    """To another stage."""
    engagement = get_object_or_404(Engagement, pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a stage."))
        return redirect(address(request, "engagement-board", pk=pk))
    to = Stage(form.cleaned_data["stage"])
    try:
        with transaction.atomic():
            actions.move_stage(
                engagement=engagement,
                to=to,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
                today=today_of(request),
            )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s is now at: %(stage)s.") % {"name": engagement, "stage": to.label})
    return redirect(address(request, "engagement-board", pk=pk))


@needs(Permission.OVERRIDE_GATE)
def engagement_override(request: TenantRequest, pk: int, check: str) -> HttpResponse:
    """Wave one check through, with a reason."""
    engagement = engagement_of(pk)
    standing = standing_of(engagement, check, today_of(request))
    if standing is None:
        raise Http404
    back = address(request, "engagement-board", pk=pk)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = take(
            form,
            lambda: actions.override_gate(
                engagement=engagement,
                key=check,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
                today=today_of(request),
            ),
        )
        if done is not None:
            messages.success(request, _("Passed without: %(check)s.") % {"check": standing.check.label})
            return redirect(back)
    page = FormPage(
        _("Pass without: %(check)s") % {"check": standing.check.label},
        back,
        [crumb(_("Engagements"), address(request, "engagement-list")), crumb(engagement, back)],
        _("Pass without it"),
        standing.finding.message,
        engagement=engagement,
        current="board",
    )
    return show_form(request, form, page)


@require_POST
@needs(Permission.OVERRIDE_GATE)
def engagement_uphold(request: TenantRequest, pk: int, check: str) -> HttpResponse:
    """Take an override back."""
    engagement = get_object_or_404(Engagement, pk=pk)
    if actions.withdraw_override(engagement=engagement, key=check, by=request.user, now=timezone.now()):
        messages.success(request, _("The check counts again."))
    return redirect(address(request, "engagement-board", pk=pk))


@needs(Permission.EDIT_AGREEMENTS)
def engagement_choose(request: TenantRequest, pk: int) -> HttpResponse:
    """Choose the partner."""
    engagement = engagement_of(pk)
    back = address(request, "engagement-board", pk=pk)
    # A selection hands its chosen vendor over in the address.
    form = PartnerForm(request.POST or None, initial={"vendor": request.GET.get("vendor") or engagement.vendor_id})
    if request.method == "POST" and form.is_valid():
        vendor = form.cleaned_data["vendor"]
        chosen = take(
            form,
            lambda: actions.choose_partner(
                engagement=engagement, vendor=vendor, by=request.user, today=today_of(request)
            ),
        )
        if chosen is not None:
            messages.success(request, _("%(vendor)s is chosen.") % {"vendor": vendor})
            return redirect(back)
    note = _("Until now it is with %(name)s. No work goes to the partner before the rules are in writing.")
    if not partners():
        note = _("There is no partner to choose yet: add one under Vendors first.")
    page = FormPage(
        _("Choose the partner"),
        back,
        [crumb(_("Engagements"), address(request, "engagement-list")), crumb(engagement, back)],
        _("Choose"),
        note % {"name": engagement.vendor} if "%" in note else note,
        engagement=engagement,
        current="board",
    )
    return show_form(request, form, page)


def _columns(found: list[Gate], here: int, following: list[Stage]) -> list[dict[str, Any]]:
    """The gates with their place on the way: behind or here, and whether they are due: ``following``."""
    columns = []
    for gate in found:
        place = ORDER.index(gate.stage)
        is_behind = place <= here if gate.stage in STANDS_BEFORE else place < here
        columns.append(
            {"gate": gate, "is_behind": is_behind, "is_here": place == here, "is_due": gate.stage in following}
        )
    return columns

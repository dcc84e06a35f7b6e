"""A request while it is worked on: steps, the promised day, points answered, routed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.queries.engagements import local_today
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions import requests as actions
from workitems.actions.request_life import tell_step
from workitems.forms.request_steps import PointForm, PromiseForm, StepForm
from workitems.intake.life import Step
from workitems.models import IntakeRequest, RequestPoint
from workitems.models.requests import Route
from workitems.queries.intake import engagements_for, routed, routes_for


@require_POST
@needs(Permission.IMPORT_ITEMS)
def item_tell(request: TenantRequest, pk: int) -> HttpResponse:
    """Say what happened: answered, waiting, done, accepted, reopened, cancelled."""
    row, form = _request_of(pk), StepForm(request.POST)

    def act() -> object:
        data = form.cleaned_data
        return tell_step(
            request=row, step=Step(data["step"]), by=request.user, now=timezone.now(), reason=data["reason"]
        )

    return _done(request, row, form, act)


@require_POST
@needs(Permission.IMPORT_ITEMS)
def item_promise(request: TenantRequest, pk: int) -> HttpResponse:
    """Write down the day that was promised."""
    row, form = _request_of(pk), PromiseForm(request.POST)
    return _done(
        request, row, form, lambda: actions.commit_to(request=row, day=form.cleaned_data["day"], by=request.user)
    )


@require_POST
@needs(Permission.IMPORT_ITEMS)
def item_route(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask anew where it may go, now that something changed."""
    row = _request_of(pk)
    places = list(engagements_for(row.form, today=local_today(request.organization, timezone.now())))
    kind = row.item.item_type if row.item else ""
    wanted = (
        routed(routes_for(row.form), kind, places, now=timezone.now())
        or next((each for each in places if each.pk == row.form.engagement_id), None)
        or next(iter(places), None)
    )

    def act() -> object:
        place = actions.route_again(request=row, engagement=wanted, by=request.user, now=timezone.now())
        if place.route == Route.PARTNER:
            messages.success(
                request, _("It goes to %(vendor)s now.") % {"vendor": place.engagement and place.engagement.vendor}
            )
        else:
            messages.info(request, " ".join(place.reasons) or _("It stays where it is."))
        return place

    return _done(request, row, forms.Form({}), act)


@require_POST
@needs(Permission.IMPORT_ITEMS)
def point_answer(request: TenantRequest, pk: int) -> HttpResponse:
    """Answer a criterion, tick a step, say where evidence lies."""
    point = get_object_or_404(RequestPoint.objects.select_related("request"), pk=pk)
    form = PointForm(request.POST)

    def act() -> object:
        data = form.cleaned_data
        actions.answer_point(point=point, answer=data["answer"], note=data["note"], by=request.user, now=timezone.now())
        return point

    return _done(request, point.request, form, act, anchor=f"#point-{point.pk}")


def _request_of(item: int) -> IntakeRequest:
    found: IntakeRequest = get_object_or_404(
        IntakeRequest.objects.select_related("form__process", "item").filter(item__isnull=False), item=item
    )
    return found


def _done(
    request: TenantRequest, row: IntakeRequest, form: Any, act: Callable[[], object], *, anchor: str = ""
) -> HttpResponse:
    """Back to the item; what was refused is said there."""
    if not form.is_valid() or (take(form, lambda: act() or True) is None):
        for errors in form.errors.values():
            for error in errors:
                messages.error(request, str(error))
    response = redirect("workitems:item-detail", org=request.organization.slug, pk=row.item_id)
    response["Location"] += anchor
    return response

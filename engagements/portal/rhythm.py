"""The vendor's day in a few lines, and its monthly pulse."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.actions import rhythm as actions
from engagements.forms.conversations import CheckInForm, PulseForm
from engagements.models import CheckIn, Engagement, Side
from engagements.periods import PeriodKind, period_at, period_of_date
from engagements.portal.desk import client_day, portal_address, reader_of
from engagements.queries.rhythm import answered_by, check_ins, months
from foundation.accounts.forms.submitting import take
from foundation.accounts.portal import Todo
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.accounts.tenancy import context as scope

FRIDAY = 5
ASKED_FROM = 20
"""From which day of the month the pulse stands on the list of things to do."""


@needs(Permission.PORTAL_VIEW)
def checkin_list(request: TenantRequest) -> HttpResponse:
    """The last days, and today's entry."""
    today, now = client_day(request), timezone.now()
    may_write = request.membership.may(Permission.PORTAL_WORK)
    form = CheckInForm(request.POST if may_write and request.method == "POST" else None, initial=_proposed(request))
    if form.is_bound and form.is_valid():
        kept = take(form, lambda: actions.check_in(**form.cleaned_data, today=today, by=request.user, now=now))
        if kept is not None:
            client = request.organization.name
            messages.success(request, _("It is written down, and %(client)s sees it.") % {"client": client})
            return redirect(portal_address(request, "checkin-portal-list"))
    context = {
        "form": form,
        "may_write": may_write,
        "entries": list(check_ins(today=today)),
        "reader": reader_of(request),
        "has_engagements": Engagement.objects.exists(),
    }
    return render(request, "engagements/portal_checkin_list.html", context)


@needs(Permission.PORTAL_VIEW)
def pulse_list(request: TenantRequest) -> HttpResponse:
    """How both sides find the relationship, month by month."""
    now, zone = timezone.now(), request.organization.time_zone
    engagements = list(Engagement.objects.order_by("name"))
    month = period_at(PeriodKind.MONTH, now, zone)
    answered = answered_by(request.user.pk, side=Side.VENDOR, month=month.first_date)
    context = {
        "rows": [
            (each, months(each, side=Side.VENDOR, zone=zone, now=now), each.pk in answered) for each in engagements
        ],
        "month": month,
        "reader": reader_of(request),
        "may_write": request.membership.may(Permission.PORTAL_WORK),
    }
    return render(request, "engagements/portal_pulse_list.html", context)


@needs(Permission.PORTAL_WORK)
def pulse_create(request: TenantRequest, engagement: int) -> HttpResponse:
    """This month's pulse."""
    found = get_object_or_404(Engagement, pk=engagement)
    now = timezone.now()
    month = period_at(PeriodKind.MONTH, now, request.organization.time_zone)
    form = PulseForm(request.POST or None)
    back = portal_address(request, "pulse-portal-list")
    if request.method == "POST" and form.is_valid():
        kept = take(
            form,
            lambda: actions.answer_pulse(
                engagement=found,
                period=month,
                side=Side.VENDOR,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                by=request.user,
                now=now,
            ),
        )
        if kept is not None:
            messages.success(request, _("Thank you. It opens when both sides have answered, or the month is over."))
            return redirect(back)
    context = {"form": form, "engagement": found, "month": month, "back": back, "reader": reader_of(request)}
    return render(request, "engagements/portal_pulse_create.html", context)


def checkin_todo(*, now: datetime, today: date) -> list[Todo]:
    """Today's check-in of each running engagement, on working days."""
    if today.isoweekday() > FRIDAY:
        return []
    written = set(CheckIn.objects.filter(day=today).values_list("engagement_id", flat=True))
    running = Engagement.objects.filter(started_on__lte=today).exclude(ended_on__lt=today).order_by("name")
    return [
        Todo(
            title=_("Check in: %(engagement)s") % {"engagement": engagement.name},
            detail=_("done, next, blocked, people present"),
            due=today,
            url_name="engagements:checkin-portal-list",
            action_label=_("Check in"),
        )
        for engagement in running
        if engagement.pk not in written
    ]


def pulse_todo(*, now: datetime, today: date) -> list[Todo]:
    """The month's pulse, once the month is well under way."""
    if today.day < ASKED_FROM:
        return []
    month = today.replace(day=1)
    answered = answered_by(scope.current().actor_id or 0, side=Side.VENDOR, month=month)
    running = Engagement.objects.filter(started_on__lte=today).exclude(ended_on__lt=today).order_by("name")
    return [
        Todo(
            title=_("Pulse of %(month)s: %(engagement)s")
            % {"month": date_format(month, "F"), "engagement": engagement.name},
            detail=_("four scores and a sentence"),
            due=period_of_date(PeriodKind.MONTH, month, "UTC").last_date,
            url_name="engagements:pulse-portal-create",
            url_kwargs={"engagement": engagement.pk},
            action_label=_("Answer"),
        )
        for engagement in running
        if engagement.pk not in answered
    ]


def _proposed(request: TenantRequest) -> dict[str, object]:
    """Today, and as many people as last time."""
    last = CheckIn.objects.order_by("-pk").first()
    proposed: dict[str, object] = {"day": client_day(request)}
    if last is not None:
        proposed |= {"engagement": last.engagement_id, "people_present": last.people_present}
        proposed |= {"people_planned": last.people_planned}
    return proposed

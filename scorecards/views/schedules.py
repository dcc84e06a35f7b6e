"""Schedules: which engagements have a weekly scorecard, when it is issued, and who gets it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.models import Engagement
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from scorecards.actions import schedules
from scorecards.forms.schedules import EngagementChoiceForm, ScheduleForm
from scorecards.models import ReportRun, ReportSchedule
from scorecards.models.schedules import RunState


@needs(Permission.VIEW)
@require_safe
def schedule_list(request: TenantRequest) -> HttpResponse:
    """Running schedules, then those that ended; and the runs that something holds up."""
    wanted = ReportSchedule.objects.select_related("engagement__vendor")
    found = wanted.prefetch_related("recipients__membership__user").order_by("engagement__name", "-created_at")
    stuck = ReportRun.objects.exclude(state__in=[RunState.QUEUED, RunState.EXCUSED]).exclude(last_error="")
    context = {
        "running": [each for each in found if each.ended_at is None],
        "ended": [each for each in found if each.ended_at is not None],
        "stuck": list(stuck.select_related("schedule__engagement", "scorecard").order_by("period_start")[:20]),
        "without": Engagement.objects.filter(ended_on=None).exclude(
            pk__in=[each.engagement_id for each in found if each.ended_at is None]
        ).count(),
        "may_edit": request.membership.may(Permission.MANAGE_SCHEDULES),
    }  # fmt: skip
    return render(request, "scorecards/schedule_list.html", context)


@needs(Permission.MANAGE_SCHEDULES)
def schedule_create(request: TenantRequest) -> HttpResponse:
    """A schedule for ``?engagement=``; without it the engagement is chosen first."""
    chosen = request.GET.get("engagement", "")
    if not (chosen.isdecimal() and len(chosen) < 19):  # noqa: PLR2004  # a bigint has 19 digits
        return render(request, "scorecards/schedule_choose.html", {"form": EngagementChoiceForm()})
    engagement = get_object_or_404(Engagement.objects.select_related("vendor"), pk=int(chosen))
    form = ScheduleForm(request.POST or None, engagement=engagement, zone=request.organization.time_zone)

    def create() -> ReportSchedule:
        return schedules.create_schedule(engagement=engagement, by=request.user, now=timezone.now(), **_data(form))

    if request.method == "POST" and _done(form, create):
        messages.success(request, _("Scheduled. The first scorecard is that of the running week."))
        return redirect("scorecards:schedule-list", org=request.organization.slug)
    return render(request, "scorecards/schedule_edit.html", {"form": form, "engagement": engagement})


@needs(Permission.MANAGE_SCHEDULES)
def schedule_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change who gets it and when; or end it."""
    schedule = get_object_or_404(ReportSchedule.objects.select_related("engagement__vendor"), pk=pk)
    initial = {
        "recipients": list(schedule.recipients.values_list("membership_id", flat=True)),
        "issues_itself": schedule.issues_itself,
        "issue_weekday": schedule.issue_weekday,
        "issue_time": schedule.issue_time,
    }
    zone = request.organization.time_zone
    form = ScheduleForm(request.POST or None, engagement=schedule.engagement, zone=zone, initial=initial)

    def change() -> ReportSchedule:
        return schedules.change_schedule(schedule=schedule, by=request.user, **_data(form))

    if request.method == "POST" and _done(form, change):
        messages.success(request, _("Saved."))
        return redirect("scorecards:schedule-list", org=request.organization.slug)
    context = {"form": form, "schedule": schedule, "engagement": schedule.engagement}
    return render(request, "scorecards/schedule_edit.html", context)


@needs(Permission.MANAGE_SCHEDULES)
@require_POST
def schedule_end(request: TenantRequest, pk: int) -> HttpResponse:
    """End a schedule."""
    schedule = get_object_or_404(ReportSchedule, pk=pk)
    try:
        schedules.end_schedule(schedule=schedule, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Ended. Weeks that are due already still run to their end."))
    return redirect("scorecards:schedule-list", org=request.organization.slug)


def _data(form: ScheduleForm) -> dict[str, Any]:
    return form.cleaned_data | {"recipients": list(form.cleaned_data["recipients"])}


def _done(form: Form, act: Any) -> bool:
    """Whether what a valid form asks was done; a refusal stands at its fields."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, problems in error.message_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            form.add_error(None, error)
        return False
    return True

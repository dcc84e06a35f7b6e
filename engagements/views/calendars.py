"""Business calendars."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import calendars as actions
from engagements.actions.catalogue import archive_row, change_row, restore_row
from engagements.forms.calendars import CalendarForm, PrefillForm, initial_of
from engagements.models import BusinessCalendar
from engagements.queries import calendars as queries
from engagements.queries.catalogue import levels_on_calendar
from engagements.versions import begins, next_monday
from engagements.views.pages import address, today_of
from engagements.week_picture import WeekRow, week_rows
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def calendar_list(request: TenantRequest) -> HttpResponse:
    """When work is open; ``?state=archived`` shows the others."""
    archived = request.GET.get("state") == "archived"
    rows = [
        {"row": row, "week": week_rows(row.hours) if row.hours else []}
        for row in queries.listed_calendars(now=timezone.now(), archived=archived)
    ]
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS)
    return render(request, "engagements/calendar_list.html", {"rows": rows, "archived": archived, "may_edit": may_edit})


@needs(Permission.VIEW)
def calendar_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A calendar's week, holidays and exceptions, its versions, and what counts on it."""
    calendar = get_object_or_404(BusinessCalendar, pk=pk)
    now = timezone.now()
    versions = queries.version_history(calendar)
    shown = _chosen(request, versions) or next((v for v in versions if v.valid_from <= now), None)
    hours = queries.hours_of(shown)
    week: list[WeekRow] = week_rows(hours) if hours else []
    names = shown.hours.get("holiday_names") if shown and isinstance(shown.hours, dict) else {}
    holidays = [(day, (names or {}).get(day.isoformat(), "")) for day in hours.holidays] if hours else []
    today = today_of(request)
    context = {
        "calendar": calendar,
        "versions": versions,
        "shown": shown,
        "in_force": next((v for v in versions if v.valid_from <= now), None),
        "hours": hours,
        "zone": hours.zone if hours else request.organization.time_zone,
        "week": week,
        "holidays": holidays,
        "coming": [(day, name) for day, name in holidays if day >= today][:8],
        "levels": levels_on_calendar(calendar, today=today),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "engagements/calendar_detail.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def calendar_create(request: TenantRequest) -> HttpResponse:
    """A new calendar; the button for holidays fills them in without saving."""
    initial = initial_of(None, zone=request.organization.time_zone)
    form, prefill, is_saving = _forms(request, None, initial)
    if is_saving and form.is_valid() and form.hours is not None:
        data, hours, now = form.cleaned_data, form.hours, timezone.now()
        calendar = take(
            form,
            lambda: actions.create_calendar(
                name=data["name"],
                hours=hours,
                holiday_names=form.holiday_names,
                valid_from=begins(data["valid_from"], hours.zone),
                is_default=data["is_default"],
                by=request.user,
                now=now,
            ),
        )
        if calendar is not None:
            messages.success(request, _("%(name)s is there.") % {"name": calendar})
            return redirect(address(request, "calendar-detail", pk=calendar.pk))
    return render(request, "engagements/calendar_form.html", {"form": form, "prefill": prefill, "calendar": None})


@needs(Permission.EDIT_AGREEMENTS)
def calendar_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Other hours from a day on; another name at once."""
    calendar = get_object_or_404(BusinessCalendar, pk=pk)
    title = calendar.name
    last = next(iter(queries.version_history(calendar)), None)
    initial = initial_of(last, zone=request.organization.time_zone)
    initial |= {
        "name": calendar.name,
        "is_default": calendar.is_default,
        "valid_from": next_monday(today_of(request)) if last else None,
    }
    form, prefill, is_saving = _forms(request, calendar, initial)
    saved = take(form, lambda: _save(request, form, calendar)) if is_saving and form.is_valid() else None
    if saved is not None:
        messages.success(request, _("%(name)s is saved.") % {"name": calendar})
        return redirect(address(request, "calendar-detail", pk=pk))
    context = {"form": form, "prefill": prefill, "calendar": calendar, "title": title}
    return render(request, "engagements/calendar_form.html", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def calendar_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a calendar off the list."""
    calendar = get_object_or_404(BusinessCalendar, pk=pk)
    try:
        with transaction.atomic():
            archive_row(row=calendar, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(address(request, "calendar-detail", pk=pk))
    messages.success(request, _("%(name)s is archived.") % {"name": calendar})
    return redirect(address(request, "calendar-list"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def calendar_restore(request: TenantRequest, pk: int) -> HttpResponse:
    """Put a calendar back on the list."""
    calendar = restore_row(row=get_object_or_404(BusinessCalendar, pk=pk), by=request.user)
    messages.success(request, _("%(name)s is on the list again.") % {"name": calendar})
    return redirect(address(request, "calendar-list"))


def _forms(
    request: TenantRequest, calendar: BusinessCalendar | None, initial: dict[str, Any]
) -> tuple[CalendarForm, PrefillForm, bool]:
    """The calendar's form, the one for holidays, and whether the calendar is to be saved."""
    year = today_of(request).year
    years = {"first_year": year, "last_year": year + 2}
    if request.method != "POST":
        return CalendarForm(calendar=calendar, initial=initial), PrefillForm(initial=years), False
    if "prefill" not in request.POST:
        return CalendarForm(request.POST, calendar=calendar, initial=initial), PrefillForm(initial=years), True
    prefill = PrefillForm(request.POST)
    typed = prefill.fill(request.POST) if prefill.is_valid() else {k: request.POST.get(k, "") for k in request.POST}
    return CalendarForm(calendar=calendar, initial=typed), prefill, False


def _save(request: TenantRequest, form: CalendarForm, calendar: BusinessCalendar) -> BusinessCalendar:
    """Name and default at once; hours only when they changed, as a new version."""
    data, hours = form.cleaned_data, form.hours
    if data["name"] != calendar.name:
        was, calendar.name = calendar.name, data["name"]
        change_row(row=calendar, by=request.user, was={"name": was})
    if data["is_default"]:
        actions.make_default_calendar(calendar=calendar, by=request.user)
    last = next(iter(queries.version_history(calendar)), None)
    names = {day: name for day, name in form.holiday_names.items() if name}
    if hours is None or (last and (hours.fingerprint, names) == (last.hours_hash, last.hours.get("holiday_names"))):
        return calendar
    if last is not None and data["valid_from"] is None:
        raise ValidationError({"valid_from": forms.Field.default_error_messages["required"]})
    actions.add_calendar_version(
        calendar=calendar,
        hours=hours,
        holiday_names=names,
        valid_from=begins(data["valid_from"], hours.zone),
        by=request.user,
        now=timezone.now(),
    )
    return calendar


def _chosen(request: TenantRequest, versions: list[Any]) -> Any:
    """The version that the address asks for (``?version=``), if it is one of the calendar's."""
    return next((version for version in versions if str(version.pk) == request.GET.get("version")), None)

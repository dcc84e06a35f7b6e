"""Reads about business calendars and their hours."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from engagements.models import BusinessCalendar, CalendarVersion
from engagements.opening_hours import OpeningHours, OpeningHoursError


class ListedCalendar(NamedTuple):
    """A calendar with its hours now (None when it has none, or none that can be read) and its number of versions."""

    calendar: BusinessCalendar
    version: CalendarVersion | None
    hours: OpeningHours | None
    version_count: int


def calendars(*, archived: bool = False) -> QuerySet[BusinessCalendar]:
    """Calendars by name, the default first; the archived ones when asked."""
    return BusinessCalendar.objects.filter(archived_at__isnull=not archived).order_by("-is_default", "name", "pk")


def listed_calendars(*, now: datetime, archived: bool = False) -> list[ListedCalendar]:
    """The list page's rows."""
    found = list(calendars(archived=archived).annotate(version_count=Count("versions")))
    newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar"), valid_from__lte=now)
    in_force = CalendarVersion.objects.filter(
        calendar__in=found, pk=Subquery(newest.order_by("-valid_from").values("pk")[:1])
    )
    by_calendar = {version.calendar_id: version for version in in_force}
    rows = []
    for calendar in found:
        version = by_calendar.get(calendar.pk)
        rows.append(ListedCalendar(calendar, version, hours_of(version), calendar.version_count))
    return rows


def version_history(calendar: BusinessCalendar) -> list[CalendarVersion]:
    """A calendar's versions, the newest first."""
    return list(calendar.versions.order_by("-valid_from"))


def version_at(calendar_id: int, at: datetime) -> CalendarVersion | None:
    """The version in force at an instant, None before the first."""
    versions = CalendarVersion.objects.filter(calendar_id=calendar_id, valid_from__lte=at)
    return versions.order_by("-valid_from").first()


def hours_of(version: CalendarVersion | None) -> OpeningHours | None:
    """A version's hours, or None when there is no version or what it holds cannot be read."""
    if version is None:
        return None
    try:
        return OpeningHours.from_dict(version.hours)
    except OpeningHoursError:
        return None


def default_calendar() -> BusinessCalendar | None:
    """The calendar proposed for new service levels."""
    return BusinessCalendar.objects.filter(is_default=True, archived_at=None).first()

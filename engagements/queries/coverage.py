"""When an engagement is covered: its week, zone, holidays ahead and own days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from engagements.models import BusinessCalendar, Engagement
from engagements.opening_hours import OpeningHours
from engagements.opening_hours.windows import Window
from engagements.queries.calendars import hours_of, version_at


class ComingDay(NamedTuple):
    """A day ahead that is not like its weekday: a holiday (no windows), or own hours; ``name`` may be empty."""

    day: date
    name: str
    windows: tuple[Window, ...]
    is_holiday: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """``calendar`` None is around the clock; ``hours`` None when nothing is in force or cannot be read."""

    calendar: BusinessCalendar | None
    hours: OpeningHours | None
    coming: list[ComingDay] = field(default_factory=list)


def coverage_of(engagement: Engagement, *, now: datetime, today: date, most: int = 6) -> Coverage:
    """The coverage in force, with the next holidays and own days (``most`` of them) from ``today`` (local) on."""
    calendar = engagement.calendar
    if calendar is None:
        return Coverage(None, None)
    version = version_at(calendar.pk, now)
    hours = hours_of(version)
    if version is None or hours is None:
        return Coverage(calendar, None)
    names = version.hours.get("holiday_names") or {}
    coming = [ComingDay(day, names.get(day.isoformat(), ""), (), True) for day in hours.holidays if day >= today]
    coming += [ComingDay(day, "", tuple(windows), False) for day, windows in hours.overrides if day >= today]
    return Coverage(calendar, hours, sorted(coming)[:most])

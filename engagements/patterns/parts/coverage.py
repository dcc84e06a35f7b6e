"""When the work is covered: a calendar in the engagement's zone, with the public holidays of a country."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.actions.calendars import create_calendar
from engagements.actions.engagements import change_engagement
from engagements.models import BusinessCalendar, CalendarVersion, Engagement
from engagements.opening_hours import OpeningHours
from engagements.public_holidays import public_holidays
from foundation.accounts.models import User

YEARS_AHEAD = 2


def apply(engagement: Engagement, content: dict[str, Any], by: User, now: datetime) -> None:
    """Make the calendar, or take one that has the same hours; around the clock needs none.

    ``content``: ``always_open``, or ``week`` as in ``OpeningHours.to_dict``; ``zone`` (IANA), ``country`` (ISO, whose
    public holidays are closed, may be empty) and ``region``.
    """
    if content.get("always_open"):
        return
    country = content.get("country", "")
    holidays = public_holidays(country, content.get("region", ""), now.year, now.year + YEARS_AHEAD) if country else {}
    closed = [day.isoformat() for day in holidays]
    hours = OpeningHours.from_dict({"zone": content["zone"], "week": content["week"], "holidays": closed})
    same = CalendarVersion.objects.filter(hours_hash=hours.fingerprint, calendar__archived_at=None).first()
    calendar = same.calendar if same is not None else None
    if calendar is None:
        names = {day.isoformat(): name for day, name in holidays.items()}
        name = free_name(engagement.name)
        calendar = create_calendar(name=name, hours=hours, by=by, now=now, holiday_names=names)
    was, engagement.calendar = engagement.calendar, calendar
    change_engagement(engagement=engagement, by=by, was={"calendar": was})


def export(engagement: Engagement) -> dict[str, Any]:
    """The newest hours; the zone and the holidays' dates stay behind, since each engagement has its own."""
    if engagement.calendar is None:
        return {"always_open": True}
    newest = engagement.calendar.versions.order_by("-valid_from").first()
    if newest is None or newest.hours.get("always_open"):
        return {"always_open": True}
    return {"week": newest.hours["week"], "zone": newest.hours["zone"]}


def free_name(wanted: str) -> str:
    """A name that no calendar has: the one wanted, else with a number."""
    taken = {name.casefold() for name in BusinessCalendar.objects.values_list("name", flat=True)}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted[:110]} {number}", number + 1
    return name

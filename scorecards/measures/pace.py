"""How fast a backlog is worked off: completed items and open days of the last four closed weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from engagements.models import CalendarVersion, Engagement, ServiceLevelVersion
from engagements.models.service_levels import ClockKind
from engagements.opening_hours import OpeningHours
from engagements.periods import Period, PeriodKind, last_closed
from scorecards.measures.requests import Request, organizations
from scorecards.measures.windows import Windows, array, fetch

WEEKS = 4
_SQL = (
    "WITH {keys} SELECT k.slot, i.number FROM k CROSS JOIN LATERAL (SELECT count(*) AS number"
    " FROM workitems_workitem w WHERE {items} AND w.first_completed_at >= k.starts_at"
    " AND w.first_completed_at < k.ends_at AND w.status_class <> 'cancelled') i"
)
_FIRST_SQL = (
    "SELECT f.engagement_id, (SELECT min(w.opened_at) FROM workitems_workitem w"
    " WHERE w.organization_id = f.organization_id AND w.engagement_id = f.engagement_id)"
    " FROM unnest(%s::bigint[], %s::bigint[]) f (organization_id, engagement_id)"
)
_Hours = dict[int, list[tuple[datetime, OpeningHours]]]


class Pace(NamedTuple):
    """Completed items and open days, one of each per week, oldest first; weeks before the first item are left out."""

    closed: list[int]
    open_days: list[int]


def paces(requests: Sequence[Request]) -> dict[Request, Pace]:
    """The pace behind each backlog request: the four weeks that had ended when its period did."""
    if not requests:
        return {}
    weeks = {request: _weeks(request.period.end, request.period.zone) for request in requests}
    asked = {
        request: [request.window._replace(start=week.start, end=week.end) for week in weeks[request]]
        for request in requests
    }
    windows = Windows.over((window for found in asked.values() for window in found), excludes=False)
    closed: Counter[int] = Counter()
    for slot, number in fetch(_SQL.format(keys=windows.keys, items=windows.items), windows.params):
        closed[slot] += number
    first = _first_items(requests)
    calendars = _Calendars(requests)
    found = {}
    for request in requests:
        opened = min((first[each] for each in request.engagement_ids if first.get(each)), default=None)
        lived = [number for number, week in enumerate(weeks[request]) if opened is not None and week.end > opened]
        found[request] = Pace(
            [closed[windows.slots[asked[request][number]]] for number in lived],
            [calendars.open_days(request, weeks[request][number]) for number in lived],
        )
    return found


@lru_cache(maxsize=4096)
def _weeks(end: datetime, zone: str) -> tuple[Period, ...]:
    """The last four weeks that had ended at an instant, oldest first."""
    week = last_closed(PeriodKind.WEEK, end, zone)
    return tuple(week.shift(-back) for back in reversed(range(WEEKS)))


def _first_items(requests: Iterable[Request]) -> dict[int, datetime]:
    pairs = sorted({(request.organization_id, each) for request in requests for each in request.engagement_ids})
    return dict(fetch(_FIRST_SQL, [array(column) for column in zip(*pairs, strict=True)]))


class _Calendars:
    """The calendar of an engagement: its own, its resolution level's, the organization's default; else every day."""

    def __init__(self, requests: Iterable[Request]) -> None:
        requests = list(requests)
        engagements = {each for request in requests for each in request.engagement_ids}
        tenants = organizations(requests)
        levels = (
            ServiceLevelVersion.objects.filter(
                organization_id__in=tenants,
                service_level__engagement_id__in=engagements,
                service_level__kind=ClockKind.RESOLUTION,
            )
            .order_by("valid_from")
            .values_list("service_level__engagement_id", "calendar_id")
        )
        own = Engagement.objects.filter(pk__in=engagements, calendar__isnull=False).values_list("pk", "calendar_id")
        self._of_engagement = {pk: calendar for pk, calendar in [*levels, *own] if calendar}
        self._default: dict[int, int] = {}
        self._hours: _Hours = {}
        versions = CalendarVersion.objects.filter(organization_id__in=tenants).order_by("valid_from")
        for tenant, calendar, is_default, since, hours in versions.values_list(
            "organization_id", "calendar_id", "calendar__is_default", "valid_from", "hours"
        ):
            if is_default:
                self._default[tenant] = calendar
            self._hours.setdefault(calendar, []).append((since, OpeningHours.from_dict(hours)))
        self._days: dict[tuple[int, str, str], int] = {}

    def open_days(self, request: Request, week: Period) -> int:
        """Open days of a week, of the first of the request's engagements; a calendar around the clock is open daily."""
        engagement = request.engagement_ids[0]
        calendar = self._of_engagement.get(engagement, self._default.get(request.organization_id))
        versions = self._hours.get(calendar) if calendar else None
        if not calendar or not versions:
            return 7
        key = (calendar, week.key, week.zone)
        if key not in self._days:
            hours = next((found for since, found in reversed(versions) if since <= week.start), versions[0][1])
            self._days[key] = _open_dates(hours, week)
        return self._days[key]


def _open_dates(hours: OpeningHours, week: Period) -> int:
    """Local dates (of the calendar's zone) on which a window opens within the week, seven at most."""
    zone = ZoneInfo(hours.zone)
    days = {start.astimezone(zone).date() for start, _ in hours.open_intervals(week.start, week.end)}
    return min(len(days), 7)

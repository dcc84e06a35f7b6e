"""Items with their events, calendars and levels, in the scope that is in force."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engagements.models import (
    BusinessCalendar,
    CalendarVersion,
    Engagement,
    ServiceLevel,
    ServiceLevelTarget,
    ServiceLevelVersion,
)
from engagements.opening_hours import OpeningHours
from workitems.models import WorkItem, WorkItemEvent

_numbers = itertools.count(1)
OFFICE = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
HOUR = 60
Told = tuple[Any, ...]


def make_calendar(
    *, valid_from: datetime, name: str = "", week: Mapping[str, list[str]] = OFFICE, zone: str = "UTC"
) -> BusinessCalendar:
    """A calendar with one version, 9 to 17 on working days unless told otherwise."""
    calendar: BusinessCalendar = BusinessCalendar.objects.create(name=name or f"Calendar {next(_numbers)}")
    add_hours(calendar, valid_from=valid_from, week=week, zone=zone)
    return calendar


def add_hours(
    calendar: BusinessCalendar, *, valid_from: datetime, week: Mapping[str, list[str]] = OFFICE, zone: str = "UTC"
) -> CalendarVersion:
    """A new version of a calendar, not yet applied."""
    hours = OpeningHours.from_dict({"zone": zone, "week": dict(week)})
    version: CalendarVersion = CalendarVersion.objects.create(
        calendar=calendar,
        valid_from=valid_from,
        hours=hours.to_dict(),
        hours_hash=hours.fingerprint,
        created_at=valid_from,
    )
    return version


def make_level(
    engagement: Engagement,
    *,
    valid_from: datetime,
    kind: str = "resolution",
    calendar: BusinessCalendar | None = None,
    targets: Mapping[str, int] | None = None,
    unit: str = "minutes",
    reopen_rule: str = "keep",
    ignored: Iterable[str] = (),
) -> ServiceLevelVersion:
    """A level (or the next version of the one that is there): eight hours for every priority unless told otherwise."""
    level, _ = ServiceLevel.objects.get_or_create(engagement=engagement, kind=kind, defaults={"name": kind.title()})
    version: ServiceLevelVersion = ServiceLevelVersion.objects.create(
        service_level=level,
        number=level.versions.count() + 1,
        valid_from=valid_from,
        calendar=calendar,
        reopen_rule=reopen_rule,
        ignored_pauses=list(ignored),
        pass_rule="Stopped by the deadline.",
        created_at=valid_from,
    )
    for priority, amount in (targets or {"": 8 * HOUR}).items():
        ServiceLevelTarget.objects.create(version=version, priority=priority, amount=amount, unit=unit)
    return version


def make_item(
    engagement: Engagement | None,
    *,
    opened_at: datetime,
    told: Iterable[Told] = (),
    created_at: datetime | None = None,
    **values: Any,
) -> WorkItem:
    """An item with its events: the opening, what is ``told``, and the stop at its resolution when it has one.

    ``told`` holds (kind, instant) or (kind, instant, reason or detail).
    """
    number = values.pop("external_id", f"INC{next(_numbers):07d}")
    place: dict[str, Any] = {"engagement": engagement}
    if engagement is not None:
        place |= {
            "vendor_id": engagement.vendor_id,
            "process_id": engagement.process_id,
            "client_id": engagement.client_id,
        }
    seen = created_at or opened_at
    item: WorkItem = WorkItem.objects.create(
        **place
        | {"source": "desk", "external_id": number, "opened_at": opened_at, "row_hash": number}
        | {"created_at": seen, "updated_at": seen}
        | values
    )
    tell(item, [("start", opened_at, item.priority), *told])
    stopped_at = item.resolved_at or item.closed_at
    if stopped_at is not None and not any(each[0] in ("stop", "cancel") for each in told):
        tell(item, [("stop", stopped_at)])
    return item


def tell(item: WorkItem, told: Iterable[Told]) -> None:
    """More events of an item, after those it has."""
    first = item.events.count()
    for place, (kind, at, *words) in enumerate(told):
        word = words[0] if words else ""
        named = {"reason": word} if kind == "pause" else {"detail": word}
        WorkItemEvent.objects.create(item=item, sequence=first + place, occurred_at=at, kind=kind, **named)

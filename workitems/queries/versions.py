"""Versions of calendars and levels that are in force and not applied, and the items they govern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from engagements.models import CalendarVersion, LevelKind, ServiceLevelVersion
from workitems.models import WorkItem


@dataclass
class Versions:
    """Some versions of calendars and of service levels."""

    calendars: list[CalendarVersion] = field(default_factory=list)
    levels: list[ServiceLevelVersion] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.calendars or self.levels)

    @property
    def names(self) -> list[str]:
        """What changed, in words, each once."""
        calendars = [version.calendar.name for version in self.calendars]
        levels = [f"{each.service_level.engagement.name}, {each.service_level.name}" for each in self.levels]
        return list(dict.fromkeys(calendars + levels))


def organizations_with_pending_versions(*, now: datetime) -> list[int]:
    """Organizations, of those in scope, that have something to apply."""
    return sorted(
        {
            pk
            for model in (CalendarVersion, ServiceLevelVersion)
            for pk in _pending(model, now).values_list("organization_id", flat=True)
        }
    )


def pending_versions(*, now: datetime, lock: bool = False) -> Versions:
    """What is in force and not applied, oldest first; with ``lock`` only what nobody else holds."""
    calendars = _pending(CalendarVersion, now).select_related("calendar").order_by("valid_from", "pk")
    levels = _pending(ServiceLevelVersion, now).select_related("service_level__engagement").order_by("valid_from", "pk")
    if lock:
        calendars = calendars.select_for_update(of=("self",), skip_locked=True)
        levels = levels.select_for_update(of=("self",), skip_locked=True)
    return Versions(list(calendars), list(levels))


def versions_of(calendar_versions: Sequence[int], level_versions: Sequence[int]) -> Versions:
    """The versions with these ids; one that is gone is left out."""
    return Versions(
        list(CalendarVersion.objects.filter(pk__in=calendar_versions).select_related("calendar")),
        list(ServiceLevelVersion.objects.filter(pk__in=level_versions).select_related("service_level")),
    )


def governed_items(versions: Versions) -> list[int]:
    """Ids of the items that these versions govern: opened while one was in force, in an engagement that uses it."""
    found: set[int] = set()
    for calendar in versions.calendars:
        others = CalendarVersion.objects.filter(calendar_id=calendar.calendar_id)
        is_first = not others.filter(valid_from__lt=calendar.valid_from).exists()
        users = ServiceLevelVersion.objects.filter(calendar_id=calendar.calendar_id)
        engagements = set(users.values_list("service_level__engagement_id", flat=True))
        found |= _opened(engagements, None if is_first else calendar.valid_from, _next(others, calendar.valid_from))
    for level in versions.levels:
        siblings = ServiceLevelVersion.objects.filter(service_level_id=level.service_level_id)
        until = _next(siblings, level.valid_from)
        found |= _opened({level.service_level.engagement_id}, level.valid_from, until)
    return sorted(found)


def _pending(model: type[CalendarVersion | ServiceLevelVersion], now: datetime) -> QuerySet[Any]:
    pending: QuerySet[Any] = model._default_manager.filter(applied_at=None, valid_from__lte=now)
    # A level of quality has no clock: there is nothing to compute.
    return pending.exclude(service_level__kind=LevelKind.QUALITY) if model is ServiceLevelVersion else pending


def _next(versions: QuerySet[Any], after: datetime) -> datetime | None:
    later = versions.filter(valid_from__gt=after).order_by("valid_from")
    return later.values_list("valid_from", flat=True).first()


def _opened(engagements: set[int], since: datetime | None, until: datetime | None) -> set[int]:
    opened = Q(engagement_id__in=engagements)
    if since is not None:
        opened &= Q(opened_at__gte=since)
    if until is not None:
        opened &= Q(opened_at__lt=until)
    return set(WorkItem.objects.filter(opened).values_list("pk", flat=True))

"""The service levels and calendars of some engagements, in every version."""

from __future__ import annotations

from collections.abc import Iterable

from engagements.models import CalendarVersion, ServiceLevelTarget, ServiceLevelVersion
from engagements.models.service_levels import ClockKind
from engagements.models.service_levels import TargetUnit as StoredUnit
from engagements.opening_hours import OpeningHours
from foundation.accounts.models import Organization
from workitems.clock import OnReopen, TargetUnit
from workitems.governing import Agreements, CalendarHours, GovernedTarget, Level, by_priority
from workitems.replaying import REASONS

_UNITS = {StoredUnit.BUSINESS_DAYS: TargetUnit.BUSINESS_DAYS, StoredUnit.MINUTES: TargetUnit.OPEN_MINUTES}


def agreements(engagement_ids: Iterable[int]) -> Agreements:
    """Everything that may govern items of these engagements; four queries, however many there are."""
    found = Agreements()
    targets = _targets(engagement_ids)
    versions = (
        ServiceLevelVersion.objects.filter(
            service_level__engagement_id__in=list(engagement_ids), service_level__kind__in=ClockKind.values
        )
        .order_by("valid_from")
        .values_list(
            "pk",
            "valid_from",
            "calendar_id",
            "reopen_rule",
            "organization_id",
            "service_level__engagement_id",
            "service_level__kind",
            "ignored_pauses",
        )
    )
    organizations: set[int] = set()
    calendars: set[int] = set()
    for pk, valid_from, calendar_id, reopen_rule, organization_id, engagement_id, kind, ignored in versions:
        reasons = frozenset(REASONS[word] for word in ignored if word in REASONS)
        level = Level(pk, valid_from, calendar_id, OnReopen(reopen_rule), by_priority(targets.get(pk, ())), reasons)
        found.levels.setdefault((engagement_id, kind), []).append(level)
        organizations.add(organization_id)
        if calendar_id is not None:
            calendars.add(calendar_id)
    for version in CalendarVersion.objects.filter(calendar_id__in=calendars).order_by("valid_from"):
        hours = OpeningHours.from_dict(version.hours)
        entry = CalendarHours(version.pk, version.valid_from, hours)
        found.calendars.setdefault(version.calendar_id, []).append(entry)
    for organization in Organization.objects.filter(pk__in=organizations):
        found.around_the_clock[organization.pk] = OpeningHours(organization.time_zone, always_open=True)
    return found


def _targets(engagement_ids: Iterable[int]) -> dict[int, list[tuple[str, GovernedTarget]]]:
    rows = ServiceLevelTarget.objects.filter(version__service_level__engagement_id__in=list(engagement_ids))
    found: dict[int, list[tuple[str, GovernedTarget]]] = {}
    for pk, version_id, priority, amount, unit in rows.values_list("pk", "version_id", "priority", "amount", "unit"):
        target = GovernedTarget(_UNITS[StoredUnit(unit)], amount, pk=pk)
        found.setdefault(version_id, []).append((priority, target))
    return found

"""How far the data of each source reaches, and which closed weeks lack it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.dateparse import parse_datetime

from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, period_at
from foundation.inbox.models import BatchState, ImportBatch

# A week is there when its data reaches the Friday: nothing may have happened after it.
TOLERANCE = timedelta(days=3)
LONGEST = 26


class Coverage(NamedTuple):
    """A source, up to which instant its files tell, and the engagements they feed."""

    source: str
    until: datetime
    engagement_ids: frozenset[int]


class Gap(NamedTuple):
    """A source whose data ends before the last closed week does: the weeks without data, oldest first."""

    source: str
    until: datetime
    weeks: tuple[Period, ...]
    engagements: tuple[str, ...]
    engagement_ids: tuple[int, ...] = ()


def coverage(organization_id: int | None = None) -> list[Coverage]:
    """Each source of the workspace in scope, or of one of several, by name; from the accounts of its imports, one
    query."""
    batches = ImportBatch.objects.filter(state=BatchState.COMMITTED)
    if organization_id is not None:
        batches = batches.filter(organization_id=organization_id)
    found: dict[str, tuple[datetime, set[int]]] = {}
    for source, last_at, engagements in batches.values_list(
        "rules__source", "findings__last_at", "findings__engagements"
    ):
        until = parse_datetime(last_at) if last_at else None
        if until is None:
            continue
        known, fed = found.get(source, (until, set()))
        found[source] = (max(known, until), fed | {int(pk) for pk in engagements or {}})
    return [Coverage(source, until, frozenset(fed)) for source, (until, fed) in sorted(found.items())]


def weeks_without_data(*, zone: str, now: datetime, organization_id: int | None = None) -> list[Gap]:
    """The sources that lack closed weeks, of those that feed an engagement still running; ``zone`` decides weeks."""
    sources = coverage(organization_id)
    if not sources:
        return []
    running = dict(Engagement.objects.filter(ended_on=None).values_list("pk", "name"))
    gaps = []
    for each in sources:
        fed = sorted((name, pk) for pk, name in running.items() if pk in each.engagement_ids)
        weeks = _missing(each.until, zone, now)
        if weeks and fed:
            names, ids = zip(*fed, strict=True)
            gaps.append(Gap(each.source, each.until, weeks, names, ids))
    return gaps


def _missing(until: datetime, zone: str, now: datetime) -> tuple[Period, ...]:
    """The closed weeks whose Friday the data does not reach, at most 26, the latest ones."""
    week = period_at(PeriodKind.WEEK, now, zone).previous()
    found: list[Period] = []
    while week.end - TOLERANCE > until and len(found) < LONGEST:
        found.append(week)
        week = week.previous()
    return tuple(reversed(found))

"""Reads about the lists that agreements are made of: clients, processes, metrics, calendars."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from engagements.models import (
    BusinessCalendar,
    Client,
    Engagement,
    Metric,
    MetricTarget,
    Process,
    ServiceLevel,
    ServiceLevelVersion,
)


def not_ended(today: date, prefix: str = "") -> Q:
    """The condition that an engagement (at ``prefix``) has not ended on ``today``."""
    return Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gte": today})


def listed(model: type[Client | Process], *, archived: bool = False) -> QuerySet[Any]:
    """Clients or processes by name, with ``engagement_count``; the archived ones when asked."""
    rows = model.objects.filter(archived_at__isnull=not archived)
    return rows.annotate(engagement_count=Count("engagements")).order_by("name", "pk")


def uses_of(row: Any, *, today: date) -> int:
    """How many agreements that have not ended need a client, process, metric or calendar."""
    if isinstance(row, Client | Process):
        return row.engagements.filter(not_ended(today)).count()
    if isinstance(row, Metric):
        newest = newest_targets(until=date.max).filter(not_ended(today), not_ended(today, "engagement__"))
        return newest.filter(metric=row).count()
    if isinstance(row, BusinessCalendar):
        return len(levels_on_calendar(row, today=today)) + _covered_by(row, today=today)
    raise TypeError(f"{row!r} stands in no list")


def newest_targets(*, until: date) -> QuerySet[MetricTarget]:
    """The last target of each engagement and metric that began by a day, ended or not."""
    last = MetricTarget.objects.filter(
        engagement=OuterRef("engagement"), metric=OuterRef("metric"), valid_from__lte=until
    )
    return MetricTarget.objects.filter(pk=Subquery(last.order_by("-valid_from").values("pk")[:1]))


def levels_on_calendar(calendar: BusinessCalendar, *, today: date) -> list[ServiceLevel]:
    """The service levels of engagements that have not ended, any version of which counts on a calendar."""
    versions = ServiceLevelVersion.objects.filter(calendar=calendar)
    levels = ServiceLevel.objects.filter(not_ended(today, "engagement__"), pk__in=versions.values("service_level_id"))
    return list(levels.select_related("engagement").order_by("engagement__name", "name"))


def _covered_by(calendar: BusinessCalendar, *, today: date) -> int:
    return Engagement.objects.filter(not_ended(today), calendar=calendar).count()

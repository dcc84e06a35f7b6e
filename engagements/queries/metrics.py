"""Reads about metrics and the targets agreed about them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from engagements.models import Metric, MetricTarget, MetricVersion
from engagements.queries.catalogue import newest_targets, not_ended


class ListedMetric(NamedTuple):
    """A metric of the library with its newest definition, and how many engagements are judged by it today."""

    metric: Metric
    version: MetricVersion | None
    engagement_count: int


class AgreedMetric(NamedTuple):
    """A target in force on a day, with the metric's definition on that day (None before its first)."""

    target: MetricTarget
    version: MetricVersion | None


def library(*, today: date, archived: bool = False) -> list[ListedMetric]:
    """The organization's metrics by name; the archived ones when asked."""
    found = list(Metric.objects.filter(archived_at__isnull=not archived).order_by("name", "pk"))
    judged = newest_targets(until=today).filter(not_ended(today), not_ended(today, "engagement__"))
    counts = {row["metric_id"]: row["n"] for row in judged.values("metric_id").annotate(n=Count("pk")).order_by()}
    newest = versions_on(date.max, [metric.pk for metric in found])
    return [ListedMetric(metric, newest.get(metric.pk), counts.get(metric.pk, 0)) for metric in found]


def versions_on(day: date, metric_ids: list[int]) -> dict[int, MetricVersion]:
    """The definition in force on a day, by metric; a metric before its first is left out."""
    newest = MetricVersion.objects.filter(metric=OuterRef("metric"), valid_from__lte=day)
    in_force = MetricVersion.objects.filter(
        metric_id__in=metric_ids, pk=Subquery(newest.order_by("-valid_from").values("pk")[:1])
    )
    return {version.metric_id: version for version in in_force}


def version_history(metric: Metric) -> list[MetricVersion]:
    """A metric's definitions, the newest first."""
    return list(metric.versions.order_by("-number"))


def targets_on(engagement_id: int, day: date) -> list[AgreedMetric]:
    """What an engagement is judged by on a day, in the order of its scorecard."""
    in_force = newest_targets(until=day).filter(not_ended(day), engagement_id=engagement_id)
    targets = list(in_force.select_related("metric").order_by("position", "metric__name", "pk"))
    versions = versions_on(day, [target.metric_id for target in targets])
    return [AgreedMetric(target, versions.get(target.metric_id)) for target in targets]


def target_history(engagement_id: int) -> QuerySet[MetricTarget]:
    """All targets of an engagement, by metric, the newest first."""
    targets = MetricTarget.objects.filter(engagement_id=engagement_id).select_related("metric")
    return targets.order_by("metric__name", "metric_id", "-valid_from")


def newest_target(engagement_id: int, metric_id: int) -> MetricTarget | None:
    """The last target agreed about a metric, whether it has begun or not."""
    targets = target_history(engagement_id).filter(metric_id=metric_id)
    return targets.order_by("-valid_from").first()

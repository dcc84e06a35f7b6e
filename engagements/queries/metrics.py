"""Reads about metrics and the targets agreed about them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from engagements.models import Metric, MetricTarget, MetricVersion
from engagements.queries.catalogue import not_ended


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
    judged = (
        Q(targets__valid_from__lte=today) & not_ended(today, "targets__") & not_ended(today, "targets__engagement__")
    )
    metrics = Metric.objects.filter(archived_at__isnull=not archived)
    counted = metrics.annotate(engagement_count=Count("targets__engagement", filter=judged, distinct=True))
    found = list(counted.order_by("name", "pk"))
    newest = versions_on(LAST_DAY, [metric.pk for metric in found])
    return [ListedMetric(metric, newest.get(metric.pk), metric.engagement_count) for metric in found]


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
    newest = MetricTarget.objects.filter(
        engagement=OuterRef("engagement"), metric=OuterRef("metric"), valid_from__lte=day
    )
    in_force = MetricTarget.objects.filter(
        not_ended(day), engagement_id=engagement_id, pk=Subquery(newest.order_by("-valid_from").values("pk")[:1])
    )
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


LAST_DAY = date(9999, 12, 31)

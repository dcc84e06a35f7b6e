"""What was agreed about the engagements at hand: metrics, their versions and targets, zones, segments. Five queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from engagements.models import Engagement, Metric, MetricTarget, MetricVersion, Segment
from engagements.periods import Period
from foundation.accounts.models import Organization


@dataclass(slots=True)
class Agreements:
    """Agreements of some engagements, of one organization or of several, ready to be asked without further queries."""

    engagements: dict[int, Engagement] = field(default_factory=dict)
    organizations: dict[int, Organization] = field(default_factory=dict)
    segments: dict[int, list[int]] = field(default_factory=dict)
    _targets: dict[int, dict[int, list[MetricTarget]]] = field(default_factory=dict)
    _versions: dict[int, list[MetricVersion]] = field(default_factory=dict)
    _metrics: dict[int, Metric] = field(default_factory=dict)

    @classmethod
    def of(cls, engagement_ids: Iterable[int]) -> Agreements:
        """Read them."""
        wanted = sorted(set(engagement_ids))
        found = cls()
        found.engagements = Engagement.objects.select_related("vendor", "process").in_bulk(wanted)
        organizations = {each.organization_id for each in found.engagements.values()}
        found.organizations = Organization.objects.in_bulk(organizations)
        for segment in Segment.objects.filter(engagement_id__in=wanted).order_by("pk"):
            found.segments.setdefault(segment.engagement_id, []).append(segment.pk)
        for target in MetricTarget.objects.filter(engagement_id__in=wanted).order_by("valid_from", "pk"):
            found._targets.setdefault(target.engagement_id, {}).setdefault(target.metric_id, []).append(target)
        metrics = {metric for by_metric in found._targets.values() for metric in by_metric}
        versions = MetricVersion.objects.filter(metric_id__in=metrics).select_related("metric").order_by("valid_from")
        for version in versions:
            found._versions.setdefault(version.metric_id, []).append(version)
            found._metrics[version.metric_id] = version.metric
        return found

    def zone(self, engagement_id: int) -> ZoneInfo:
        """The organization's time zone, which decides where its weeks begin."""
        return ZoneInfo(self.organizations[self.engagements[engagement_id].organization_id].time_zone)

    def metrics(self, engagement_id: int) -> list[Metric]:
        """Every metric that ever had a target in the engagement, by position."""
        targets = self._targets.get(engagement_id, {})
        known = [(targets[metric][-1].position, metric) for metric in targets if metric in self._metrics]
        return [self._metrics[metric] for _, metric in sorted(known)]

    def version(self, metric_id: int, day: date) -> MetricVersion:
        """The definition in force on a day; before the first one, the first."""
        versions = self._versions[metric_id]
        return next((each for each in reversed(versions) if each.valid_from <= day), versions[0])

    def target(self, engagement_id: int, metric_id: int, period: Period) -> MetricTarget | None:
        """The target in force when a period began, or that began within it; None where none was agreed yet."""
        found = None
        for each in self._targets.get(engagement_id, {}).get(metric_id, ()):
            if each.valid_from <= period.first_date or (found is None and each.valid_from <= period.last_date):
                found = each
        if found is None or (found.ended_on is not None and found.ended_on < period.first_date):
            return None
        return found

    def is_over(self, engagement_id: int, metric_id: int, period: Period) -> bool:
        """Whether the metric's targets had ended before a period began."""
        begun = [each for each in self._targets[engagement_id][metric_id] if each.valid_from <= period.last_date]
        return bool(begun) and begun[-1].ended_on is not None and begun[-1].ended_on < period.first_date

    def runs(self, engagement_id: int, period: Period) -> bool:
        """Whether the engagement was active at some time of a period."""
        each = self.engagements[engagement_id]
        has_begun: Any = each.started_on <= period.last_date
        return bool(has_begun and (each.ended_on is None or each.ended_on >= period.first_date))

"""Reads about service levels."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Prefetch, When

from engagements.models import LevelKind, ServiceLevel, ServiceLevelTarget, ServiceLevelVersion


class AgreedLevel(NamedTuple):
    """A service level with its versions, the newest first (each with ``targets`` loaded), and the one in force."""

    level: ServiceLevel
    versions: list[ServiceLevelVersion]
    in_force: ServiceLevelVersion | None

    @property
    def is_orphan(self) -> bool:
        """It serves no outcome."""
        return self.level.outcome_id is None

    @property
    def is_quality(self) -> bool:
        """It is counted by a metric, not by a clock."""
        return self.level.kind == LevelKind.QUALITY

    def allowed(self, priority: str) -> ServiceLevelTarget | None:
        """The time that the terms in force allow a priority, its own or that of all others."""
        targets = {each.priority.strip().lower(): each for each in self.in_force.targets.all()} if self.in_force else {}
        return targets.get(priority.strip().lower()) or targets.get("")


def levels_of(engagement_id: int, *, now: datetime) -> list[AgreedLevel]:
    """The service levels of an engagement: response, resolution, then those of quality by name."""
    others_last = Case(When(priority="", then=1), default=0)
    targets = Prefetch("targets", ServiceLevelTarget.objects.order_by(others_last, "priority", "pk"))
    versions = ServiceLevelVersion.objects.select_related("calendar", "metric").prefetch_related(targets)
    levels = ServiceLevel.objects.filter(engagement_id=engagement_id).select_related("outcome")
    levels = levels.prefetch_related(Prefetch("versions", versions.order_by("-number")))
    places = Case(*(When(kind=kind, then=place) for place, kind in enumerate(LevelKind.values)))
    return [_agreed(level, now) for level in levels.order_by(places, "name", "pk")]


def weights(levels: list[AgreedLevel]) -> Decimal | None:
    """The sum of the weights in force, in percent; None when no level has one. A whole agreement comes to 100."""
    found = [each.in_force.weight for each in levels if each.in_force and each.in_force.weight is not None]
    return sum(found, Decimal(0)) if found else None


def version_at(level_id: int, at: datetime) -> ServiceLevelVersion | None:
    """The terms in force at an instant, None before the first."""
    versions = ServiceLevelVersion.objects.filter(service_level_id=level_id, valid_from__lte=at)
    return versions.select_related("calendar").order_by("-valid_from").first()


def _agreed(level: ServiceLevel, now: datetime) -> AgreedLevel:
    versions = list(level.versions.all())
    return AgreedLevel(level, versions, next((each for each in versions if each.valid_from <= now), None))

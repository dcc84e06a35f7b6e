"""Reads about service levels."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Prefetch, When

from engagements.models import ServiceLevel, ServiceLevelTarget, ServiceLevelVersion


class AgreedLevel(NamedTuple):
    """A service level with its versions, the newest first (each with ``targets`` loaded), and the one in force."""

    level: ServiceLevel
    versions: list[ServiceLevelVersion]
    in_force: ServiceLevelVersion | None


def levels_of(engagement_id: int, *, now: datetime) -> list[AgreedLevel]:
    """The service levels of an engagement: response, then resolution."""
    others_last = Case(When(priority="", then=1), default=0)
    targets = Prefetch("targets", ServiceLevelTarget.objects.order_by(others_last, "priority", "pk"))
    versions = ServiceLevelVersion.objects.select_related("calendar").prefetch_related(targets)
    levels = ServiceLevel.objects.filter(engagement_id=engagement_id).prefetch_related(
        Prefetch("versions", versions.order_by("-number"))
    )
    return [_agreed(level, now) for level in levels.order_by("-kind", "pk")]


def version_at(level_id: int, at: datetime) -> ServiceLevelVersion | None:
    """The terms in force at an instant, None before the first."""
    versions = ServiceLevelVersion.objects.filter(service_level_id=level_id, valid_from__lte=at)
    return versions.select_related("calendar").order_by("-valid_from").first()


def _agreed(level: ServiceLevel, now: datetime) -> AgreedLevel:
    versions = list(level.versions.all())
    return AgreedLevel(level, versions, next((each for each in versions if each.valid_from <= now), None))

"""Reads about the parts of an engagement's work, and who does how much of it."""

from __future__ import annotations

from typing import NamedTuple

from engagements.models import Route, Segment


class RouteShare(NamedTuple):
    """What is expected on a route: items a week, their share (0 to 1) of all that is expected, and its segments."""

    route: str
    label: str
    volume: int
    share: float
    segments: int


def segments_of(engagement_id: int) -> list[Segment]:
    """The segments of an engagement by name."""
    return list(Segment.objects.filter(engagement_id=engagement_id).order_by("name", "pk"))


def routes(segments: list[Segment]) -> list[RouteShare]:
    """The share of expected volume by route, those without a segment left out; a segment without volume counts 0."""
    total = sum(each.weekly_volume or 0 for each in segments)
    shares = []
    for route in Route:
        own = [each for each in segments if each.route == route]
        volume = sum(each.weekly_volume or 0 for each in own)
        if own:
            shares.append(RouteShare(route.value, str(route.label), volume, volume / total if total else 0.0, len(own)))
    return shares

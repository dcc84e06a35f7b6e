"""Asking the measures for one figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engagements.models import Engagement
from engagements.models.metrics import Unit
from engagements.periods import Period, period_from_key
from scorecards.measures import Figure, Parameters, Request, measure
from tests.factories.scorecards import UNITS

WEEK = period_from_key("2026-W47", "UTC")
HOUR = timedelta(hours=1)


def ask(
    name: str, *engagements: Engagement, period: Period = WEEK, segment: int | None = None, **parameters: Any
) -> Figure:
    """The figure of a measure, of one engagement or of several together, with a metric version's parameters."""
    unit = parameters.pop("unit", UNITS.get(name, Unit.PERCENT))  # type: ignore[call-overload]  # keys are strings
    request = Request(
        organization_id=engagements[0].organization_id,
        engagement_ids=tuple(each.pk for each in engagements),
        period=period,
        measure=name,
        unit=unit,
        segment_id=segment,
        parameters=Parameters.read(parameters),
    )
    return measure([request])[request]

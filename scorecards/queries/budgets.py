"""The error budget of a metric in the period that runs: measured as far as the facts have come."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from engagements.models import Segment
from engagements.periods import Period, PeriodKind, period_at
from scorecards.error_budget import Basis, Promised, elapsed, forecast
from scorecards.measures import Parameters, Request, measure
from scorecards.queries.agreements import Agreements
from scorecards.statistics import ErrorBudget


class Running(NamedTuple):
    """The budget as it stands at an instant; ``elapsed`` (0 to 1) of the period has passed, n comes from ``basis``."""

    period: Period
    budget: ErrorBudget
    elapsed: Decimal
    basis: Basis


def running_budget(*, engagement_id: int, metric_id: int, now: datetime, recent: list[int | None]) -> Running | None:
    """The budget of the period that holds ``now``, by the target and definition that will judge it.

    ``recent`` are the n of the closed periods, oldest first. None where nothing is promised or foretold, and where the
    metric is no share of countable things.
    """
    agreements = Agreements.of([engagement_id])
    today = now.astimezone(agreements.zone(engagement_id)).date()
    metric = next((each for each in agreements.metrics(engagement_id) if each.pk == metric_id), None)
    if metric is None:
        return None
    kind = PeriodKind(agreements.version(metric_id, today).cadence)
    period = period_at(kind, now, agreements.zone(engagement_id))
    target = agreements.target(engagement_id, metric_id, period)
    if target is None or not agreements.runs(engagement_id, period):
        return None
    promised = Promised(metric.measure, metric.unit, metric.direction, target.expected)
    volume = forecast(metric.measure, period, weekly=weekly_volume(engagement_id), recent=recent)
    if promised.target is None or volume is None:
        return None
    version = agreements.version(metric_id, period.first_date)
    request = Request(
        organization_id=metric.organization_id,
        engagement_ids=(engagement_id,),
        period=period,
        measure=metric.measure,
        unit=metric.unit,
        metric_id=metric_id,
        version_id=version.pk,
        parameters=Parameters.read(version.parameters),
    )
    figure = measure([request])[request]
    budget = promised.running(figure.numerator, figure.denominator, volume)
    if budget is None:
        return None
    return Running(period, budget, elapsed(period, now), volume.basis if budget.n == volume.n else Basis.ACTUAL)


def weekly_volume(engagement_id: int) -> int | None:
    """What the segments of an engagement expect a week, together; None unless each of them says it."""
    volumes = list(Segment.objects.filter(engagement_id=engagement_id).values_list("weekly_volume", flat=True))
    known = [volume for volume in volumes if volume is not None]
    return sum(known) if known and len(known) == len(volumes) else None

"""The same definition side by side: vendors of one process, the own team among them, each over all its engagements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure, Unit
from engagements.periods import Period
from scorecards.measures import Figure, Parameters, Request, measure
from scorecards.measures.figures import divided
from scorecards.models import MetricValue
from scorecards.queries.agreements import Agreements
from vendors.models import Vendor

_PERCENTILES: Final = (Measure.TURNAROUND_MEDIAN, Measure.TURNAROUND_P90)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one column: pooled over ``engagements``, None for no data."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    engagements: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A metric by columns; a column without the metric is missing."""

    metric: Metric
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Vendors (own team first) and the metrics that at least one of them is measured by, in one period."""

    vendors: list[Vendor]
    rows: list[Comparison]


def by_vendor(engagements: Sequence[Engagement], period: Period) -> SideBySide:
    """Vendors side by side over some engagements, usually of one process.

    Shares, means and counts are pooled from the stored parts; percentiles of several engagements are measured anew,
    since they cannot be pooled.
    """
    agreements = Agreements.of([each.pk for each in engagements])
    vendors = {each.vendor_id: each.vendor for each in agreements.engagements.values()}
    members: dict[int, list[int]] = {}
    for each in agreements.engagements.values():
        members.setdefault(each.vendor_id, []).append(each.pk)
    values = _values(list(agreements.engagements), period)
    metrics = {metric.pk: metric for each in agreements.engagements for metric in agreements.metrics(each)}
    together = _percentiles(agreements, metrics.values(), members, period)
    rows = []
    for metric in metrics.values():
        cells = {}
        for vendor, ids in members.items():
            found = [values[each, metric.pk] for each in ids if (each, metric.pk) in values]
            if found:
                cells[vendor] = together.get((metric.pk, vendor)) or _pooled(metric, found)
        if cells:
            rows.append(Comparison(metric, cells))
    order = sorted(vendors.values(), key=lambda vendor: (not vendor.is_own_team, vendor.name.casefold()))
    return SideBySide(order, rows)


def _values(engagement_ids: Sequence[int], period: Period) -> dict[tuple[int, int], MetricValue]:
    rows = MetricValue.objects.filter(
        engagement_id__in=engagement_ids, segment=None, period_kind=period.kind.value, period_key=period.key
    )
    return {(row.engagement_id, row.metric_id): row for row in rows}


def _percentiles(
    agreements: Agreements, metrics: Iterable[Metric], members: dict[int, list[int]], period: Period
) -> dict[tuple[int, int], Cell]:
    """Percentiles of the vendors that have several engagements."""
    asked: dict[Request, tuple[int, int]] = {}
    for metric in metrics:
        if metric.measure not in _PERCENTILES:
            continue
        version = agreements.version(metric.pk, period.first_date)
        for vendor, ids in members.items():
            having = tuple(each for each in ids if metric in agreements.metrics(each))
            if len(having) > 1:
                request = Request(
                    organization_id=metric.organization_id,
                    engagement_ids=having,
                    period=period,
                    measure=metric.measure,
                    unit=metric.unit,
                    parameters=Parameters.read(version.parameters),
                )
                asked[request] = (metric.pk, vendor)
    return {asked[request]: _of_figure(request, figure) for request, figure in measure(asked).items()} if asked else {}


def _pooled(metric: Metric, values: Sequence[MetricValue]) -> Cell:
    """Sum of numerators over sum of denominators; a count is a sum; several currencies are no figure."""
    if len(values) == 1:
        return _cell(values[0])
    known = [value for value in values if value.value is not None and value.numerator is not None]
    parts = [value.numerator for value in known if value.numerator is not None]
    numerator = sum(parts, Decimal(0)) if parts else None
    sample = sum(value.sample for value in known)
    currencies = {value.detail.get("currency") for value in known}
    if numerator is None or len(currencies) > 1:
        return Cell(None, None, None, sample, len(values))
    if all(value.denominator is None for value in known):
        total = numerator if metric.unit == Unit.COUNT else None
        return Cell(total, numerator, None, sample, len(values))
    denominator = sum((value.denominator for value in known if value.denominator is not None), Decimal(0))
    scale = 100 if metric.unit == Unit.PERCENT else 1
    value = divided(scale * numerator, denominator) if denominator else None
    return Cell(value, numerator, denominator, sample, len(values))


def _cell(value: MetricValue) -> Cell:
    return Cell(value.value, value.numerator, value.denominator, value.sample, 1)


def _of_figure(request: Request, figure: Figure) -> Cell:
    return Cell(figure.value, figure.numerator, figure.denominator, figure.sample, len(request.engagement_ids))

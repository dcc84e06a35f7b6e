"""Figures that somebody entered: manual metrics, and quality that was sampled elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from engagements.models.metrics import Measure, Unit
from scorecards.measures import figures
from scorecards.measures.figures import Figure, Gap
from scorecards.measures.requests import Request, organizations
from scorecards.models import ManualValue

ENTERED_ONLY: Final = frozenset({Measure.MANUAL, Measure.EXTERNAL_RATING})
"""What nothing but an entry can tell; an external rating is read off a review site."""

MEASURES: Final = ENTERED_ONLY | {Measure.ERROR_RATE, Measure.ACCURACY}
"""What can be entered; an entry for an error rate or accuracy stands in place of the one from the items."""


def entered(requests: Sequence[Request]) -> dict[Request, Figure]:
    """The figures of the requests for which somebody made an entry."""
    asked = {
        (request.engagement_ids[0], request.metric_id, request.period.key): request
        for request in requests
        if request.measure in MEASURES and request.segment_id is None and len(request.engagement_ids) == 1
    }
    if not asked:
        return {}
    rows = ManualValue.objects.filter(
        organization_id__in=organizations(requests),
        engagement_id__in={key[0] for key in asked},
        metric_id__in={key[1] for key in asked},
        period_key__in={key[2] for key in asked},
    )
    found = {}
    for row in rows:
        request = asked.get((row.engagement_id, row.metric_id, row.period_key))
        if request is not None:
            found[request] = entry_figure(row.numerator, row.denominator, unit=request.unit).with_detail(
                entry=row.pk, note=row.note
            )
    return found


def entry_figure(numerator: Decimal, denominator: Decimal | None, *, unit: str) -> Figure:
    """A figure of an entry: a share in percent, a quotient in other units, or the number itself without denominator."""
    if denominator is None:
        return Figure(value=numerator, numerator=numerator, raw_value=numerator, raw_numerator=numerator)
    scale = 100 if unit == Unit.PERCENT else 1
    value = figures.divided(scale * numerator, denominator) if denominator else None
    return Figure(
        value=value,
        numerator=numerator,
        denominator=denominator,
        raw_value=value,
        raw_numerator=numerator,
        raw_denominator=denominator,
        sample=int(denominator),
    )


def no_entry() -> Figure:
    """A manual metric for which nobody entered anything."""
    return figures.nothing(Gap.NO_ENTRY)

"""What has to be measured when a week's facts changed: which metrics, in which periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engagements.models import Metric
from engagements.periods import Period, PeriodKind, periods_between
from scorecards.measures import Parameters, Request
from scorecards.measures.backlog import MEASURES as _STANDING
from scorecards.queries.agreements import Agreements


def requests_for(
    agreements: Agreements,
    weeks: Iterable[tuple[int, Period]],
    *,
    now: datetime,
    standing_weeks: Iterable[tuple[int, Period]] = (),
) -> list[Request]:
    """The requests for (engagement, week) pairs: each metric in its own cadence, for every period that touches a week.

    For ``standing_weeks`` only what stands at a period's end is asked again (the backlog), since an item that changed
    earlier is in it still. A period that has not ended is left out: its figures would still move. Segments get a
    request each.
    """
    pairs = [(engagement, week, True) for engagement, week in weeks]
    pairs += [(engagement, week, False) for engagement, week in standing_weeks]
    found: dict[tuple[int, int, str, int | None], Request] = {}
    parameters: dict[int, Parameters] = {}
    for engagement_id, week, every in pairs:
        for metric in agreements.metrics(engagement_id):
            if not every and metric.measure not in _STANDING:
                continue
            for period in _periods(agreements, metric, week):
                if period.end > now:
                    continue
                version = agreements.version(metric.pk, period.first_date)
                if version.pk not in parameters:
                    parameters[version.pk] = Parameters.read(version.parameters)
                for segment in (None, *agreements.segments.get(engagement_id, ())):
                    key = (engagement_id, metric.pk, period.key, segment)
                    if key not in found:
                        found[key] = Request(
                            organization_id=agreements.engagements[engagement_id].organization_id,
                            engagement_ids=(engagement_id,),
                            period=period,
                            measure=metric.measure,
                            unit=metric.unit,
                            metric_id=metric.pk,
                            version_id=version.pk,
                            segment_id=segment,
                            parameters=parameters[version.pk],
                        )
    return list(found.values())


def _periods(agreements: Agreements, metric: Metric, week: Period) -> list[Period]:
    kind = PeriodKind(agreements.version(metric.pk, week.first_date).cadence)
    if kind is PeriodKind.WEEK:
        return [week]
    return list(periods_between(kind, week.start, week.end, week.zone))

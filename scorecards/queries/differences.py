"""What changed since a scorecard was issued: late data never changes it, but it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scorecards.composition import text
from scorecards.measures.windows import fetch
from scorecards.models import MetricValue, Scorecard, ScorecardLine

_CHANGED = """
SELECT DISTINCT c.id FROM scorecards_scorecard c
JOIN scorecards_scorecardline l ON l.organization_id = c.organization_id AND l.scorecard_id = c.id
JOIN scorecards_metricvalue v ON v.organization_id = l.organization_id AND v.engagement_id = c.engagement_id
    AND v.metric_id = l.metric_id AND v.segment_id IS NULL AND v.period_kind = l.period_kind
    AND v.period_key = l.period_key
WHERE c.organization_id = %s AND c.state = 'issued' AND c.period_start >= %s
    AND (v.value, v.numerator, v.denominator, v.raw_value, v.excluded)
        IS DISTINCT FROM (l.value, l.numerator, l.denominator, l.raw_value, l.excluded)
    AND NOT EXISTS (
        SELECT FROM scorecards_scorecard r WHERE r.organization_id = c.organization_id
            AND r.engagement_id = c.engagement_id AND r.period_kind = c.period_kind AND r.period_key = c.period_key
            AND r.revision > c.revision
    )
"""


def changed_since_issue(*, organization_id: int, since: Any) -> set[int]:
    """The issued scorecards, newest revisions alone, of weeks that began at ``since`` or later, whose figures moved."""
    return {pk for (pk,) in fetch(_CHANGED, [organization_id, since])}


def difference_since_issue(card: Scorecard) -> list[dict[str, Any]]:
    """How today's figures differ from a card's: one entry a metric, none when nothing moved."""
    lines = list(card.lines.select_related("metric"))
    values = {
        (value.metric_id, value.period_key): value
        for value in MetricValue.objects.filter(
            engagement=card.engagement_id,
            segment=None,
            metric__in=[line.metric_id for line in lines],
            period_key__in={line.period_key for line in lines},
        )
    }
    found = []
    for line in lines:
        value = values.get((line.metric_id, line.period_key))
        if value is not None and _figures(line) != _figures(value):
            found.append(_entry(line, value))
    return found


def differences(before: Sequence[ScorecardLine], after: Iterable[ScorecardLine]) -> list[dict[str, Any]]:
    """How the lines of a revision differ from those of the one before, metrics that came or went included."""
    old = {line.metric_id: line for line in before}
    new = {line.metric_id: line for line in after}
    return [
        _entry(old.get(metric), new.get(metric))
        for metric in sorted({*old, *new})
        if metric not in old or metric not in new or _figures(old[metric]) != _figures(new[metric])
    ]


def _figures(row: ScorecardLine | MetricValue) -> tuple[object, ...]:
    return row.value, row.numerator, row.denominator, row.raw_value, row.excluded


def _entry(before: ScorecardLine | None, after: ScorecardLine | MetricValue | None) -> dict[str, Any]:
    one = before or after
    if one is None:
        raise ValueError("A difference has at least one side.")
    sides = {"before": before, "after": after}
    return {
        "metric_id": one.metric_id,
        "metric": one.metric.name,
        "unit": one.metric.unit,
        "period_key": one.period_key,
        **{
            name: None
            if side is None
            else {
                "value": text(side.value),
                "numerator": text(side.numerator),
                "denominator": text(side.denominator),
                "status": getattr(side, "status", ""),
            }
            for name, side in sides.items()
        },
    }

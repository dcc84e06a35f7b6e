"""What a set of lines says together: status, worst metric, headline. For the client all lines, for the vendor fewer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from scorecards import headlines
from scorecards.models import ScorecardLine
from scorecards.status import Standing, Status, engagement_status, worst


class Verdict(NamedTuple):
    """The status of the worst metric that can be judged, that metric, and the finding in a sentence."""

    status: Status
    worst_metric_id: int | None
    headline: str


def verdict(lines: Sequence[ScorecardLine]) -> Verdict:
    """The verdict on some lines; one without a target is shown and not judged."""
    standings = [_standing(line) for line in lines if line.target_id is not None]
    found = worst(standings)
    is_judged = found is not None and found.status not in (Status.NO_DATA, Status.TOO_FEW)
    worst_line = next((line for line in lines if found and is_judged and str(line.metric_id) == found.metric), None)
    with translation.override(settings.LANGUAGE_CODE):
        sentence = headlines.headline(
            [headline_line(line) for line in lines], headline_line(worst_line) if worst_line else None
        )
    return Verdict(engagement_status(standings), worst_line.metric_id if worst_line else None, sentence)


def headline_line(line: ScorecardLine) -> headlines.Line:
    """A line as the headline reads it."""
    return headlines.Line(
        name=line.metric.name,
        unit=line.metric.unit,
        status=Status(line.status) if line.target_id else Status.NO_DATA,
        value=line.value,
        previous=line.previous_value,
        expected=line.target.expected if line.target else None,
        trend=[None if dot["value"] is None else Decimal(dot["value"]) for dot in line.series],
        currency=line.detail.get("currency", ""),
        period_kind=line.period_kind,
    )


def _standing(line: ScorecardLine) -> Standing:
    return Standing(str(line.metric_id), Status(line.status), line.gap)

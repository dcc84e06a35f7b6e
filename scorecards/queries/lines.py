"""What follows from a stored line: its target as a range, its change, its interval."""

from __future__ import annotations

from decimal import Decimal

from engagements.models import Metric, MetricTarget
from engagements.models.metrics import Unit
from scorecards.composition import target_range, text
from scorecards.models import ScorecardLine
from scorecards.statistics import WILSON_SHOWN_UP_TO, Ratio
from scorecards.status import Change, TargetRange


def line_range(metric: Metric, target: MetricTarget) -> TargetRange:
    """The target of a metric as a range that judges."""
    return target_range(
        minimum=target.minimum,
        expected=target.expected,
        stretch=target.stretch,
        direction=metric.direction,
        is_strict=target.is_strict,
        minimum_sample=target.minimum_sample,
    )


def change(line: ScorecardLine) -> Change | None:
    """Change since the period before, in the metric's unit; None unless both have data."""
    if line.value is None or line.previous_value is None:
        return None
    delta: Decimal = line.value - line.previous_value
    if not delta:
        return Change(delta, None)
    return Change(delta, better=(delta > 0) == (line.metric.direction == "higher"))


def interval_of(line: ScorecardLine) -> dict[str, str | None] | None:
    """The 95 % Wilson interval in percent, for shares of at most 100; None for everything else."""
    if line.metric.unit != Unit.PERCENT or line.numerator is None or line.denominator is None:
        return None
    found = Ratio(line.numerator, line.denominator).interval
    if found is None or line.denominator > WILSON_SHOWN_UP_TO:
        return None
    return {"low": text(100 * found.low), "high": text(100 * found.high)}

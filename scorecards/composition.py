"""Putting a figure in its place: its status, the change, the trend and whether it is more than noise. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from engagements.periods import Period
from scorecards.control_chart import MINIMUM_BASELINE, PERCENT, Finding, Limits, control_chart, limits_individuals
from scorecards.statistics import Ratio
from scorecards.status import Direction, Standing, Status, TargetRange, standing

TREND: Final = 26
"""Periods that a line's series goes back."""


class Point(NamedTuple):
    """A metric's value in one period: None for no data; n of the figure."""

    value: Decimal | None
    sample: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: everything of a line that follows from the figures and the target.

    ``series``, ``limits`` and ``signal`` are as ``ScorecardLine`` stores them.
    """

    status: Status
    gap: Decimal | None
    previous: Decimal | None
    series: list[dict[str, Any]]
    limits: dict[str, Any]
    signal: str

    def standing(self, metric: str) -> Standing:
        """For the engagement's status."""
        return Standing(metric, self.status, self.gap)


def place(
    period: Period,
    points: Mapping[str, Point],
    baseline: Sequence[Decimal],
    target: TargetRange | None,
    *,
    exact: Decimal | None,
    counts: int | None,
    is_share: bool,
) -> Place:
    """The place of ``period``'s figure among ``points`` (by period key).

    ``baseline`` is the first values the metric ever had, at least 12 for limits; ``exact`` the unrounded value;
    ``counts`` its n, None where a metric has no n.
    """
    periods = [period]
    while len(periods) < TREND:
        periods.append(periods[-1].previous())
    trend = [(each.key, points.get(each.key)) for each in reversed(periods)]
    while trend[0][1] is None and len(trend) > 1:
        trend.pop(0)
    before = points.get(periods[1].key)
    limits, signal = _signal([found.value if found else None for _, found in trend], baseline, is_share=is_share)
    stands = standing("", target, exact, counts) if target else Standing("", Status.NO_DATA)
    return Place(
        status=stands.status,
        gap=stands.gap,
        previous=before.value if before else None,
        series=[_dot(key, found) for key, found in trend],
        limits=limits,
        signal=signal,
    )


def exact_value(value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The value of a share, in percent, as unrounded as its parts are; other values as they are stored."""
    if value is None or numerator is None or denominator is None:
        return value
    return Ratio(numerator, denominator).percent


def target_range(
    *,
    minimum: Decimal,
    expected: Decimal,
    stretch: Decimal | None,
    direction: str,
    is_strict: bool,
    minimum_sample: int,
) -> TargetRange:
    """The target as agreed; bounds that contradict its direction are left out, and the expected value still judges."""
    common: dict[str, Any] = {
        "expected": expected,
        "direction": Direction(direction),
        "strict": is_strict,
        "minimum_sample": minimum_sample,
    }
    try:
        return TargetRange(minimum=minimum, stretch=stretch, **common)
    except ValueError:
        return TargetRange(**common)


def text(number: Decimal | float | None) -> str | None:
    """A number as JSON keeps it: plain digits, no exponent, no trailing zeros."""
    if number is None:
        return None
    exact = number if isinstance(number, Decimal) else Decimal(str(round(number, 6)))
    return format(exact.normalize(), "f") if exact else "0"


def _dot(key: str, found: Point | None) -> dict[str, Any]:
    return {"key": key, "value": text(found.value) if found else None, "n": found.sample if found else 0}


def _signal(
    values: Sequence[Decimal | None], baseline: Sequence[Decimal], *, is_share: bool
) -> tuple[dict[str, Any], str]:
    """Limits from the baseline and what they say of the last value; a run chart without enough of a baseline."""
    if len(baseline) < MINIMUM_BASELINE:
        return {}, (Finding.NO_DATA if values[-1] is None else Finding.RUN_CHART).value
    limits = limits_individuals(baseline[:MINIMUM_BASELINE])
    chart = control_chart(values, frozen=limits)
    shown: Limits = limits.clamped(PERCENT if is_share else (0.0, math.inf))
    summary = chart.summary
    stored = {
        "center": text(shown.center),
        "lower": text(shown.lcl),
        "upper": text(shown.ucl),
        "sigma": text(shown.sigma),
        "baseline": MINIMUM_BASELINE,
        "run": summary.run,
    }
    return stored, summary.finding.value

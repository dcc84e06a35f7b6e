"""Whether a pilot's criterion is met: from bounds of 90 %, one-sided, and once. Pure.

A share has Clopper and Pearson's bounds. A percentile is tested as a share: the 90th is at most T exactly when at least
90 % are within T. A mean has Student's bounds, and only where the figures lean little to one side. docs/metrics.md says
why a verdict comes once: whoever looks every day and stops at the first crossing decides wrongly far too often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pilots.figures.quantiles import clopper_pearson, student_quantile

ALPHA: Final = 0.10
"""How often, at most, a bound lies on the wrong side of the truth; each of the two."""

SECOND_ALPHA: Final = 0.02
"""The same for the second and last look, which an extension gives to what had not enough evidence: with the first one
together a wrong verdict is still hardly more frequent than promised for one (docs/metrics.md)."""

FEWEST_FOR_MEAN: Final = 20
"""Below it nobody can tell whether figures lean to one side."""

MOST_SKEW: Final = 1.0
"""The greatest skew, either way, at which a mean is judged."""

_CLOSE: Final = 1e-12


class Kind(StrEnum):
    """What is judged."""

    SHARE = "share"
    PERCENTILE = "percentile"
    MEAN = "mean"


class Answer(StrEnum):
    """What came of a criterion."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ENOUGH = "not_enough"


class Why(StrEnum):
    """Why there is not enough evidence."""

    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    SKEWED = "skewed"
    STRADDLES = "straddles"


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion as it is judged. ``threshold`` is a share (0 to 1), or a value in the metric's unit.

    ``higher`` is whether more is better; ``part`` is the percentile as a share (0.9) and for percentiles alone. Raises
    ValueError for a threshold or a part that cannot be one.
    """

    kind: Kind
    threshold: float
    higher: bool
    part: float | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.threshold):
            raise ValueError("A threshold is a finite number.")
        if self.kind is Kind.SHARE and not 0 <= self.threshold <= 1:
            raise ValueError(f"{self.threshold} is no share between 0 and 1.")
        if (self.kind is Kind.PERCENTILE) != (self.part is not None):
            raise ValueError("A percentile, and nothing else, says which.")
        if self.part is not None and not 0 < self.part < 1:
            raise ValueError(f"{self.part} is no percentile between 0 and 1.")

    @property
    def needed_share(self) -> float:
        """Of a share or a percentile: what share of the items has to be right (within the threshold)."""
        if self.part is None:
            return self.threshold
        return 1 - self.part if self.higher else self.part

    @property
    def is_more_better(self) -> bool:
        """Whether the share that is tested is to be high: items within a threshold always are."""
        return self.higher or self.kind is Kind.PERCENTILE


@dataclass(frozen=True, slots=True)
class Moments:
    """A sample of values by what Student needs: n, mean, standard deviation (ddof 1) and skew.

    ``deviation`` is None below two values, ``skew`` below three; both as `moments` counts them.
    """

    n: int
    mean: float | None
    deviation: float | None
    skew: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Estimate, bounds and answer; ``numerator`` of ``denominator`` is what was counted (sum of n for a mean).

    For a percentile the estimate and bounds are those of the share within the threshold. Nothing is rounded.
    """

    answer: Answer
    numerator: float | None
    denominator: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    why: Why | None = None


def judge_share(rule: Rule, k: int, n: int, *, alpha: float = ALPHA) -> Finding:
    """The finding about k of n; for a percentile k are those within the threshold. Raises ValueError unless k of n."""
    if n == 0 and k == 0:
        return Finding(Answer.NOT_ENOUGH, 0, 0, why=Why.NO_DATA)
    bounds = clopper_pearson(k, n, alpha)
    answer = compare(bounds.low, bounds.high, rule.needed_share, is_more_better=rule.is_more_better)
    why = Why.STRADDLES if answer is Answer.NOT_ENOUGH else None
    return Finding(answer, k, n, k / n, bounds.low, bounds.high, why)


def judge_mean(rule: Rule, sample: Moments, *, alpha: float = ALPHA) -> Finding:
    """The finding about a mean."""
    n, mean, deviation = sample.n, sample.mean, sample.deviation
    if n == 0 or mean is None:
        return Finding(Answer.NOT_ENOUGH, None, 0, why=Why.NO_DATA)
    total = mean * n
    if n < 2 or deviation is None:  # noqa: PLR2004 - one value has no spread
        return Finding(Answer.NOT_ENOUGH, total, n, mean, why=Why.TOO_FEW)
    reach = student_quantile(1 - alpha, n - 1) * deviation / math.sqrt(n)
    low, high = mean - reach, mean + reach
    if n < FEWEST_FOR_MEAN:
        return Finding(Answer.NOT_ENOUGH, total, n, mean, low, high, Why.TOO_FEW)
    if abs(sample.skew or 0) > MOST_SKEW:
        return Finding(Answer.NOT_ENOUGH, total, n, mean, low, high, Why.SKEWED)
    answer = compare(low, high, rule.threshold, is_more_better=rule.is_more_better)
    return Finding(answer, total, n, mean, low, high, Why.STRADDLES if answer is Answer.NOT_ENOUGH else None)


def compare(low: float, high: float, threshold: float, *, is_more_better: bool) -> Answer:
    """Higher is better: met when the lower bound reaches it, not met when the upper stays below; else mirrored."""
    if is_more_better:
        is_met, is_missed = low >= threshold - _CLOSE, high < threshold - _CLOSE
    else:
        is_met, is_missed = high <= threshold + _CLOSE, low > threshold + _CLOSE
    if is_met:
        return Answer.MET
    return Answer.NOT_MET if is_missed else Answer.NOT_ENOUGH


def within(values: Sequence[float], rule: Rule) -> tuple[int, int]:
    """How many values are within a percentile's threshold (exactly it is), of how many."""
    inside = sum(value >= rule.threshold if rule.higher else value <= rule.threshold for value in values)
    return inside, len(values)


def moments(values: Sequence[float]) -> Moments:
    """n, mean, deviation with ddof 1, and the adjusted skew G1 = g1 sqrt(n (n - 1)) / (n - 2)."""
    n = len(values)
    if n == 0:
        return Moments(0, None, None, None)
    mean = math.fsum(values) / n
    second = math.fsum((value - mean) ** 2 for value in values)
    third = math.fsum((value - mean) ** 3 for value in values)
    deviation = math.sqrt(second / (n - 1)) if n > 1 else None
    return Moments(n, mean, deviation, skew_of(n, second, third))


def skew_of(n: int, second: float, third: float) -> float | None:
    """The adjusted skew from the sums of squared and cubed differences from the mean; 0 where nothing differs."""
    if n < 3:  # noqa: PLR2004 - two values lean nowhere
        return None
    if second <= 0:
        return 0.0
    return third / n / math.pow(second / n, 1.5) * math.sqrt(n * (n - 1)) / (n - 2)


def is_due(*, n: int, planned_n: int, is_over: bool) -> bool:
    """Whether the one verdict is to be given: the planned items are there, or the pilot is over."""
    return is_over or n >= planned_n

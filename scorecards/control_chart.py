"""Control charts of individuals (XmR): does a week differ from the ordinary, or is it noise?

Formulas: Shewhart's individuals chart as in Montgomery, with d2 = 1.128 for moving ranges of two; signals are the four
Western Electric rules. A point without data is None: moving ranges and runs go on with the next point that has data,
so a gap neither counts nor breaks a run. Figures are floats in the metric's own unit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, stdev
from typing import Final, Literal

D2: Final = 1.128
"""Expected range of two points in units of sigma, rounded as the published tables round it."""

MINIMUM_BASELINE: Final = 12
"""Complete points below which a chart is a run chart: no limits, no signals (numbers.md, convention 22)."""

RUN_LENGTH: Final = 8
"""Points in a row on one side of the centre that make a signal."""

SHARE: Final = (0.0, 1.0)
PERCENT: Final = (0.0, 100.0)
_LIMIT_SIGMAS: Final = 3
_FLOAT_NOISE: Final = 1e-12

Value = float | int | Decimal | None
Rule = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre line, lower and upper control limit, and the sigma they rest on."""

    center: float
    lcl: float
    ucl: float
    sigma: float

    def clamped(self, possible: tuple[float, float]) -> "Limits":
        """The limits cut to what the metric can be (`SHARE`, `PERCENT`); centre and sigma stay."""
        low, high = possible
        return Limits(self.center, max(self.lcl, low), min(self.ucl, high), self.sigma)


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that a point completes; `index` counts from 0 in the series as given, gaps included.

    Rules: 1 one point beyond 3 sigma; 2 two of three beyond 2 sigma; 3 four of five beyond 1 sigma; 4 eight in a row
    on one side of the centre; 2 to 4 on the same side. `above` is that side.
    """

    rule: Rule
    index: int
    above: bool


class Finding(StrEnum):
    """What the last point says, as a key for texts."""

    NO_DATA = "no_data"
    RUN_CHART = "run_chart"
    STEADY = "steady"
    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    TWO_OF_THREE_HIGH = "two_of_three_high"
    TWO_OF_THREE_LOW = "two_of_three_low"
    FOUR_OF_FIVE_HIGH = "four_of_five_high"
    FOUR_OF_FIVE_LOW = "four_of_five_low"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"


@dataclass(frozen=True, slots=True)
class Summary:
    """The last point in words: translate `text`, then fill in `params` with the % operator."""

    finding: Finding
    run: int

    @property
    def text(self) -> str:
        """English message, marked for translation: "run of %(run)d below centre"."""
        return TEXTS[self.finding]

    @property
    def params(self) -> dict[str, int]:
        """What the text needs: `run`, the points in a row on the last point's side of the centre."""
        return {"run": self.run}

    def __str__(self) -> str:
        return self.text % self.params


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue; whoever shows it translates it."""
    return message


TEXTS: Final = {
    Finding.NO_DATA: gettext_noop("no data"),
    Finding.RUN_CHART: gettext_noop("too few points for limits"),
    Finding.STEADY: gettext_noop("steady"),
    Finding.ABOVE_LIMIT: gettext_noop("above upper limit"),
    Finding.BELOW_LIMIT: gettext_noop("below lower limit"),
    Finding.TWO_OF_THREE_HIGH: gettext_noop("2 of 3 far above centre"),
    Finding.TWO_OF_THREE_LOW: gettext_noop("2 of 3 far below centre"),
    Finding.FOUR_OF_FIVE_HIGH: gettext_noop("4 of 5 above centre"),
    Finding.FOUR_OF_FIVE_LOW: gettext_noop("4 of 5 below centre"),
    Finding.RUN_ABOVE: gettext_noop("run of %(run)d above centre"),
    Finding.RUN_BELOW: gettext_noop("run of %(run)d below centre"),
}

_PATTERNS: Final[tuple[tuple[Rule, int, int], ...]] = ((1, 1, 1), (2, 2, 3), (3, 4, 5))
"""Rule, points needed, and the window they must lie in; rule r looks beyond 4 - r sigma."""

_FINDINGS: Final = {
    (1, True): Finding.ABOVE_LIMIT,
    (1, False): Finding.BELOW_LIMIT,
    (2, True): Finding.TWO_OF_THREE_HIGH,
    (2, False): Finding.TWO_OF_THREE_LOW,
    (3, True): Finding.FOUR_OF_FIVE_HIGH,
    (3, False): Finding.FOUR_OF_FIVE_LOW,
    (4, True): Finding.RUN_ABOVE,
    (4, False): Finding.RUN_BELOW,
}


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A series with its limits and signals; made by `control_chart`.

    `limits` is None on a run chart. `baseline` is the half-open range of indexes the limits come from, None when they
    were frozen earlier or there are none.
    """

    values: tuple[float | None, ...]
    limits: Limits | None
    baseline: tuple[int, int] | None
    signals: tuple[Signal, ...]

    @property
    def flagged(self) -> frozenset[int]:
        """Indexes at which at least one rule is completed."""
        return frozenset(signal.index for signal in self.signals)

    @property
    def summary(self) -> Summary:
        """What the last point of the series says; the lowest rule it completes wins."""
        if not self.values or self.values[-1] is None:
            return Summary(Finding.NO_DATA, 0)
        if self.limits is None:
            return Summary(Finding.RUN_CHART, 0)
        run = abs(_runs(_complete(self.values), self.limits.center)[-1])
        last = [signal for signal in self.signals if signal.index == len(self.values) - 1]
        if not last:
            return Summary(Finding.STEADY, run)
        first = min(last, key=lambda signal: signal.rule)
        return Summary(_FINDINGS[first.rule, first.above], run)


def limits_individuals(values: Sequence[Value], sigma: Literal["mr", "sd"] = "mr") -> Limits:
    """Centre +- 3 sigma of individual values; plain arithmetic, from two points with data on.

    sigma is the mean moving range / 1.128 ("mr") or the sample standard deviation / c4(n) ("sd"). Raises ValueError for
    fewer than two points with data or a value that is not finite.
    """
    points = [value for _, value in _complete(_floats(values))]
    if len(points) < 2:  # noqa: PLR2004 - a range takes two
        raise ValueError("Limits need at least two points with data.")
    if sigma == "mr":
        spread = fmean(abs(after - before) for before, after in pairwise(points)) / D2
    else:
        spread = stdev(points) / _c4(len(points))
    center = fmean(points)
    return Limits(center, center - _LIMIT_SIGMAS * spread, center + _LIMIT_SIGMAS * spread, spread)


def signals(values: Sequence[Value], center: float, sigma: float) -> list[Signal]:
    """Every rule completed, by index and then rule; a point on a limit is within it, one on the centre on no side.

    For rules 2 to 4 the point itself must lie beyond; while the pattern lasts each further point is a signal too.
    """
    points = _complete(_floats(values))
    runs = _runs(points, center)
    found: list[Signal] = []
    for at, (index, value) in enumerate(points):
        above = value > center
        for rule, needed, window in _PATTERNS:
            recent = [past for _, past in points[max(0, at - window + 1) : at + 1]]
            sigmas = _LIMIT_SIGMAS + 1 - rule
            if _is_beyond(value, center, sigmas * sigma, above=above) and needed <= sum(
                _is_beyond(past, center, sigmas * sigma, above=above) for past in recent
            ):
                found.append(Signal(rule, index, above))
        if abs(runs[at]) >= RUN_LENGTH:
            found.append(Signal(4, index, runs[at] > 0))
    return found


def control_chart(
    values: Sequence[Value],
    *,
    baseline: int = MINIMUM_BASELINE,
    frozen: Limits | None = None,
    possible: tuple[float, float] | None = None,
) -> ControlChart:
    """Chart of a series in time order: limits from its first `baseline` points with data, signals for all of it.

    `frozen` limits, set earlier or re-based with a note, win over the baseline. `possible` clamps the limits drawn.
    With fewer than 12 points with data and no frozen limits it is a run chart; with 12 or more, but fewer than
    `baseline`, all of them are the baseline. Raises ValueError for a baseline under 12 or a value that is not finite.
    """
    if baseline < MINIMUM_BASELINE:
        raise ValueError(f"A baseline has at least {MINIMUM_BASELINE} points, not {baseline}.")
    series = tuple(_floats(values))
    points = _complete(series)
    if frozen is None and len(points) < MINIMUM_BASELINE:
        return ControlChart(series, None, None, ())
    first = points[:baseline]
    limits = frozen or limits_individuals([value for _, value in first])
    span = None if frozen else (first[0][0], first[-1][0] + 1)
    found = tuple(signals(series, limits.center, limits.sigma))
    return ControlChart(series, limits.clamped(possible) if possible else limits, span, found)


def _floats(values: Sequence[Value]) -> list[float | None]:
    series = [None if value is None else float(value) for value in values]
    if not all(value is None or math.isfinite(value) for value in series):
        raise ValueError("A value is not a finite number.")
    return series


def _complete(series: Sequence[float | None]) -> list[tuple[int, float]]:
    return [(index, value) for index, value in enumerate(series) if value is not None]


def _c4(n: int) -> float:
    """Bias of the sample standard deviation: sqrt(2 / (n - 1)) x gamma(n / 2) / gamma((n - 1) / 2)."""
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))


def _is_beyond(value: float, center: float, reach: float, *, above: bool) -> bool:
    """Beyond center +- reach on one side, by more than the noise of floating point."""
    distance = value - center if above else center - value
    return distance - reach > _FLOAT_NOISE * max(abs(value), abs(center))


def _runs(points: Sequence[tuple[int, float]], center: float) -> list[int]:
    """Per point, how many in a row lie on its side so far: positive above, negative below, 0 on the centre."""
    runs: list[int] = []
    for _, value in points:
        before = runs[-1] if runs else 0
        if _is_beyond(value, center, 0, above=True):
            runs.append(max(before, 0) + 1)
        elif _is_beyond(value, center, 0, above=False):
            runs.append(min(before, 0) - 1)
        else:
            runs.append(0)
    return runs

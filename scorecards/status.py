"""What a value means against its target: status, gap, the worst metric, the order in which things need a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from typing import Final

_EXACT = Context(prec=40)
_THOUSAND: Final = Decimal(1000)


class Direction(StrEnum):
    """Which way a metric improves."""

    HIGHER = "higher"
    LOWER = "lower"


class Status(StrEnum):
    """What a value says about its target; the last two say nothing yet."""

    ON_TARGET = "on_target"
    AT_RISK = "at_risk"
    OFF_TARGET = "off_target"
    TOO_FEW = "too_few"
    NO_DATA = "no_data"


SEVERITY: Final = {Status.OFF_TARGET: 3, Status.AT_RISK: 2, Status.NO_DATA: 1, Status.TOO_FEW: 0, Status.ON_TARGET: 0}
"""Weight of a status in the needs-you rank (numbers.md, convention 20)."""

_JUDGED: Final = (Status.ON_TARGET, Status.AT_RISK, Status.OFF_TARGET)


@dataclass(frozen=True, slots=True)
class TargetRange:
    """Minimum, expected and stretch of a metric, in the metric's own unit.

    Better than or equal to expected is on target (`strict`: equal does not do, as in "error rate < 2 %"); from there to
    the minimum, which counts, is at risk; worse than the minimum is off target. Without a minimum every miss is off
    target. `minimum_sample` is the least n that can be judged. Raises ValueError when the three are out of order.
    """

    expected: Decimal
    minimum: Decimal | None = None
    stretch: Decimal | None = None
    direction: Direction = Direction.HIGHER
    strict: bool = False
    minimum_sample: int = 0

    def __post_init__(self) -> None:
        bounds = [bound for bound in (self.minimum, self.expected, self.stretch) if bound is not None]
        if not all(bound.is_finite() for bound in bounds):
            raise ValueError("A target needs finite numbers.")
        if bounds != sorted(bounds, reverse=self.direction is Direction.LOWER):
            raise ValueError(f"Minimum, expected and stretch are out of order where {self.direction} is better.")

    @property
    def operator(self) -> str:
        """Sign to print before the expected value, so that the direction shows: ≥, ≤, > or <."""
        signs = {Direction.HIGHER: "≥>", Direction.LOWER: "≤<"}
        return signs[self.direction][self.strict]

    def meets(self, value: Decimal) -> bool:
        """Whether the expected value is reached."""
        return self._shortfall(value, self.expected) < 0 or (value == self.expected and not self.strict)

    def meets_stretch(self, value: Decimal) -> bool:
        """Whether the stretch value, if there is one, is reached."""
        return self.stretch is not None and self._shortfall(value, self.stretch) <= 0

    def status(self, value: Decimal | None, n: int | None = None) -> Status:
        """Status of an unrounded value measured on n items (None where a metric has no n): 99.951 is not 100."""
        if value is None:
            return Status.NO_DATA
        if n is not None and n < self.minimum_sample:
            return Status.TOO_FEW
        if self.meets(value):
            return Status.ON_TARGET
        within = self.minimum is not None and self._shortfall(value, self.minimum) <= 0
        return Status.AT_RISK if within else Status.OFF_TARGET

    def gap(self, value: Decimal) -> Decimal:
        """(expected - value) / (expected - minimum): 0 at expected, 1 at the minimum, below 0 when better.

        Where minimum and expected are the same, or there is no minimum, the scale is |expected| (or 1): a miss is 1 +
        shortfall / scale, anything else -surplus / scale, so that a miss never ranks below 1.
        """
        shortfall = self._shortfall(value, self.expected)
        if self.minimum is not None and self.minimum != self.expected:
            return _EXACT.divide(shortfall, self._shortfall(self.minimum, self.expected))
        share = _EXACT.divide(shortfall, abs(self.expected) or Decimal(1))
        return _EXACT.add(share, Decimal(1)) if not self.meets(value) else share

    def change(self, value: Decimal | None, previous: Decimal | None) -> "Change | None":
        """Change since the period before; None unless both have data."""
        if value is None or previous is None:
            return None
        worsening = self._shortfall(value, previous)
        return Change(_EXACT.subtract(value, previous), better=None if not worsening else worsening < 0)

    def _shortfall(self, value: Decimal, bound: Decimal) -> Decimal:
        """How much worse a value is than a bound; negative when better."""
        if self.direction is Direction.HIGHER:
            return _EXACT.subtract(bound, value)
        return _EXACT.subtract(value, bound)


@dataclass(frozen=True, slots=True)
class Change:
    """Difference to the period before, in the metric's unit; `better` is None when nothing changed."""

    delta: Decimal
    better: bool | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one metric of an engagement stands; `gap` is None unless the status is a judgement."""

    metric: str
    status: Status
    gap: Decimal | None = None


def standing(metric: str, target: TargetRange, value: Decimal | None, n: int | None = None) -> Standing:
    """Standing of a metric (any key of the caller's) from its value."""
    status = target.status(value, n)
    judged = value is not None and status in _JUDGED
    return Standing(metric, status, target.gap(value) if judged and value is not None else None)


def worst(standings: Iterable[Standing]) -> Standing | None:
    """The metric that gives an engagement its status: among those judged, the greatest gap (numbers.md, convention 16).

    Too few never worsens: without any judged metric it is one with too few items, then one without data; None for
    none. Ties go to the first.
    """
    return max(standings, key=_badness, default=None)


def engagement_status(standings: Iterable[Standing]) -> Status:
    """Status of the worst metric; no data when there is none."""
    found = worst(standings)
    return found.status if found else Status.NO_DATA


def needs_you_rank(status: Status, *, money: Decimal, days_left: Decimal) -> Decimal:
    """Severity x max(1, money / 1,000) / max(1, days left), greatest first; overdue counts as one day left.

    Money in the workspace's currency (numbers.md, convention 20).
    """
    weight = max(Decimal(1), _EXACT.divide(money, _THOUSAND))
    return _EXACT.divide(_EXACT.multiply(Decimal(SEVERITY[status]), weight), max(Decimal(1), days_left))


@dataclass(frozen=True, slots=True)
class Composite:
    """Weighted mean over the metrics that have data; `score` is None when too little of the weight has."""

    score: Decimal | None
    coverage: Decimal


def composite(scores: Iterable[tuple[Decimal, Decimal | None]], *, minimum_coverage: Decimal) -> Composite:
    """Composite of (weight, score or None); coverage is the share of the weight that has data, 0 to 1.

    Raises ValueError for a negative weight.
    """
    pairs = list(scores)
    if any(weight < 0 for weight, _ in pairs):
        raise ValueError("A weight cannot be negative.")
    total = sum((weight for weight, _ in pairs), Decimal(0))
    covered = sum((weight for weight, score in pairs if score is not None), Decimal(0))
    coverage = _EXACT.divide(covered, total) if total else Decimal(0)
    if not covered or coverage < minimum_coverage:
        return Composite(None, coverage)
    points = sum((weight * score for weight, score in pairs if score is not None), Decimal(0))
    return Composite(_EXACT.divide(points, covered), coverage)


def _badness(item: Standing) -> tuple[int, int, Decimal]:
    judged = item.status in _JUDGED
    order = 2 if judged else int(item.status is Status.TOO_FEW)
    return order, SEVERITY[item.status] if judged else 0, item.gap if item.gap is not None else Decimal(0)

"""How many items a criterion needs until it can be decided. Pure.

Power is the chance that the verdict is "met" when the truth is what is assumed. Of a share it is exact, and a saw: one
more item may raise what has to be right without raising the chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pilots.figures.quantiles import at_least, student_beyond, student_quantile
from pilots.figures.verdicts import ALPHA, FEWEST_FOR_MEAN, Kind, Rule

WANTED: Final = 0.80
"""The chance of deciding that a plan aims at."""

MOST: Final = 3_000
"""Nobody plans a pilot of more; the search ends here."""

_CLOSE: Final = 1e-12


class Warn(StrEnum):
    """What is wrong with a plan."""

    NEVER = "never"
    NO_FAILURE = "no_failure"
    LOW_CHANCE = "low_chance"
    NOT_BETTER = "not_better"
    AFTER_END = "after_end"
    TOO_FEW_FOR_MEAN = "too_few_for_mean"


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is held to be true before the start: a share (0 to 1) or a mean, and of a mean the deviation.

    For a percentile ``value`` is the share of items within its threshold.
    """

    value: float
    deviation: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """The chance of "met" at n items; ``right`` of a share: how many have to be right, None where n cannot pass."""

    n: int
    power: float
    right: int | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning with the figures that its sentence needs."""

    kind: Warn
    n: int = 0
    right: int = 0
    power: float = 0.0
    needed: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A criterion's plan: what the planned n can do, how many are needed, and about when that is."""

    planned: Point
    needed: int | None
    fewest: int | None
    day: int | None
    curve: tuple[Point, ...]
    warnings: tuple[Caution, ...]


def to_pass(n: int, share: float) -> int | None:
    """How many of n have to be right so that a share is met; None where even all do not do."""
    low, high = 0, n
    if n == 0 or at_least(n, n, share) > ALPHA + _CLOSE:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if at_least(middle, n, share) <= ALPHA + _CLOSE else (middle + 1, high)
    return low


def power_at(rule: Rule, n: int, assumed: Assumed) -> Point:
    """The chance of "met" with n items. Raises ValueError for a mean without a deviation."""
    if rule.kind is Kind.MEAN:
        return Point(n, _power_of_mean(rule, n, assumed))
    share, truth = _as_high(rule, assumed)
    right = to_pass(n, share)
    return Point(n, 0.0 if right is None else at_least(right, n, truth), right)


def plan(rule: Rule, *, planned_n: int, assumed: Assumed, daily: float, days: int) -> Plan:
    """The plan of a criterion in a pilot of so many days with so many items a day."""
    points = curve(rule, assumed, upto=MOST)
    needed = next((point.n for point in points if point.power >= WANTED), None)
    fewest = next((point.n for point in points if point.power > 0), None)
    planned = power_at(rule, planned_n, assumed)
    day = reached_on(planned_n, daily)
    last = min(MOST, max(2 * planned_n, round(1.5 * (needed or 0)), 60))
    shown = tuple(point for point in points if point.n <= last)
    found = tuple(_warnings(rule, planned, assumed, needed=needed, day=day, days=days, fewest=fewest))
    return Plan(planned, needed, fewest, day, shown, found)


def curve(rule: Rule, assumed: Assumed, *, upto: int) -> list[Point]:
    """The chance at 1, 2, 3 ... items, until it is almost certain.

    What has to be right grows by one at most from n to n + 1, so that each point costs two looks.
    """
    if rule.kind is Kind.MEAN:
        found = []
        for n in range(FEWEST_FOR_MEAN, upto + 1):
            found.append(power_at(rule, n, assumed))
            if found[-1].power > 0.995:  # noqa: PLR2004 - flat from here on
                break
        return found
    share, truth = _as_high(rule, assumed)
    points: list[Point] = []
    right: int | None = None
    for n in range(1, upto + 1):
        right = _next_right(right, n, share)
        points.append(Point(n, 0.0 if right is None else at_least(right, n, truth), right))
        if points[-1].power > 0.995:  # noqa: PLR2004 - flat from here on
            break
    return points


def reached_on(n: int, daily: float) -> int | None:
    """On about which day of the pilot n items are there; None where none come."""
    return max(math.ceil(n / daily), 1) if daily > 0 else None


def _next_right(right: int | None, n: int, share: float) -> int | None:
    if right is None:
        return to_pass(n, share)
    return right if at_least(right, n, share) <= ALPHA + _CLOSE else right + 1


def _as_high(rule: Rule, assumed: Assumed) -> tuple[float, float]:
    """Threshold and truth of a share as if higher were better: failures are turned into the rest."""
    if rule.is_more_better:
        return rule.needed_share, assumed.value
    return 1 - rule.needed_share, 1 - assumed.value


def _power_of_mean(rule: Rule, n: int, assumed: Assumed) -> float:
    if assumed.deviation is None or assumed.deviation < 0:
        raise ValueError("A mean needs the deviation that is expected.")
    gap = assumed.value - rule.threshold if rule.higher else rule.threshold - assumed.value
    if n < FEWEST_FOR_MEAN:
        return 0.0
    if assumed.deviation == 0:
        return 1.0 if gap >= 0 else 0.0
    shift = gap / assumed.deviation * math.sqrt(n)
    return student_beyond(student_quantile(1 - ALPHA, n - 1), n - 1, shift)


def _is_better(rule: Rule, assumed: Assumed) -> bool:
    if rule.kind is Kind.MEAN:
        return assumed.value > rule.threshold if rule.higher else assumed.value < rule.threshold
    share, truth = _as_high(rule, assumed)
    return truth > share


def _warnings(
    rule: Rule, planned: Point, assumed: Assumed, *, needed: int | None, day: int | None, days: int, fewest: int | None
) -> list[Caution]:
    found = []
    is_share = rule.kind is not Kind.MEAN
    if not _is_better(rule, assumed):
        found.append(Caution(Warn.NOT_BETTER, planned.n, power=planned.power))
    elif is_share and planned.right is None:
        found.append(Caution(Warn.NEVER, planned.n, needed=fewest))
    elif is_share and planned.right == planned.n:
        found.append(Caution(Warn.NO_FAILURE, planned.n, planned.n, planned.power, needed))
    elif not is_share and planned.n < FEWEST_FOR_MEAN:
        found.append(Caution(Warn.TOO_FEW_FOR_MEAN, planned.n, needed=FEWEST_FOR_MEAN))
    elif planned.power < WANTED:
        found.append(Caution(Warn.LOW_CHANCE, planned.n, planned.right or 0, planned.power, needed))
    if day is None or day > days:
        found.append(Caution(Warn.AFTER_END, planned.n, day=day))
    return found

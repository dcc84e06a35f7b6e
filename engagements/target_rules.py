"""What makes a metric's target sound. Pure: no Django, no I/O."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

HUNDRED: Final = Decimal(100)


class TargetProblem(StrEnum):
    """The kinds of problems; pages key their translated texts on them."""

    MINIMUM_BETTER = "minimum_better"
    STRETCH_WORSE = "stretch_worse"
    ALWAYS_MET = "always_met"
    NEVER_MET = "never_met"
    NOT_A_SHARE = "not_a_share"
    NEGATIVE = "negative"


class Bounds(NamedTuple):
    """Minimum, expected and stretch in the metric's own unit, with what decides about them.

    ``unit`` and ``direction`` are values of ``Unit`` and ``Direction``; a share is in percent.
    """

    unit: str
    direction: str
    minimum: Decimal | None
    expected: Decimal | None
    stretch: Decimal | None = None
    is_strict: bool = False


def target_problems(bounds: Bounds) -> Iterator[tuple[str, TargetProblem]]:
    """What is wrong, as (field, problem).

    The minimum may equal the expected value (there is no "at risk" then), but never be better; the stretch may equal
    it, but never be worse. Expecting zero is sound where lower is better ("no breach"); where higher is better
    everything would meet it. "Strictly below zero" and "strictly above 100 %" could never be met. Scores and money may
    be negative.
    """
    for name in ("minimum", "expected", "stretch"):
        value: Decimal | None = getattr(bounds, name)
        if value is None:
            continue
        if bounds.unit == "percent" and not 0 <= value <= HUNDRED:
            yield name, TargetProblem.NOT_A_SHARE
        elif bounds.unit in ("count", "hours", "days") and value < 0:
            yield name, TargetProblem.NEGATIVE
    yield from _order(bounds)
    yield from _extremes(bounds)


def _order(bounds: Bounds) -> Iterator[tuple[str, TargetProblem]]:
    sign = 1 if bounds.direction == "higher" else -1
    minimum, expected, stretch = bounds.minimum, bounds.expected, bounds.stretch
    if minimum is not None and expected is not None and sign * (minimum - expected) > 0:
        yield "minimum", TargetProblem.MINIMUM_BETTER
    if stretch is not None and expected is not None and sign * (stretch - expected) < 0:
        yield "stretch", TargetProblem.STRETCH_WORSE


def _extremes(bounds: Bounds) -> Iterator[tuple[str, TargetProblem]]:
    if bounds.expected is None or bounds.unit in ("score", "money"):
        return
    higher = bounds.direction == "higher"
    if higher and bounds.expected == 0 and not bounds.is_strict:
        yield "expected", TargetProblem.ALWAYS_MET
    best = HUNDRED if higher and bounds.unit == "percent" else None if higher else Decimal(0)
    if bounds.is_strict and best is not None and bounds.expected == best:
        yield "expected", TargetProblem.NEVER_MET

"""From points to a ranking: knock-outs first, then minimums, then weights. Pure: no Django, no I/O.

All arithmetic is in fractions, so that two offers are level only when they are. ``docs/metrics.md`` has the worked
examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sourcing.price import TOP, price_points

PRICE: Final = "price"
WHOLE: Final = 100


class State(StrEnum):
    """Where an offer stands; only those that are in have a rank."""

    IN = "in"
    KNOCKED_OUT = "knocked_out"
    BELOW_MINIMUM = "below_minimum"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Rule:
    """A group of criteria: its ``weight`` in percent, the ``minimum`` of its points, and the keys of its criteria.

    The group "price" has no criteria: its points come from the total cost.
    """

    key: str
    weight: Decimal
    minimum: Decimal | None = None
    criteria: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer: its total cost, and by criterion what each rater gave (None: cannot say)."""

    key: int
    cost: Decimal
    ratings: Mapping[int, Sequence[int | None]] = field(default_factory=dict)
    is_knocked_out: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion of one offer: the mean of those who could say, the lowest, the highest, and how many they were."""

    criterion: int
    mean: Fraction | None
    low: int | None
    high: int | None
    n: int

    @property
    def spread(self) -> int:
        """How far the raters are apart."""
        return (self.high or 0) - (self.low or 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One group of one offer: ``points`` from 0 to 5 (None: nobody could say), and whether that is under the
    minimum."""

    key: str
    points: Fraction | None
    minimum: Decimal | None
    judged: tuple[Judged, ...] = ()

    @property
    def fails(self) -> bool:
        """Under the minimum; without points nothing is said."""
        return self.points is not None and self.minimum is not None and self.points < Fraction(self.minimum)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an offer came out: ``total`` from 0 to 100 where every weighted group has points; ``rank`` while it is
    in."""

    candidate: Candidate
    parts: tuple[Part, ...]
    state: State
    total: Fraction | None
    rank: int | None = None

    @property
    def failing(self) -> list[str]:
        """The groups under their minimum."""
        return [part.key for part in self.parts if part.fails]


def weights_of(rules: Iterable[Rule]) -> dict[str, Fraction]:
    """The weights by group, exactly.

    Raises:
        ValueError: when one is negative, or they do not come to 100.
    """
    found = {rule.key: Fraction(rule.weight) for rule in rules}
    if any(weight < 0 for weight in found.values()) or sum(found.values()) != WHOLE:
        raise ValueError("weights are from 0 up and come to 100")
    return found


def ranking(rules: Sequence[Rule], candidates: Sequence[Candidate]) -> list[Standing]:
    """Every offer's standing: those that are in by their total, the level ones sharing a rank, then the others.

    The lowest total cost is that of the offers that are in, so that one that cannot win moves nobody's points.

    Raises:
        ValueError: when the weights do not come to 100.
    """
    weights = weights_of(rules)
    judged = {each.key: _parts(rules, each) for each in candidates}
    states = {each.key: _state(each, judged[each.key], weights) for each in candidates}
    lowest = min((each.cost for each in candidates if states[each.key] is State.IN), default=None)
    found = []
    for each in candidates:
        parts = tuple(
            Part(PRICE, None if lowest is None else price_points(each.cost, lowest), None)
            if part.key == PRICE
            else part
            for part in judged[each.key]
        )
        found.append(Standing(each, parts, states[each.key], total_of(parts, weights)))
    return _ranked(found)


def total_of(parts: Iterable[Part], weights: Mapping[str, Fraction]) -> Fraction | None:
    """The weighted total from 0 to 100; None where a group that counts has no points."""
    total = Fraction(0)
    for part in parts:
        weight = weights.get(part.key, Fraction(0))
        if not weight:
            continue
        if part.points is None:
            return None
        total += weight * part.points / TOP
    return total


def _parts(rules: Sequence[Rule], candidate: Candidate) -> list[Part]:
    return [
        Part(rule.key, _mean([one.mean for one in judged if one.mean is not None]), rule.minimum, judged)
        for rule in rules
        for judged in [tuple(_judged(key, candidate.ratings.get(key, ())) for key in rule.criteria)]
    ]


def _judged(criterion: int, given: Sequence[int | None]) -> Judged:
    said = [value for value in given if value is not None]
    mean = _mean([Fraction(value) for value in said])
    return Judged(criterion, mean, min(said, default=None), max(said, default=None), len(said))


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _state(candidate: Candidate, parts: Iterable[Part], weights: Mapping[str, Fraction]) -> State:
    if candidate.is_knocked_out:
        return State.KNOCKED_OUT
    judged = [part for part in parts if part.key != PRICE]
    if any(part.points is None for part in judged if weights[part.key] or part.minimum is not None):
        return State.NO_DATA
    return State.BELOW_MINIMUM if any(part.fails for part in judged) else State.IN


def _ranked(found: list[Standing]) -> list[Standing]:
    order = list(State)
    found = sorted(found, key=lambda each: (order.index(each.state), -(each.total or 0)))
    totals = [each.total for each in found if each.state is State.IN and each.total is not None]
    return [
        Standing(each.candidate, each.parts, each.state, each.total, 1 + sum(one > each.total for one in totals))
        if each.state is State.IN and each.total is not None
        else each
        for each in found
    ]

"""Partners compared on the same mix of work: direct standardisation to the mix they have in common. Pure.

``docs/metrics.md`` has the definition and worked examples.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

Z: Final = 1.959964
"""Normal quantile of a two-sided 95 % interval, as everywhere."""
ENOUGH: Final = 30
"""A partner with fewer items in the measure is not compared."""
ENOUGH_OF_A_KIND: Final = 5
"""A kind of work of which one of the compared has fewer is left out for all."""
ENOUGH_IN_COMMON: Final = Fraction(1, 2)
"""With less of the work in kinds that all do, nothing is compared."""
_TWO: Final = 2

Kind = tuple[str, ...]


class Figure(StrEnum):
    """What is compared: a share of items, or a mean over them."""

    SHARE = "share"
    MEAN = "mean"


class Tally(NamedTuple):
    """Items of one kind of work at one partner: how many, their sum (of a share: how many count), sum of squares."""

    n: int = 0
    total: Fraction = Fraction(0)
    squares: float = 0.0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def value(self) -> Fraction | None:
        """The share or mean; None of nothing."""
        return self.total / self.n if self.n else None


class Weight(NamedTuple):
    """A kind of work that all compared do: how many items they have of it, and its part of the common mix."""

    kind: Kind
    n: int
    part: Fraction


class LeftOut(NamedTuple):
    """A kind of work that is not compared, with its items, and who has too few of it (keys)."""

    kind: Kind
    n: int
    short: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner: its raw figure, and the one it would have with the common mix, with the standard error of that.

    ``best`` and ``worst`` are the places it may hold: who differs from it by no more than noise could be on either
    side. ``adjusted`` is None where nothing can be compared.
    """

    key: int
    raw: Tally
    adjusted: Fraction | None = None
    error: float = 0.0
    best: int | None = None
    worst: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Partners, the best like for like first, then those that are not compared; and what the comparison stands on.

    ``in_common`` is the part of the compared partners' items that is of kinds all of them do.
    """

    standings: list[Standing]
    mix: list[Weight] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    in_common: Fraction | None = None

    @property
    def compared(self) -> list[Standing]:
        """Those with a figure like for like."""
        return [each for each in self.standings if each.adjusted is not None]


def compare(tallies: Mapping[int, Mapping[Kind, Tally]], figure: Figure, *, higher_is_better: bool) -> Comparison:
    """Compare partners (by key) by a figure of which each has tallies by kind of work."""
    raw = {key: _sum(list(kinds.values())) for key, kinds in tallies.items()}
    able = [key for key, tally in raw.items() if tally.n >= ENOUGH]
    mix, left_out = _mix(tallies, able)
    whole = sum(raw[key].n for key in able)
    shared = sum(weight.n for weight in mix)
    in_common = Fraction(shared, whole) if whole else None
    if len(able) < _TWO or in_common is None or in_common < ENOUGH_IN_COMMON:
        return Comparison(_unranked(raw, higher_is_better=higher_is_better), mix, left_out, in_common)
    sign = 1 if higher_is_better else -1
    found = {key: _standardised(tallies[key], mix, figure) for key in able}
    standings = []
    for key, (value, error) in found.items():
        others = [(sign * (there - value), math.hypot(error, off)) for k, (there, off) in found.items() if k != key]
        better = sum(gap > Z * noise for gap, noise in others)
        worse = sum(-gap > Z * noise for gap, noise in others)
        standings.append(Standing(key, raw[key], value, error, 1 + better, len(able) - worse))
    standings.sort(key=lambda each: (-sign * (each.adjusted or 0), each.key))
    rest = {key: tally for key, tally in raw.items() if key not in found}
    return Comparison([*standings, *_unranked(rest, higher_is_better=higher_is_better)], mix, left_out, in_common)


def is_noise(one: Standing, other: Standing) -> bool:
    """Whether two partners differ by no more than their numbers of items let one expect."""
    gap = abs(float(one.adjusted or 0) - float(other.adjusted or 0))
    return gap <= Z * math.hypot(one.error, other.error)


def _sum(tallies: Sequence[Tally]) -> Tally:
    together = Tally()
    for each in tallies:
        together = together.plus(each)
    return together


def _mix(tallies: Mapping[int, Mapping[Kind, Tally]], able: Sequence[int]) -> tuple[list[Weight], list[LeftOut]]:
    """The kinds of work that everybody able has enough of, with their part of it all; and the others."""
    kinds = sorted({kind for key in able for kind, tally in tallies[key].items() if tally.n})
    counted: Callable[[Kind, int], int] = lambda kind, key: tallies[key].get(kind, Tally()).n  # noqa: E731
    common, left_out = [], []
    for kind in kinds:
        n = sum(counted(kind, key) for key in able)
        short = tuple(key for key in able if counted(kind, key) < ENOUGH_OF_A_KIND)
        if short:
            left_out.append(LeftOut(kind, n, short))
        else:
            common.append((kind, n))
    whole = sum(n for _, n in common)
    return [Weight(kind, n, Fraction(n, whole)) for kind, n in common], left_out


def _standardised(kinds: Mapping[Kind, Tally], mix: Sequence[Weight], figure: Figure) -> tuple[Fraction, float]:
    value, variance = Fraction(0), 0.0
    for weight in mix:
        tally = kinds[weight.kind]
        value += weight.part * tally.total / tally.n
        variance += float(weight.part) ** 2 * _variance(tally, figure)
    return value, math.sqrt(variance)


def _variance(tally: Tally, figure: Figure) -> float:
    """Of the share or mean of a kind; one case more of either sort keeps 20 of 20 from counting as certain."""
    if figure == Figure.SHARE:
        share = (float(tally.total) + 1) / (tally.n + 2)
        return share * (1 - share) / tally.n
    mean = float(tally.total) / tally.n
    return max(tally.squares - tally.n * mean * mean, 0.0) / (tally.n - 1) / tally.n


def _unranked(raw: Mapping[int, Tally], *, higher_is_better: bool) -> list[Standing]:
    """By the raw figure, those without any last; a place is given to none."""
    sign = 1 if higher_is_better else -1
    found = [Standing(key, tally) for key, tally in raw.items()]
    return sorted(found, key=lambda each: (each.raw.value is None, -sign * (each.raw.value or 0), each.key))

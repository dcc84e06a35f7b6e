"""Thousands of pilots whose truth lies exactly at the threshold, where every verdict but "not enough" is wrong.

Independent of what it tests but for the verdicts themselves. `python -m tests.pilots.figures.simulating` prints the
tables of docs/metrics.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pilots.figures.verdicts import ALPHA, SECOND_ALPHA, Answer, Kind, Moments, Rule, judge_mean, judge_share, skew_of

PILOTS = 10_000
DAYS = 60
A_DAY = 5
N = DAYS * A_DAY
GO, STOP, OPEN = 1, -1, 0
CODES = {Answer.MET: GO, Answer.NOT_MET: STOP, Answer.NOT_ENOUGH: OPEN}

Floats = NDArray[np.float64]
Answers = NDArray[np.int8]


@dataclass(frozen=True)
class Truth:
    """A criterion type, and how values come that make its figure exactly the threshold (1 and 0 for a share)."""

    name: str
    rule: Rule
    draw: Callable[[np.random.Generator, tuple[int, int]], Floats]


def _bits(share: float) -> Callable[[np.random.Generator, tuple[int, int]], Floats]:
    return lambda rng, shape: (rng.random(shape) < share).astype(float)


TRUTHS = (
    Truth("share, at least 95 %", Rule(Kind.SHARE, 0.95, higher=True), _bits(0.95)),
    Truth("share, at most 2 %", Rule(Kind.SHARE, 0.02, higher=False), _bits(0.02)),
    Truth(
        "90th percentile, at most 8 h",
        Rule(Kind.PERCENTILE, 8.0, higher=False, part=0.9),
        lambda rng, shape: 8.0 * rng.exponential(1 / np.log(10), shape),
    ),
    Truth(
        "mean, at most 4 h",
        Rule(Kind.MEAN, 4.0, higher=False),
        lambda rng, shape: rng.gamma(8, 0.5, shape),
    ),
    Truth("mean, at least 4 points", Rule(Kind.MEAN, 4.0, higher=True), lambda rng, shape: rng.normal(4, 0.8, shape)),
)


def generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def answers(truth: Truth, values: Floats, alpha: float = ALPHA) -> Answers:
    """The verdict of each row (a pilot) at the end of its values."""
    n = values.shape[1]
    if truth.rule.kind is Kind.MEAN:
        return _means(truth.rule, n, [each[:, -1] for each in _powers(truth.rule, values)], alpha)
    return _shares(truth.rule, n, _right(truth.rule, values).sum(axis=1), alpha)


def peeked(truth: Truth, values: Floats, every: int = A_DAY) -> Answers:
    """The verdict of each row when somebody looks after every few values and stops at the first crossing."""
    pilots, n = values.shape
    found = np.zeros(pilots, dtype=np.int8)
    is_mean = truth.rule.kind is Kind.MEAN
    sums = _powers(truth.rule, values) if is_mean else [_right(truth.rule, values).cumsum(axis=1)]
    for at in range(every, n + 1, every):
        left = np.flatnonzero(found == OPEN)
        seen = [each[left, at - 1] for each in sums]
        found[left] = _means(truth.rule, at, seen) if is_mean else _shares(truth.rule, at, seen[0])
    return found


def extended(truth: Truth, values: Floats, first: int) -> Answers:
    """The verdict of each row when those without enough evidence after ``first`` values get a last look at the end."""
    found = answers(truth, values[:, :first])
    left = np.flatnonzero(found == OPEN)
    found[left] = answers(truth, values[left], SECOND_ALPHA)
    return found


def rates(found: Answers) -> tuple[float, float]:
    """Wrong go and wrong stop, in percent."""
    return 100 * float((found == GO).mean()), 100 * float((found == STOP).mean())


@cache
def table() -> str:
    """Both tables of the document: decided once, and what looking every day would have made of the same pilots."""
    once = ["| decided once, at n = 300 | wrong go | wrong stop |", "|---|---:|---:|"]
    every = ["| looked at daily, stopped at the first crossing | wrong go | wrong stop |", "|---|---:|---:|"]
    for seed, truth in enumerate(TRUTHS):
        values = truth.draw(generator(seed), (PILOTS, N))
        for lines, found in ((once, answers(truth, values)), (every, peeked(truth, values))):
            go, stop = rates(found)
            lines.append(f"| {truth.name} | {go:.1f} % | {stop:.1f} % |")
    return "\n".join([*once, "", *every])


@cache
def extended_rates(place: int, first: int) -> tuple[float, float]:
    """Wrong go and wrong stop of a truth, by its place, when a last look at 150 values follows one at ``first``."""
    truth = TRUTHS[place]
    return rates(extended(truth, truth.draw(generator(2_000 + first), (PILOTS, 150)), first))


def extended_table(first: int = 100) -> str:
    """The document's third table: a last look for those that had not enough evidence when the pilot was extended."""
    lines = ["| decided at n = 100, else at 150 | wrong go | wrong stop |", "|---|---:|---:|"]
    for place, truth in enumerate(TRUTHS):
        go, stop = extended_rates(place, first)
        lines.append(f"| {truth.name} | {go:.1f} % | {stop:.1f} % |")
    return "\n".join(lines)


def _right(rule: Rule, values: Floats) -> Floats:
    """1 for each value that counts: as the metric counts it, within the threshold for a percentile."""
    if rule.kind is Kind.SHARE:
        return values
    return (values >= rule.threshold if rule.higher else values <= rule.threshold).astype(float)


def _shares(rule: Rule, n: int, right: Floats, alpha: float = ALPHA) -> Answers:
    table = {k: CODES[judge_share(rule, int(k), n, alpha=alpha).answer] for k in np.unique(right).tolist()}
    return np.array([table[k] for k in right.tolist()], dtype=np.int8)


def _powers(rule: Rule, values: Floats) -> list[Floats]:
    """Running sums of the differences from the threshold, squared and cubed too."""
    return [np.cumsum((values - rule.threshold) ** power, axis=1) for power in (1, 2, 3)]


def _means(rule: Rule, n: int, sums: list[Floats], alpha: float = ALPHA) -> Answers:
    first, second, third = sums
    mean = first / n
    squares = np.maximum(second - n * mean**2, 0)
    cubes = third - 3 * mean * second + 2 * n * mean**3
    samples = [
        Moments(n, m + rule.threshold, (s / (n - 1)) ** 0.5, skew_of(n, s, c))
        for m, s, c in zip(mean.tolist(), squares.tolist(), cubes.tolist(), strict=True)
    ]
    return np.array([CODES[judge_mean(rule, sample, alpha=alpha).answer] for sample in samples], dtype=np.int8)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n\n{extended_table()}\n")

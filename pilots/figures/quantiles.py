"""Bounds and quantiles: Clopper and Pearson's for a share, Student's for a mean. Pure.

Both are read off the regularised incomplete beta function, to about 1e-12.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import Final

from engagements.proportions import Interval

_TINY: Final = 1e-300
_CLOSE: Final = 1e-15
_MOST_STEPS: Final = 10_000
_HALVINGS: Final = 8
_MOST_TRIES: Final = 200
_NEAR: Final = 1e-15
_NORMAL: Final = NormalDist()


def incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b), regularised: the chance that a Beta(a, b) is at most x. Raises ValueError unless a, b > 0."""
    if a <= 0 or b <= 0:
        raise ValueError(f"No beta distribution has the parameters {a} and {b}.")
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )  # the same for both tails
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def at_least(k: int, n: int, share: float) -> float:
    """The chance of k or more of n when each is one with the chance ``share``."""
    if k <= 0:
        return 1.0
    return 0.0 if k > n else incomplete_beta(k, n - k + 1, share)


@lru_cache(maxsize=1 << 14)
def clopper_pearson(k: int, n: int, alpha: float) -> Interval:
    """The lower and the upper bound of k of n, each wrong with a chance of at most alpha.

    Low is the share at which k or more have the chance alpha, high the one at which k or fewer have. Raises ValueError
    unless 0 <= k <= n and n > 0.
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share.")
    low = 0.0 if k == 0 else _solve(lambda share: at_least(k, n, share) - alpha)
    high = 1.0 if k == n else _solve(lambda share: at_least(k + 1, n, share) - (1 - alpha))
    return Interval(low, high)


@lru_cache(maxsize=1 << 12)
def student_quantile(chance: float, freedom: int) -> float:
    """The value that Student's t with so many degrees of freedom stays below with the chance given (0.5 to below 1)."""
    if not 0.5 <= chance < 1 or freedom < 1:  # noqa: PLR2004 - the upper half
        raise ValueError(f"No quantile of {chance} with {freedom} degrees of freedom.")
    if chance == 0.5:  # noqa: PLR2004 - its middle
        return 0.0
    # With x = v / (v + t^2), the chance beyond t is I_x(v/2, 1/2) / 2.
    x = _solve(lambda x: incomplete_beta(freedom / 2, 0.5, x) / 2 - (1 - chance))
    return math.sqrt(freedom * (1 - x) / x)


def student_beyond(quantile: float, freedom: int, shift: float) -> float:
    """The chance that t with a shift (non-central) is at least ``quantile``.

    By the normal approximation 26.7.10 of Abramowitz and Stegun: within half a point from 10 degrees of freedom on.
    """
    middle = quantile * (1 - 1 / (4 * freedom)) - shift
    return 1 - _NORMAL.cdf(middle / math.sqrt(1 + quantile * quantile / (2 * freedom)))


def _solve(excess: Callable[[float], float]) -> float:
    """Where in 0 to 1 a function that rises from below zero to above it is zero: halving, then the Illinois method."""
    low, high, below, above = 0.0, 1.0, excess(0.0), excess(1.0)
    was_below = False
    for step in range(_MOST_TRIES):
        middle = (low + high) / 2 if step < _HALVINGS else (low * above - high * below) / (above - below)
        found = excess(middle)
        if abs(found) <= _NEAR or not low < middle < high:
            return middle
        if found < 0:
            low, below, above = middle, found, above / 2 if step > _HALVINGS and was_below else above
        else:
            high, above, below = middle, found, below / 2 if step > _HALVINGS and not was_below else below
        was_below = found < 0
    return (low + high) / 2


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _off_zero(1 + step * d)
            c = _off_zero(1 + step / c)
            change = c * d
            value *= change
        if abs(change - 1) < _CLOSE:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

"""Where a function crosses zero: bracketed, so that it always ends, and None when there is no crossing."""

from collections.abc import Callable
from typing import Final

_ROUNDS: Final = 200
_TINY: Final = 1e-13
_BISECTING: Final = 2


def root_between(value_at: Callable[[float], float], low: float, high: float, noise: float = 1e-13) -> float | None:
    """A root of a continuous function in [low, high]; None unless the ends have different signs.

    It ends where the value is within `noise` of zero, or the bracket at the end of double precision.

    False position with the Illinois rule (the kept end is halved when kept twice), which needs one step for a straight
    line; every third round bisects, so that the bracket always shrinks.
    """
    at_low, at_high = value_at(low), value_at(high)
    if at_low == 0 or at_high == 0:
        return low if at_low == 0 else high
    if (at_low > 0) == (at_high > 0):
        return None
    middle = low
    kept = 0  # which end the last round kept: -1 low, +1 high
    for number in range(_ROUNDS):
        halves = number % 3 == _BISECTING
        middle = (low + high) / 2 if halves else low - at_low * (high - low) / (at_high - at_low)
        found = value_at(middle)
        if abs(found) <= noise or high - low <= _TINY * max(1.0, abs(low), abs(high)):
            return middle
        if (found > 0) == (at_high > 0):
            high, at_high = middle, found
            at_low, kept = (at_low / 2 if kept < 0 else at_low), -1
        else:
            low, at_low = middle, found
            at_high, kept = (at_high / 2 if kept > 0 else at_high), 1
    return middle

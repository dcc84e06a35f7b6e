"""How sure a share of counts is. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

WILSON_Z: Final = 1.959964
"""Normal quantile of a two-sided 95 % interval (numbers.md, convention 14)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of a share, 0 to 1."""

    low: float
    high: float


def wilson(k: int, n: int, z: float = WILSON_Z) -> Interval | None:
    """Wilson score interval of k in n, without continuity correction; None when n is 0.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), Wilson 1927. Raises ValueError unless 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share.")
    if n == 0:
        return None
    share, square = k / n, z * z
    middle = share + square / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 1 + square / n
    low, high = (middle - reach) / scale, (middle + reach) / scale
    return Interval(0.0 if k == 0 else max(low, 0.0), 1.0 if k == n else min(high, 1.0))

"""How a change arrives: the share of people who have acknowledged a version, and how many days it took. Pure.

Adoption lag = median days from publication to acknowledgement. Those who have not acknowledged count as infinite, so
below one half there is no lag yet ("not yet"); at exactly one half it is the slowest of those who have.

Worked example: five people, acknowledged after 1, 2 and 4 days, two not yet. Share 3 of 5. In order: 1, 2, 4,
infinite, infinite; the middle one is 4 days. With one fewer (2 of 5) the middle one is infinite: not yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Adoption:
    """``acknowledged`` of ``asked`` people have read it; ``lag`` is None for "not yet"."""

    asked: int
    acknowledged: int
    lag: timedelta | None

    @property
    def share(self) -> float | None:
        """From 0 to 1, unrounded; None when nobody is asked."""
        return self.acknowledged / self.asked if self.asked else None

    @property
    def is_complete(self) -> bool:
        """Everybody has, and somebody is asked."""
        return 0 < self.asked == self.acknowledged

    @property
    def lag_days(self) -> float | None:
        """The lag in days, unrounded."""
        return None if self.lag is None else self.lag / DAY


def adoption(lags: Sequence[timedelta | None]) -> Adoption:
    """The adoption by people who took ``lags``, None for somebody who has not acknowledged."""
    taken = sorted(lag for lag in lags if lag is not None)
    return Adoption(len(lags), len(taken), _median(taken, len(lags)))


def _median(taken: list[timedelta], asked: int) -> timedelta | None:
    lower, upper = (asked - 1) // 2, asked // 2
    if not asked or len(taken) <= lower:
        return None
    return (taken[lower] + taken[upper]) / 2 if len(taken) > upper else taken[lower]

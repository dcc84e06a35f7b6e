"""How good a candidate for outsourcing a process is: repetitive, time-consuming, not strategic. Pure.

The score is the mean of three parts, each 0 to 1, times 100:

- repetitive: ``repetition`` / 3;
- time-consuming: minutes a month / 2,400, at most 1 (a full week of work, 40 hours, is wholly time-consuming);
- not strategic: 1 - ``strategic`` / 3.

A process of which one of the three is not known has no score. Example: 30 a day of 8 minutes are 5,200 minutes a month,
so with repetition 3 and strategic 0 it scores 100; 4 a week of 30 minutes are 520, which with 2 and 1 scores 51.7.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MOST: Final = 3
WHOLLY_TIME_CONSUMING: Final = 2400
"""Minutes a month: one person's week of 40 hours."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``score`` 0 to 100, unrounded; the parts 0 to 1; each None while it is not known."""

    repetitive: Decimal | None
    time_consuming: Decimal | None
    not_strategic: Decimal | None

    @property
    def score(self) -> Decimal | None:
        """The mean of the parts, times 100; None while a part is not known."""
        parts = (self.repetitive, self.time_consuming, self.not_strategic)
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) * 100 / len(parts) if len(known) == len(parts) else None


def candidate(*, repetition: int | None, strategic: int | None, minutes_a_month: Decimal | None) -> Candidate:
    """The candidate that a process with these values is; ``repetition`` and ``strategic`` are 0 to 3.

    Raises:
        ValueError: for a value outside its range.
    """
    for value in (repetition, strategic):
        if value is not None and not 0 <= value <= MOST:
            raise ValueError(f"{value} is not within 0 to {MOST}")
    if minutes_a_month is not None and minutes_a_month < 0:
        raise ValueError(f"{minutes_a_month} minutes are less than none")
    return Candidate(
        repetitive=None if repetition is None else Decimal(repetition) / MOST,
        time_consuming=None if minutes_a_month is None else min(minutes_a_month / WHOLLY_TIME_CONSUMING, Decimal(1)),
        not_strategic=None if strategic is None else 1 - Decimal(strategic) / MOST,
    )

"""When it is time to think about a switch: a figure beyond a threshold so many weeks in a row. Pure.

It suggests and never switches. ``docs/metrics.md`` has the definition and worked examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Beyond(StrEnum):
    """On which side of the threshold a week counts; exactly the threshold never does."""

    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Condition:
    """``weeks`` in a row ``beyond`` the ``threshold``."""

    beyond: Beyond
    threshold: Decimal
    weeks: int

    def holds_for(self, value: Decimal) -> bool:
        """Whether a week's figure counts."""
        return value < self.threshold if self.beyond == Beyond.BELOW else value > self.threshold


@dataclass(frozen=True, slots=True)
class State:
    """``run`` weeks in a row up to the newest with data; ``unknown`` weeks without data among or after them."""

    run: int
    unknown: int
    needed: int

    @property
    def is_met(self) -> bool:
        """The rule says: think about it."""
        return self.run >= self.needed


def state_of(condition: Condition, values: Sequence[Decimal | None]) -> State:
    """How far a condition is, of the weeks' figures (oldest first, None for no data).

    A week without data neither counts nor breaks the row: no data is no good news, and no bad news either.

    >>> state_of(Condition(Beyond.BELOW, Decimal(92), 3), [Decimal(95), Decimal(91), None, Decimal("91.9")])
    State(run=2, unknown=1, needed=3)
    """
    run = unknown = 0
    for value in reversed(values):
        if value is None:
            unknown += 1
        elif condition.holds_for(value):
            run += 1
        else:
            break
    return State(run, unknown, condition.weeks)

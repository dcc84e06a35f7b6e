"""How easily somebody else takes over, from facts. Pure.

Four questions worth 25 points each: is an alternative named and sure; is the work written down; does anybody else do
this process already; how few hands the work passes through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EACH: Final = 25
EASY: Final = 70
HARD: Final = 40


@dataclass(frozen=True, slots=True)
class Position:
    """``others`` do the same process: partners or the own team. ``hands`` are the sub-processors behind the partner."""

    alternative: bool
    alternative_sure: bool
    sops: int
    sops_in_force: int
    others: int
    hands: int


@dataclass(frozen=True, slots=True)
class Substitutability:
    """Points by question, and their sum out of 100."""

    alternative: int
    documentation: int
    others: int
    hands: int

    @property
    def points(self) -> int:
        """Out of 100."""
        return self.alternative + self.documentation + self.others + self.hands

    @property
    def level(self) -> str:
        """``easy`` from 70, ``hard`` below 40, else ``possible``."""
        if self.points >= EASY:
            return "easy"
        return "hard" if self.points < HARD else "possible"


def substitutability(found: Position) -> Substitutability:
    """The points. One other who does the process is 15, two 25; each sub-processor takes 5 away.

    >>> substitutability(Position(True, True, 4, 4, 2, 0)).points
    100
    >>> substitutability(Position(True, False, 4, 2, 1, 2)).points
    55
    """
    named = found.alternative + found.alternative_sure
    return Substitutability(
        alternative=(0, 13, EACH)[named],
        documentation=found.sops_in_force * EACH // found.sops if found.sops else 0,
        others=(0, 15, EACH)[min(found.others, 2)],
        hands=max(0, EACH - 5 * found.hands),
    )

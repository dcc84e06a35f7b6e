"""What the verdicts speak for. Pure: a suggestion with its reason; people decide."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from pilots.figures.verdicts import Answer

LONGEST = 90
"""Days that a pilot may have in all, its extension included."""


class Advice(StrEnum):
    """What the evidence speaks for."""

    SCALE = "scale"
    EXTEND = "extend"
    STOP = "stop"
    WAIT = "wait"
    JUDGE = "judge"


class Tally(NamedTuple):
    """How many criteria came to what; ``waiting`` have no verdict yet."""

    met: int
    not_met: int
    not_enough: int
    waiting: int

    @property
    def total(self) -> int:
        """All criteria."""
        return sum(self)


def tally(answers: Sequence[Answer | None]) -> Tally:
    """Counts the verdicts; None is none yet."""
    return Tally(*(answers.count(each) for each in (Answer.MET, Answer.NOT_MET, Answer.NOT_ENOUGH, None)))


def advise(counts: Tally, *, can_extend: bool) -> Advice:
    """All met: scale. Any not met: stop. Else more data if there can be more, else a judgement of people.

    While criteria wait it says nothing, unless one is not met already: nothing that comes will mend that.
    """
    if counts.not_met:
        return Advice.STOP
    if counts.waiting or not counts.total:
        return Advice.WAIT
    if not counts.not_enough:
        return Advice.SCALE
    return Advice.EXTEND if can_extend else Advice.JUDGE

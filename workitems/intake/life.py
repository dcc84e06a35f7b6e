"""What may be told of a request by hand, and what it makes of the item. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """What a person can say happened."""

    RESPOND = "respond"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    ACCEPT = "accept"
    REOPEN = "reopen"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands: its status (a value of ``StatusClass``), and whether it was answered."""

    status: str
    is_answered: bool


_AFTER: Final = {
    Step.PAUSE: "paused",
    Step.RESUME: "open",
    Step.FINISH: "resolved",
    Step.ACCEPT: "closed",
    Step.REOPEN: "open",
    Step.CANCEL: "cancelled",
}
_FROM: Final = {
    "open": (Step.PAUSE, Step.FINISH, Step.CANCEL),
    "paused": (Step.RESUME, Step.FINISH, Step.CANCEL),
    "resolved": (Step.ACCEPT, Step.REOPEN),
    "closed": (Step.REOPEN,),
    "cancelled": (Step.REOPEN,),
}


def possible_steps(standing: Standing) -> tuple[Step, ...]:
    """What may come next, the most likely first; a first answer is told once, while the work is open."""
    steps = _FROM.get(standing.status, ())
    if standing.status in ("open", "paused") and not standing.is_answered:
        return (Step.RESPOND, *steps)
    return steps


def status_after(step: Step, status: str) -> str:
    """The status that a step leads to; a first answer changes none."""
    return _AFTER.get(step, status)

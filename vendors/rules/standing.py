"""How a vendor stands with one kind of evidence today. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

REMIND_BEFORE: Final = (30, 7, 0)
"""Days before a paper's last day on which people are reminded."""


class State(StrEnum):
    """What a vendor has of a kind."""

    IN_FORCE = "in_force"
    ENDING = "ending"
    GRACE = "grace"
    LAPSED = "lapsed"
    UNFIT = "unfit"
    MISSING = "missing"

    @property
    def counts(self) -> bool:
        """True while work may go on."""
        return self in (State.IN_FORCE, State.ENDING, State.GRACE)


class Held(NamedTuple):
    """An accepted paper of a kind: its id, the day from which it holds, its last day (None: no end), and its fault."""

    key: int
    effective_on: date
    until: date | None
    fault: str = ""


class Standing(NamedTuple):
    """The state, and the paper that it rests on."""

    state: State
    paper: Held | None = None


def standing(papers: Iterable[Held], *, today: date, grace_days: int) -> Standing:
    """The state of the paper that reaches furthest; one that holds later does not count yet.

    A paper counts through its last day, then ``grace_days`` more, during which it is asked for.
    """
    begun = [paper for paper in papers if paper.effective_on <= today]
    fit = [paper for paper in begun if not paper.fault]
    if not fit:
        return Standing(State.UNFIT, max(begun, key=lambda paper: paper.key)) if begun else Standing(State.MISSING)
    best = max(fit, key=lambda paper: (paper.until or date.max, paper.key))
    if best.until is None:
        return Standing(State.IN_FORCE, best)
    if best.until < today:
        over = today - best.until > timedelta(days=grace_days)
        return Standing(State.LAPSED if over else State.GRACE, best)
    is_near = best.until - today <= timedelta(days=max(REMIND_BEFORE))
    return Standing(State.ENDING if is_near else State.IN_FORCE, best)


def reminder_due(until: date, *, today: date) -> int | None:
    """Which reminder stands for today: the nearest of 30, 7 and 0 days before the last day that has come; None before
    the first of them and after the last day.

    >>> reminder_due(date(2026, 11, 30), today=date(2026, 11, 25))
    7
    """
    left = (until - today).days
    if left < 0:
        return None
    return min((days for days in REMIND_BEFORE if left <= days), default=None)

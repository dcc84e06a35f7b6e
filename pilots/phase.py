"""Where a pilot stands: a function of its timestamps and the day. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Phase(StrEnum):
    """From the plan to the decision, or back."""

    PLANNED = "planned"
    LOCKED = "locked"
    RUNNING = "running"
    ENDED = "ended"
    DECIDED = "decided"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"


LIVE = frozenset({Phase.LOCKED, Phase.RUNNING, Phase.ENDED, Phase.ROLLING_BACK})
"""It was started, and is not over: its numbers still count for somebody."""


class Facts(NamedTuple):
    """What decides: whether each of these happened, the first and the last day (inclusive)."""

    is_locked: bool
    first: date
    last: date
    is_decided: bool = False
    rolls_back: bool = False
    is_rolled_back: bool = False


def phase_of(facts: Facts, today: date) -> Phase:
    """The phase on a day.

    >>> phase_of(Facts(True, date(2026, 10, 5), date(2026, 12, 3)), date(2026, 10, 5)).value
    'running'
    >>> phase_of(Facts(True, date(2026, 10, 5), date(2026, 12, 3)), date(2026, 12, 4)).value
    'ended'
    """
    if facts.is_rolled_back:
        return Phase.ROLLED_BACK
    if facts.rolls_back:
        return Phase.ROLLING_BACK
    if facts.is_decided:
        return Phase.DECIDED
    if not facts.is_locked:
        return Phase.PLANNED
    if today < facts.first:
        return Phase.LOCKED
    return Phase.RUNNING if today <= facts.last else Phase.ENDED


def day_number(first: date, last: date, day: date) -> int:
    """Which day of the pilot a day is: 0 before the first, never more than there are."""
    return min(max((day - first).days + 1, 0), (last - first).days + 1)

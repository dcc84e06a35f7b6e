"""From the steps of a plan to dated tasks, backwards from the last day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that becomes a task: its key, its days before the last day (negative: after), and what comes first."""

    key: str
    days_before: int
    after: tuple[str, ...] = ()


class Wrong(StrEnum):
    """What can be wrong with the order of steps."""

    UNKNOWN = "unknown"
    CIRCLE = "circle"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class OrderFault:
    """A step and the one before it that does not fit."""

    wrong: Wrong
    key: str
    before: str


def due_dates(steps: Iterable[Planned], *, last_day: date, start: date) -> dict[str, date]:
    """The day of each task, by key: counted back from the last day, and never before the exit starts.

    >>> due_dates([Planned("a", 30), Planned("b", -7)], last_day=date(2026, 12, 31), start=date(2026, 12, 10))
    {'a': datetime.date(2026, 12, 10), 'b': datetime.date(2027, 1, 7)}
    """
    return {step.key: max(start, last_day - timedelta(days=step.days_before)) for step in steps}


def order_faults(steps: Sequence[Planned]) -> list[OrderFault]:
    """What keeps the steps from being walked in order: a step unknown, a circle, or one due before what comes first."""
    known = {step.key: step for step in steps}
    found = [OrderFault(Wrong.UNKNOWN, step.key, name) for step in steps for name in step.after if name not in known]
    circles = [step.key for step in steps if step.key in _before(step.key, known)]
    found += [OrderFault(Wrong.CIRCLE, key, key) for key in circles]
    found += [
        OrderFault(Wrong.TOO_EARLY, step.key, name)
        for step in steps
        for name in step.after
        if name in known and name not in circles and step.days_before > known[name].days_before
    ]
    return found


def waits_for(key: str, after: Iterable[str], still_open: Iterable[str]) -> list[str]:
    """Which of the tasks before one are still open, in the order in which it names them."""
    open_keys = set(still_open) - {key}
    return [name for name in after if name in open_keys]


def _before(key: str, known: dict[str, Planned]) -> set[str]:
    """Every step that comes before one, however far back."""
    seen: set[str] = set()
    waiting = list(known[key].after)
    while waiting:
        name = waiting.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        waiting += known[name].after
    return seen

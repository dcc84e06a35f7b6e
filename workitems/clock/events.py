"""What happens to a clock: append-only events, and how a source's states become them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workitems.clock.reasons import PauseReason
from workitems.clock.terms import Target


class ClockEventKind(StrEnum):
    """The seven things that can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    REOPEN = "reopen"
    REPRIORITISE = "reprioritise"
    CANCEL = "cancel"


class StateMeaning(StrEnum):
    """What a source's state means to a clock when it is no pause reason."""

    RUNNING = "running"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class ClockEvent:
    """One event at an aware instant.

    A pause carries its reason and a reprioritisation its target. A resume with a reason ends the pauses of that reason
    alone, one without ends them all; so do a stop and a cancellation. Raises ValueError when something is missing.
    """

    kind: ClockEventKind
    at: datetime
    reason: PauseReason | None = None
    target: Target | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {self.at.isoformat()}")
        if self.kind is ClockEventKind.PAUSE and self.reason is None:
            raise ValueError("a pause needs a reason")
        if self.kind is ClockEventKind.REPRIORITISE and self.target is None:
            raise ValueError("a reprioritisation needs its target")


def events_from_states(
    opened_at: datetime, changes: Iterable[tuple[datetime, StateMeaning | PauseReason]]
) -> list[ClockEvent]:
    """The events of an item that was opened at `opened_at` and then changed state as `changes` say, in any order.

    An item is in one state at a time, so entering one state leaves the other: a pause ends with the next state.
    Changes at one instant keep their given order; repeating a state says nothing.
    """
    events = [ClockEvent(ClockEventKind.START, opened_at)]
    current: StateMeaning | PauseReason = StateMeaning.RUNNING
    for at, meaning in sorted(changes, key=lambda change: change[0]):
        if meaning is not current:
            events.extend(_step(current, meaning, at))
            current = meaning
    return events


def _step(before: StateMeaning | PauseReason, after: StateMeaning | PauseReason, at: datetime) -> Iterator[ClockEvent]:
    closed = (StateMeaning.STOPPED, StateMeaning.CANCELLED)
    if before in closed and after not in closed:
        yield ClockEvent(ClockEventKind.REOPEN, at)
    if isinstance(before, PauseReason) and after not in closed:
        yield ClockEvent(ClockEventKind.RESUME, at, before)
    if isinstance(after, PauseReason):
        yield ClockEvent(ClockEventKind.PAUSE, at, after)
    elif after is StateMeaning.STOPPED:
        yield ClockEvent(ClockEventKind.STOP, at)
    elif after is StateMeaning.CANCELLED:
        yield ClockEvent(ClockEventKind.CANCEL, at)

"""From events to the state of a clock; the same events, terms, hours and now always give the same state."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from engagements.opening_hours import OpeningHours, from_us, to_us
from workitems.clock.deadline import Deadline
from workitems.clock.events import ClockEvent
from workitems.clock.life import Life, Span, read_life
from workitems.clock.state import ClockOutcome, ClockState, ClockWarning
from workitems.clock.terms import LevelTerms, Target


def replay(events: Iterable[ClockEvent], terms: LevelTerms, hours: OpeningHours, now: datetime) -> ClockState:
    """The clock at `now` (aware). Events may come in any order; those after `now` have not happened yet.

    Met exactly when the stop is not after the deadline; missed once the deadline has passed, at that instant, whatever
    comes later. A reprioritisation gives the new target from the original start, and finds it missed at that instant
    when it is already past. Cancelled at or before the deadline is not counted. A stop before the start is no data.
    """
    life = read_life(events, terms, now)
    if life.started_at is None:
        return ClockState(ClockOutcome.NOT_STARTED, terms.target)
    if life.is_backwards:
        return ClockState.no_data()
    spans = life.spans()
    end = to_us(life.ended_at or now)
    held_from, target, deadline, missed_at = _decisive(life, hours, spans, end)
    due = deadline.due
    state = ClockState(
        outcome=ClockOutcome.RUNNING,
        target=target,
        started_at=_utc(life.started_at),
        due_at=from_us(due),
        paused_at=_utc(life.paused_at),
        stopped_at=_utc(life.stopped_at),
        target_us=deadline.total,
        elapsed_us=deadline.elapsed(end),
        pauses=tuple(life.pauses),
        warnings=_warnings(deadline, terms, held_from, end),
        reopen_count=life.reopen_count,
    )
    if missed_at is not None:
        at = from_us(missed_at)
        return replace(state, outcome=ClockOutcome.MISSED, breached_at=at, outcome_at=at)
    return _undecided(state, life)


def _decisive(life: Life, hours: OpeningHours, spans: list[Span], end: int) -> tuple[int, Target, Deadline, int | None]:
    """The target that was missed, or else the last one: since when, what, its deadline, and when it was missed."""
    start = to_us(life.started_at or life.now)
    for place, (held_from, target) in enumerate(life.targets):
        held_until = life.held_until(held_from, life.targets[place + 1][0]) if place + 1 < len(life.targets) else end
        deadline = Deadline(hours, target, start, spans)
        if deadline.due < held_until:
            return held_from, target, deadline, max(deadline.due, held_from)
    return held_from, target, deadline, None


def _undecided(state: ClockState, life: Life) -> ClockState:
    if life.stopped_at is not None:
        return replace(state, outcome=ClockOutcome.MET, outcome_at=state.stopped_at)
    if life.cancelled_at is not None:
        return replace(state, outcome=ClockOutcome.CANCELLED, outcome_at=_utc(life.cancelled_at))
    if state.paused_at is not None:
        return replace(state, outcome=ClockOutcome.PAUSED, due_is_projected=True)
    return state


def _warnings(deadline: Deadline, terms: LevelTerms, held_from: int, end: int) -> tuple[ClockWarning, ...]:
    if deadline.total == 0:
        return ()
    instants = ((percent, max(deadline.share(percent), held_from)) for percent in sorted(terms.warn_at))
    return tuple(ClockWarning(percent, from_us(at), at <= end) for percent, at in instants)


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else from_us(to_us(at))

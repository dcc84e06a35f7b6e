"""From an item's stored facts to its two clocks. Pure; the arithmetic is ``workitems.clock``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from workitems.clock import (
    ClockEvent,
    ClockEventKind,
    ClockState,
    PauseReason,
    replay,
    response_stopped_at,
)
from workitems.governing import Agreements, GovernedTarget, Governing

RESPONSE: Final = "response"
RESOLUTION: Final = "resolution"
KINDS: Final = (RESPONSE, RESOLUTION)

REASONS: Final = {
    "client": PauseReason.CLIENT,
    "hold": PauseReason.APPROVED_HOLD,
    "client_third_party": PauseReason.CLIENT_THIRD_PARTY,
}
_PLAIN: Final = {
    kind.value: kind
    for kind in (ClockEventKind.RESUME, ClockEventKind.STOP, ClockEventKind.REOPEN, ClockEventKind.CANCEL)
}
_LONG_END: Final = frozenset({ClockEventKind.STOP, ClockEventKind.REOPEN})


class ToldEvent(NamedTuple):
    """One stored event that still holds, in the words of ``WorkItemEvent``."""

    at: datetime
    kind: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the clocks need of an item. ``first_stop_at`` is its first resolution.

    ``tells_response``: whether its source can say when it was first answered; without that the response clock has no
    data (docs/metrics.md, clocks 5). ``known_at`` is when it was first imported: what was decided before is quiet.
    """

    id: int
    organization_id: int
    engagement_id: int
    opened_at: datetime
    priority: str
    first_response_at: datetime | None
    first_stop_at: datetime | None
    closed_at: datetime | None
    is_cancelled: bool
    tells_response: bool
    known_at: datetime


class Counted(NamedTuple):
    """A clock's state and what it was counted by."""

    kind: str
    state: ClockState
    governing: Governing
    target: GovernedTarget


def clocks_of(facts: ItemFacts, told: Sequence[ToldEvent], agreements: Agreements, now: datetime) -> list[Counted]:
    """The clocks of an item at ``now``: none for a kind without a level in force, or without a target for it.

    An item opened after ``now`` is shown as it stands at its opening.
    """
    found = []
    for kind in KINDS:
        governing = agreements.governing(
            organization_id=facts.organization_id,
            engagement_id=facts.engagement_id,
            kind=kind,
            opened_at=facts.opened_at,
        )
        if governing is not None and (counted := _count(kind, facts, told, governing, now)):
            found.append(counted)
    return found


def _count(
    kind: str, facts: ItemFacts, told: Sequence[ToldEvent], governing: Governing, now: datetime
) -> Counted | None:
    target = _first_target(facts, told, governing)
    if target is None:
        return None
    if kind == RESPONSE and not (facts.tells_response or facts.first_response_at):
        return Counted(kind, ClockState.no_data(), governing, target)
    events = _clock_events(facts, told, governing)
    if kind == RESPONSE:
        events = _response_events(events, facts)
    state = replay(events, governing.terms(target), governing.hours, max(now, facts.opened_at))
    decisive = state.target if isinstance(state.target, GovernedTarget) else target
    return Counted(kind, state, governing, decisive)


def _first_target(facts: ItemFacts, told: Iterable[ToldEvent], governing: Governing) -> GovernedTarget | None:
    """The target of the first priority that the item had and the level speaks of."""
    had = [event.detail for event in told if event.kind in ("start", "reprioritise") and event.detail]
    for priority in [*had, facts.priority]:
        if target := governing.level.target(priority):
            return target
    return None


def _clock_events(facts: ItemFacts, told: Sequence[ToldEvent], governing: Governing) -> list[ClockEvent]:
    """The stored events in the clock's words; an item without any is told by its own columns."""
    events = [event for event in (_clock_event(each, governing) for each in told) if event]
    if not any(event.kind is ClockEventKind.START for event in events):
        events.insert(0, ClockEvent(ClockEventKind.START, facts.opened_at))
    ended_at = facts.first_stop_at or facts.closed_at
    if not told and ended_at is not None:
        events.append(ClockEvent(ClockEventKind.CANCEL if facts.is_cancelled else ClockEventKind.STOP, ended_at))
    return events


def _clock_event(event: ToldEvent, governing: Governing) -> ClockEvent | None:
    if event.kind == "start":
        return ClockEvent(ClockEventKind.START, event.at)
    if event.kind == "pause":
        return ClockEvent(ClockEventKind.PAUSE, event.at, REASONS[event.reason])
    if event.kind == "reprioritise":
        target = governing.level.target(event.detail)
        return ClockEvent(ClockEventKind.REPRIORITISE, event.at, target=target) if target else None
    kind = _PLAIN.get(event.kind)
    return ClockEvent(kind, event.at) if kind else None


def _response_events(events: list[ClockEvent], facts: ItemFacts) -> list[ClockEvent]:
    """The same life, but ended by the first answer: by the resolution where nobody answered before it."""
    stopped_at = response_stopped_at(
        first_response_at=facts.first_response_at, resolved_at=facts.first_stop_at, closed_at=facts.closed_at
    )
    kept = [event for event in events if event.kind not in _LONG_END]
    if stopped_at is None:
        return kept
    kept = [event for event in kept if event.at <= stopped_at or event.kind is ClockEventKind.START]
    return [*kept, ClockEvent(ClockEventKind.STOP, stopped_at)]

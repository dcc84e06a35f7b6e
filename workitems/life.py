"""An item's changes, in file order, as append-only events (numbers.md, Clocks; conventions 10 and 11)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workitems.canonical import EventKind, ItemEvent
from workitems.states import StateMeaning


class Change(NamedTuple):
    """A row that differs from the one before it: `what` is `state`, `priority` or `queue`, `value` its new text."""

    at: dt.datetime
    line: int
    what: str
    value: str
    meaning: StateMeaning = StateMeaning.RUNNING


@dataclass(slots=True)
class Life:
    """What an item's changes come to: its events in order of time, and where they leave it.

    `moved` counts rows whose instant was moved so that time does not run backwards; `stopped_at_closing` is true when
    the last stop is the closing because there is no instant of resolution.
    """

    events: list[ItemEvent] = field(default_factory=list)
    stopped: bool = False
    cancelled: bool = False
    reason: str = ""
    reopens: int = 0
    moved: int = 0
    stopped_at_closing: bool = False
    group_seconds: dict[str, int] = field(default_factory=dict)

    @property
    def last_stop(self) -> dt.datetime | None:
        """The instant of the last stop or cancellation, if the item has not been taken up again since."""
        ends = [each.at for each in self.events if each.kind in (EventKind.STOP, EventKind.CANCEL)]
        return max(ends) if ends and (self.stopped or self.cancelled) else None


def tell_life(
    opened_at: dt.datetime,
    changes: Sequence[Change],
    *,
    responded_at: dt.datetime | None = None,
    resolved_at: dt.datetime | None = None,
    closed_at: dt.datetime | None = None,
) -> Life:
    """The events of an item that was opened at `opened_at` and changed so, in that order. All instants in UTC.

    Each change happens when its row says, but never before the change before it. Running and undecided states run; from
    a pause they resume, after a stop they reopen. A stop ends a pause. The last stop is when the source says the item
    was resolved, else closed (convention 10), else when the row says. An item that no row shows stopped, but that the
    source says was resolved (or closed) after its last change, stops there.
    """
    life = Life()
    first_priority = next((each.value for each in changes if each.what == "priority"), "")
    first_line = changes[0].line if changes else 0
    life.events.append(ItemEvent(opened_at, EventKind.START, "", first_priority, first_line))
    latest = opened_at
    priority_told = False
    moved: set[int] = set()
    for change in changes:
        if change.at < latest and change.line not in moved:
            moved.add(change.line)
        latest = max(latest, change.at)
        if change.what == "state":
            _take_state(life, change, latest)
        elif change.what == "queue":
            at = opened_at if change.line == first_line else latest
            life.events.append(ItemEvent(at, EventKind.ASSIGN, "", change.value, change.line))
        elif priority_told:
            life.events.append(ItemEvent(latest, EventKind.REPRIORITISE, "", change.value, change.line))
        else:
            priority_told = True
    life.moved = len(moved)
    _settle_stop(life, resolved_at, closed_at, changes[-1].line if changes else 0)
    if responded_at is not None:
        life.events.append(ItemEvent(max(responded_at, opened_at), EventKind.RESPOND, "", "", first_line))
    life.events.sort(key=lambda event: event.at)
    life.group_seconds = _group_seconds(life, latest)
    return life


def _take_state(life: Life, change: Change, at: dt.datetime) -> None:
    """Add the events that lead from where the item stands to the state's meaning."""

    def add(kind: EventKind, reason: str = "") -> None:
        life.events.append(ItemEvent(at, kind, reason, change.value, change.line))

    meaning = change.meaning
    if meaning in (StateMeaning.STOPPED, StateMeaning.CANCELLED):
        cancels = meaning == StateMeaning.CANCELLED
        if not life.cancelled and (cancels or not life.stopped):
            add(EventKind.CANCEL if cancels else EventKind.STOP)
            life.stopped, life.cancelled, life.reason = not cancels, cancels, ""
        return
    if life.stopped or life.cancelled:
        add(EventKind.REOPEN)
        life.stopped = life.cancelled = False
        life.reopens += 1
    reason = meaning.value if meaning.pauses else ""
    if life.reason and life.reason != reason:
        add(EventKind.RESUME)
    if reason and life.reason != reason:
        add(EventKind.PAUSE, reason)
    life.reason = reason


def _settle_stop(life: Life, resolved_at: dt.datetime | None, closed_at: dt.datetime | None, line: int) -> None:
    """Put the last stop where the source says that the item was resolved, else closed."""
    end = resolved_at or closed_at
    if end is None or life.cancelled:
        return
    if not life.stopped:
        if end < max(event.at for event in life.events):
            return
        life.events.append(ItemEvent(end, EventKind.STOP, "", "", line))
        life.stopped, life.reason = True, ""
    else:
        place = max(index for index, event in enumerate(life.events) if event.kind == EventKind.STOP)
        stops = (EventKind.START, EventKind.PAUSE, EventKind.RESUME, EventKind.REOPEN)
        floor = max(event.at for event in life.events[:place] if event.kind in stops)
        if end < floor:
            life.moved += 1
        stop = life.events[place]
        life.events[place] = ItemEvent(max(end, floor), stop.kind, stop.reason, stop.detail, stop.line)
    life.stopped_at_closing = resolved_at is None


def _group_seconds(life: Life, latest: dt.datetime) -> dict[str, int]:
    """Calendar seconds with each group, from the start to the last stop, or to the last change of an open item."""
    seconds: dict[str, int] = {}
    group, since = "", life.events[0].at
    end = life.last_stop or latest
    for event in life.events:
        if event.kind == EventKind.ASSIGN:
            _add_span(seconds, group, since, min(event.at, end))
            group, since = event.detail, event.at
    _add_span(seconds, group, since, end)
    return seconds


def _add_span(seconds: dict[str, int], group: str, since: dt.datetime, until: dt.datetime) -> None:
    length = int((until - since).total_seconds())
    if length > 0:
        seconds[group] = seconds.get(group, 0) + length

"""A log that begins in the middle of an item's life is joined to what is known of it already (docs/adr/0013)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from workitems.canonical import EventKind, ItemEvent
from workitems.folding import FoldedItem, FoldReport
from workitems.item_values import settle_item
from workitems.life import Change, tell_life
from workitems.mapping import Mapping
from workitems.states import StateMeaning


class KnownEvent(NamedTuple):
    """A stored event that still holds."""

    at: datetime
    kind: str
    reason: str
    detail: str


_MEANINGS: Final = {
    EventKind.RESUME: StateMeaning.RUNNING,
    EventKind.REOPEN: StateMeaning.RUNNING,
    EventKind.STOP: StateMeaning.STOPPED,
    EventKind.CANCEL: StateMeaning.CANCELLED,
}
# Lines of stored events: before every line of a file, each its own.
_BEFORE_EVERY_LINE: Final = -1_000_000


def joined(folded: FoldedItem, known: Sequence[KnownEvent], mapping: Mapping) -> FoldedItem | None:
    """The item with its earlier life put before the file's, or None when the file tells all that is known.

    The file's first row must be later than some known event that the file does not tell. What is known from that
    instant on is the file's to tell.
    """
    first_at = folded.first_at
    if first_at is None:
        return None
    told = {(event.at, event.kind) for event in folded.events}
    earlier = [event for event in known if event.at < first_at]
    if all((event.at, EventKind(event.kind)) in told for event in earlier):
        return None
    item = folded.item
    opened_at = min([item.opened_at, *(event.at for event in earlier)])
    changes = _without_repeats([*_as_changes(earlier), *folded.changes])
    if "reopen_count" not in mapping.columns and "reopen_count" not in mapping.defaults:
        item.reopen_count = None
    if item.first_response_at is None:
        item.first_response_at = next((each.at for each in earlier if each.kind == EventKind.RESPOND), None)
    item.opened_at = opened_at
    life = tell_life(
        opened_at,
        changes,
        responded_at=item.first_response_at,
        resolved_at=item.resolved_at,
        closed_at=item.closed_at,
    )
    settle_item(item, life, FoldReport())
    return FoldedItem(item, tuple(life.events), folded.lines, folded.superseded, changes, first_at)


def _as_changes(known: Sequence[KnownEvent]) -> list[Change]:
    """Stored events as the changes that would tell them."""
    changes = []
    for place, event in enumerate(known):
        line = _BEFORE_EVERY_LINE + place
        kind = EventKind(event.kind)
        if kind == EventKind.PAUSE:
            changes.append(Change(event.at, line, "state", event.detail, StateMeaning(event.reason)))
        elif kind in _MEANINGS:
            changes.append(Change(event.at, line, "state", event.detail, _MEANINGS[kind]))
        elif kind == EventKind.ASSIGN:
            changes.append(Change(event.at, line, "queue", event.detail))
        elif kind in (EventKind.START, EventKind.REPRIORITISE) and event.detail:
            changes.append(Change(event.at, line, "priority", event.detail))
    return changes


def _without_repeats(changes: Sequence[Change]) -> list[Change]:
    """The changes without those of priority and group that change nothing."""
    latest: dict[str, str] = {}
    kept = []
    for change in changes:
        if change.what != "state" and latest.get(change.what) == change.value:
            continue
        latest[change.what] = change.value
        kept.append(change)
    return kept


def first_stop(events: Sequence[ItemEvent]) -> datetime | None:
    """The first resolution of an item that was taken up again; None for any other."""
    if not any(event.kind == EventKind.REOPEN for event in events):
        return None
    return next((event.at for event in events if event.kind == EventKind.STOP), None)

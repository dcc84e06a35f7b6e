"""A row's values as an item, and what its life adds."""

import datetime as dt

from workitems.canonical import CanonicalItem
from workitems.folding import FoldReport, status_class
from workitems.life import Life
from workitems.mapping import Mapping
from workitems.row_reader import Values

_NOT_TAKEN = ("event_at", "opened_at", "first_response_minutes")


def make_item(mapping: Mapping, values: Values, opened_at: dt.datetime) -> CanonicalItem:
    """The item of these values; a first response given as a length is that long after the opening."""
    taken = {name: value for name, value in values.items() if name not in _NOT_TAKEN}
    item = CanonicalItem(source=mapping.source, opened_at=opened_at, **taken)
    minutes = values.get("first_response_minutes")
    if minutes is not None and item.first_response_at is None:
        item.first_response_at = opened_at + dt.timedelta(seconds=round(float(minutes * 60)))
    return item


def settle_item(item: CanonicalItem, life: Life, report: FoldReport) -> None:
    """Write into the item what its events come to: status, reopens where the source counts none, time per group.

    An item taken up again has no resolution (it is back in the backlog, convention 10); the old one is an event.
    """
    item.status_class = status_class(
        stopped=life.stopped, paused=bool(life.reason), cancelled=life.cancelled, closed_at=item.closed_at
    )
    if life.reopens and not life.stopped and not life.cancelled and (item.resolved_at or item.closed_at):
        item.resolved_at = item.closed_at = None
        report.taken_up_again += 1
    if item.reopen_count is None:
        item.reopen_count = life.reopens
    item.group_seconds = life.group_seconds
    report.moved += life.moved
    report.stopped_at_closing += life.stopped_at_closing

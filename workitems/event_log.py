"""Many rows an item: rows in file order become items with their events.

Convention 11: the last row of an item in file order decides its group, priority and every other field. The log must
hold the whole history of each item it names. Nothing is kept of a row but what changed and the item's last row, so
memory grows with items and changes, not with rows.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row
from workitems import import_kinds as kinds
from workitems.folding import FoldedItem, FoldReport, RowFate, RowVerdict
from workitems.item_values import make_item, settle_item
from workitems.life import Change, tell_life
from workitems.mapping import Mapping, same_value
from workitems.row_reader import RowReader, Values, row_digest
from workitems.states import StateMeaning


class _Story:
    """What is kept of an item while its rows go by."""

    __slots__ = ("changes", "digests", "first_at", "last", "lines", "priority", "queue", "state")

    def __init__(self, first_at: dt.datetime) -> None:
        self.first_at = first_at
        self.lines: list[int] = []
        self.digests: set[str] = set()
        self.changes: list[Change] = []
        self.state: str | None = None
        self.priority: str | None = None
        self.queue: str | None = None
        self.last = Row(0, [])

    def take(self, row: Row, values: Values, meaning: StateMeaning) -> None:
        """Keep what differs from the row before."""
        at: dt.datetime = values["event_at"]
        state, priority, queue = values.get("state"), values.get("priority"), values.get("queue")
        if state is not None and state != self.state:
            self.changes.append(Change(at, row.line, "state", state, meaning))
            self.state = state
        if priority is not None and priority != self.priority:
            self.changes.append(Change(at, row.line, "priority", priority))
            self.priority = priority
        if queue != self.queue:
            self.changes.append(Change(at, row.line, "queue", queue or ""))
            self.queue = queue
        self.lines.append(row.line)
        self.last = Row(row.line, ["\0".join(row.cells)])


class EventLogFold:
    """Feed it every row in file order with `add`, then take the items from `finish`. Pure; needs no clock.

    The mapping must fit the header (`mapping.problems(header)` is empty).
    """

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self.mapping = mapping
        self.report = FoldReport()
        self._reader = RowReader(mapping, header)
        self._stories: dict[str, _Story] = {}
        self._meanings = {same_value(state): meaning for state, meaning in mapping.states.items()}
        self._state_column = mapping.columns.get("state", "state")

    def add(self, row: Row) -> RowVerdict:
        """What that row is. An equal row of the same item is a duplicate; one that cannot be used is quarantined."""
        return self.report.note(self._verdict(row))

    def _verdict(self, row: Row) -> RowVerdict:
        digest = row_digest(row.cells)
        values, wrong = self._reader.read(row)
        external_id: str = values.get("external_id", "")
        if wrong:
            return RowVerdict(row.line, RowFate.QUARANTINED, external_id, digest, wrong)
        story = self._stories.get(external_id)
        if story is not None and digest in story.digests:
            return RowVerdict(row.line, RowFate.DUPLICATE, external_id, digest)
        state = values.get("state", "")
        meaning = self._meanings.get(same_value(state), StateMeaning.UNDECIDED) if state else StateMeaning.RUNNING
        problem = self._missing(row, values) or self._set_aside(row, state, meaning)
        if problem:
            return RowVerdict(row.line, RowFate.QUARANTINED, external_id, digest, (problem,))
        if meaning == StateMeaning.UNDECIDED:
            self.report.undecided[state] += 1
        if story is None:
            story = self._stories[external_id] = _Story(values["event_at"])
        story.digests.add(digest)
        story.take(row, values, meaning)
        return RowVerdict(row.line, RowFate.ITEM, external_id, digest)

    def _missing(self, row: Row, values: Values) -> ImportProblem | None:
        """What a row of a log cannot do without."""
        columns = self.mapping.columns
        if "external_id" not in values:
            return kinds.ID_MISSING.at(row.line, columns.get("external_id"))
        if "event_at" not in values:
            return kinds.EVENT_TIME_MISSING.at(row.line, columns.get("event_at"))
        if "opened_at" in columns and "opened_at" not in values:
            return kinds.OPENED_MISSING.at(row.line, columns["opened_at"])
        return None

    def _set_aside(self, row: Row, state: str, meaning: StateMeaning) -> ImportProblem | None:
        """The problem of a row in a state that the mapping sets aside."""
        if meaning != StateMeaning.QUARANTINE:
            return None
        self.report.set_aside[state] += 1
        return kinds.STATE_QUARANTINED.at(row.line, self._state_column, state)

    def finish(self) -> Iterator[FoldedItem]:
        """The items in the order of their first rows, each forgotten once given. The report is then complete."""
        while self._stories:
            external_id = next(iter(self._stories))
            yield self._fold(external_id, self._stories.pop(external_id))
        self.report.warnings.update(self._reader.warnings)

    def _fold(self, external_id: str, story: _Story) -> FoldedItem:
        warnings = self._reader.warnings.copy()
        row = Row(story.last.line, story.last.cells[0].split("\0"))
        values, _ = self._reader.read(row)
        self._reader.warnings = warnings
        opened_at: dt.datetime = values.get("opened_at") or story.first_at
        item = make_item(self.mapping, values, opened_at)
        item.raw = tuple(row.cells)
        item.state = story.state
        item.placement, value = self._reader.placement(row.cells)
        self.report.note_place(item.placement, value)
        life = tell_life(
            opened_at,
            story.changes,
            responded_at=item.first_response_at,
            resolved_at=item.resolved_at,
            closed_at=item.closed_at,
        )
        settle_item(item, life, self.report)
        return FoldedItem(item, tuple(life.events), story.lines, (), tuple(story.changes), story.first_at)

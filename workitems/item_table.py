"""One row an item: each row is an item as it stands now."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row
from workitems import import_kinds as kinds
from workitems.canonical import CanonicalItem, StatusClass
from workitems.folding import FoldedItem, FoldReport, RowFate, RowVerdict
from workitems.item_values import make_item, settle_item
from workitems.life import Change, tell_life
from workitems.mapping import Mapping, same_value
from workitems.row_reader import RowReader, Values, row_digest
from workitems.states import StateMeaning

if TYPE_CHECKING:
    import datetime as dt


class ItemTableFold:
    """Feed it every row in file order with `add`, then take the items from `finish`. Pure; needs no clock.

    The last row of an id decides; the earlier ones are duplicates (`FoldedItem.superseded`, told with the later line).
    A row alone knows no history: its events are the opening, the first response, the resolution, a pause that it is in
    now (since its last change, where that is mapped), and a reopening when a resolved item runs again.
    """

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self.mapping = mapping
        self.report = FoldReport()
        self._reader = RowReader(mapping, header)
        self._rows: dict[str, tuple[int, str, str, list[int]]] = {}
        self._meanings = {same_value(state): meaning for state, meaning in mapping.states.items()}

    def add(self, row: Row) -> RowVerdict:
        """What that row is, as far as the rows before it tell."""
        return self.report.note(self._verdict(row))

    def _verdict(self, row: Row) -> RowVerdict:
        digest = row_digest(row.cells)
        values, wrong = self._reader.read(row)
        external_id: str = values.get("external_id", "")
        columns = self.mapping.columns
        if not wrong and not external_id:
            wrong = (kinds.ID_MISSING.at(row.line, columns.get("external_id")),)
        if not wrong and "opened_at" not in values:
            wrong = (kinds.OPENED_MISSING.at(row.line, columns.get("opened_at")),)
        wrong = wrong or self._wrong_state(row, values)
        if wrong:
            return RowVerdict(row.line, RowFate.QUARANTINED, external_id, digest, wrong)
        known = self._rows.get(external_id)
        if known is not None and known[1] == digest:
            return RowVerdict(row.line, RowFate.DUPLICATE, external_id, digest)
        earlier = [*known[3], known[0]] if known is not None else []
        self._rows[external_id] = (row.line, digest, "\0".join(row.cells), earlier)
        return RowVerdict(row.line, RowFate.ITEM, external_id, digest)

    def _wrong_state(self, row: Row, values: Values) -> tuple[ImportProblem, ...]:
        """The problem of a state that is set aside, or that ends the item at nobody knows what time."""
        state: str = values.get("state", "")
        meaning, column = self._meaning(state), self.mapping.columns.get("state")
        if meaning == StateMeaning.QUARANTINE:
            self.report.set_aside[state] += 1
            return (kinds.STATE_QUARANTINED.at(row.line, column, state),)
        ends = meaning in (StateMeaning.STOPPED, StateMeaning.CANCELLED)
        if ends and not any(name in values for name in ("resolved_at", "closed_at", "event_at")):
            return (kinds.STOP_UNDATED.at(row.line, column, state),)
        return ()

    def _meaning(self, state: str) -> StateMeaning:
        return self._meanings.get(same_value(state), StateMeaning.UNDECIDED) if state else StateMeaning.RUNNING

    def finish(self) -> Iterator[FoldedItem]:
        """The items in the order of their ids' first rows. The report is then complete."""
        warnings = self._reader.warnings.copy()
        while self._rows:
            external_id = next(iter(self._rows))
            line, _, raw, earlier = self._rows.pop(external_id)
            yield self._fold(Row(line, raw.split("\0")), earlier)
        self.report.warnings.update(warnings)

    def _fold(self, row: Row, earlier: list[int]) -> FoldedItem:
        values, _ = self._reader.read(row)
        self.report.told -= len(earlier)
        self.report.duplicates += len(earlier)
        opened_at: dt.datetime = values["opened_at"]
        item = make_item(self.mapping, values, opened_at)
        item.raw = tuple(row.cells)
        item.placement, value = self._reader.placement(row.cells)
        self.report.note_place(item.placement, value)
        life = tell_life(
            opened_at,
            self._changes(item, values, row.line),
            responded_at=item.first_response_at,
            resolved_at=item.resolved_at,
            closed_at=item.closed_at,
        )
        settle_item(item, life, self.report)
        if item.status_class == StatusClass.OPEN and self._meaning(item.state or "").pauses:
            item.status_class = StatusClass.PAUSED
        return FoldedItem(item, tuple(life.events), (row.line,), earlier)

    def _changes(self, item: CanonicalItem, values: Values, line: int) -> list[Change]:
        """What the row tells of the item's present state."""
        changes: list[Change] = []
        if item.priority:
            changes.append(Change(item.opened_at, line, "priority", item.priority))
        if item.queue:
            changes.append(Change(item.opened_at, line, "queue", item.queue))
        meaning = self._meaning(item.state or "")
        if meaning == StateMeaning.UNDECIDED:
            self.report.undecided[item.state or ""] += 1
        if not item.state or meaning == StateMeaning.UNDECIDED:
            return changes
        ended = item.resolved_at or item.closed_at
        changed_at: dt.datetime | None = values.get("event_at")
        if meaning in (StateMeaning.STOPPED, StateMeaning.CANCELLED):
            changes.append(Change(ended or changed_at or item.opened_at, line, "state", item.state, meaning))
            return changes
        if ended:
            changes.append(Change(ended, line, "state", "", StateMeaning.STOPPED))
        if ended or (meaning.pauses and changed_at):
            changes.append(Change(changed_at or ended or item.opened_at, line, "state", item.state, meaning))
        return changes

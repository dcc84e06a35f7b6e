"""What folding a file into items says: of each row at once, of each item at the end, of the whole in figures."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, NamedTuple

from foundation.inbox.problems import ImportProblem
from workitems.canonical import CanonicalItem, ItemEvent, StatusClass
from workitems.life import Change


class RowFate(StrEnum):
    """What is known of a row when it has been read; `ITEM` becomes created, updated or unchanged with its item."""

    ITEM = "item"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class RowVerdict(NamedTuple):
    """What a row is: its fate, its item's id ("" when it has none), its digest, what is wrong or odd about it.

    In a table of one row an item, `FoldedItem.superseded` names lines that turn out to be duplicates at the end.
    """

    line: int
    fate: RowFate
    external_id: str
    digest: str
    problems: tuple[ImportProblem, ...] = ()


@dataclass(slots=True)
class FoldedItem:
    """An item with its events in order, the lines that tell of it, and those of them that a later row overruled.

    Of an event log also `changes`, from which the events came, and `first_at`, the instant of the item's first row:
    a log that begins in the middle of a life is joined to what is known of it already.
    """

    item: CanonicalItem
    events: tuple[ItemEvent, ...]
    lines: Sequence[int]
    superseded: Sequence[int] = ()
    changes: Sequence[Change] = ()
    first_at: dt.datetime | None = None

    def digest(self) -> str:
        """32 hexadecimal digits over all that the item and its events say, but for line numbers: equal is unchanged."""
        values = [getattr(self.item, each) for each in _FIELDS]
        story = [event[:4] for event in self.events]
        return hashlib.blake2b(repr((values, story)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_FIELDS = tuple(each.name for each in fields(CanonicalItem))


@dataclass(slots=True)
class FoldReport:
    """A fold in figures. Row counts: `rows` = `told` (fate item) + `duplicates` + `quarantined`.

    `undecided` counts rows per state that nobody has decided on, `set_aside` rows per quarantined state, `unmapped`
    items per value without a place, `unassigned` items in the Unassigned bucket (missing value or unmapped). `moved`
    counts rows whose instant lay before that of the row before and was moved there; `stopped_at_closing` items whose
    stop is `closed_at` because the source gives no `resolved_at`; `taken_up_again` items that are open although the
    source still shows a resolution, which then is an event and no longer the item's `resolved_at`. `warnings` counts
    problems of level warning by code.
    """

    rows: int = 0
    told: int = 0
    duplicates: int = 0
    quarantined: int = 0
    items: int = 0
    unassigned: int = 0
    moved: int = 0
    stopped_at_closing: int = 0
    taken_up_again: int = 0
    undecided: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def note(self, verdict: RowVerdict) -> RowVerdict:
        """Count a row."""
        self.rows += 1
        if verdict.fate == RowFate.ITEM:
            self.told += 1
        elif verdict.fate == RowFate.DUPLICATE:
            self.duplicates += 1
        else:
            self.quarantined += 1
        return verdict

    def note_place(self, key: str | None, value: str | None) -> None:
        """Count where an item was sent."""
        self.items += 1
        if key is None:
            self.unassigned += 1
            if value is not None:
                self.unmapped[value] += 1

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the page of findings."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def status_class(*, stopped: bool, paused: bool, cancelled: bool, closed_at: dt.datetime | None) -> StatusClass:
    """Where an item stands; stopped with a closing date is closed, without one resolved."""
    if cancelled:
        return StatusClass.CANCELLED
    if stopped:
        return StatusClass.CLOSED if closed_at else StatusClass.RESOLVED
    return StatusClass.PAUSED if paused else StatusClass.OPEN

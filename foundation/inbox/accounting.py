"""Every row of a file, accounted for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RowOutcome(StrEnum):
    """What became of one physical row; the same words as `ImportRow.state`.

    One row an item: the row's outcome is its item's. Event log: a row takes the outcome of the item that it tells
    of, so all rows of a new item are `CREATED`. In both: a row whose cells all equal those of an earlier row of the
    same item is a `DUPLICATE`; so is, with one row an item, an earlier row of an id that comes again (the last one
    decides). A row that cannot be used is `QUARANTINED`.
    """

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Accounting:
    """Rows read against what became of them; counts of physical rows, blank ones and the header left out."""

    read: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    quarantined: int = 0

    @property
    def balanced(self) -> bool:
        """Whether rows read = created + updated + unchanged + duplicate + quarantined; only then may a batch close."""
        return self.read == self.created + self.updated + self.unchanged + self.duplicate + self.quarantined


def account(read: int, outcomes: Mapping[RowOutcome, int] | Counter[RowOutcome]) -> Accounting:
    """The accounting of that many rows read with these outcomes."""
    return Accounting(read, *(outcomes.get(each, 0) for each in RowOutcome))

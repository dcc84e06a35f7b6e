"""How often each value of a batch's file comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from foundation.inbox.models import ImportBatch
from foundation.inbox.opening import opened_batch
from foundation.inbox.values.parsed import Missing

COUNTED_ROWS: Final = 250_000
SHOWN_VALUES: Final = 200


@dataclass(frozen=True, slots=True)
class CountedValues:
    """How often each value comes, the commonest first, at most 200; ``rarer`` counts the values left out."""

    counts: dict[str, int]
    rarer: int
    empty: int


def count_values(batch: ImportBatch, columns: Sequence[str], missing: Iterable[str]) -> dict[str, CountedValues]:
    """The values of some columns over the first 250,000 rows; a check finds whatever comes later."""
    found: dict[str, Counter[str]] = {column: Counter() for column in columns}
    with opened_batch(batch) as table:
        places = {column: table.header.index(column) for column in columns if column in table.header}
        for rows in table.batches():
            for row in rows:
                for column, place in places.items():
                    if place < len(row.cells):
                        found[column][row.cells[place].strip()] += 1
            if table.rows_read >= COUNTED_ROWS:
                break
    nothing = Missing(missing)
    return {column: _counted(values, nothing) for column, values in found.items()}


def _counted(values: Counter[str], nothing: Missing) -> CountedValues:
    present = Counter({value: count for value, count in values.items() if value not in nothing})
    shown = dict(present.most_common(SHOWN_VALUES))
    return CountedValues(shown, len(present) - len(shown), values.total() - present.total())

"""A first look at an uploaded file: its columns, samples, dates, and how often each value comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from foundation.inbox.models import ImportBatch
from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row, TableInfo
from foundation.inbox.values.date_orders import DateFinding, find_date_order
from foundation.inbox.values.parsed import Missing
from workitems.ingest.files import opened, opened_batch

SAMPLE_ROWS: Final = 5_000
COUNTED_ROWS: Final = 250_000
SHOWN_VALUES: Final = 200
SAMPLES: Final = 3
SAMPLE_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class Inspection:
    """The beginning of a file, or why it cannot be read. ``rows`` are at most 5,000, without those that are broken."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    info: TableInfo | None
    failure: ImportProblem | None

    def samples(self, column: str) -> list[str]:
        """The first few different values of a column that are not empty, cut to 40 characters."""
        place = self.header.index(column)
        values = dict.fromkeys(row.cells[place].strip() for row in self.rows if row.cells[place].strip())
        return [
            value if len(value) <= SAMPLE_CHARS else f"{value[: SAMPLE_CHARS - 1]}…" for value in [*values][:SAMPLES]
        ]

    def dates(self, column: str, missing: Iterable[str]) -> DateFinding:
        """In which order a column writes its dates, as far as these rows tell."""
        place = self.header.index(column)
        return find_date_order(column, ((row.line, row.cells[place]) for row in self.rows), Missing(missing))


def inspect(content: bytes | memoryview, name: str, options: Mapping[str, Any] | None = None) -> Inspection:
    """Look at the beginning of a file; nothing is raised for its content."""
    with opened(content, name, options) as table:
        rows: list[Row] = []
        for batch in table.batches():
            rows += (row for row in batch if len(row.cells) == len(table.header))
            if len(rows) >= SAMPLE_ROWS:
                break
        return Inspection(table.header, tuple(rows[:SAMPLE_ROWS]), table.info, table.failure)


def inspect_batch(batch: ImportBatch) -> Inspection:
    """The beginning of a batch's file, opened as the batch says."""
    return inspect(batch.file.content, batch.file.name, batch.options)


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

"""A first look at an uploaded file: its columns, samples and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from foundation.inbox.models import ImportBatch
from foundation.inbox.opening import opened
from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row, TableInfo
from foundation.inbox.values.date_orders import DateFinding, find_date_order
from foundation.inbox.values.parsed import Missing

SAMPLE_ROWS: Final = 5_000
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

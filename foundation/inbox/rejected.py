"""The quarantined rows of an import as a table to take away, mend and send back."""

from __future__ import annotations

from typing import Final

from foundation.inbox.explaining import sentence, stored_problem
from foundation.inbox.export import Cell
from foundation.inbox.models import ImportBatch, ImportRow
from foundation.inbox.queries import quarantined_rows

LINE: Final = "import line"
REASON: Final = "import problem"
"""The columns put before those of the file: where the row stood, and what is wrong with it."""


def rejected_table(batch: ImportBatch) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows: line, reasons in words, then the row as it came, padded to the file's width."""
    width = len(batch.header)
    rows: list[list[Cell]] = [
        [row.line, _reasons(row), *row.raw, *[""] * (width - len(row.raw))] for row in quarantined_rows(batch)
    ]
    return [LINE, REASON, *batch.header], rows


def _reasons(row: ImportRow) -> str:
    found = []
    for each in row.errors:
        text = sentence(stored_problem(each))
        found.append(f"{each['column']}: {text}" if each.get("column") else text)
    return " ".join(found)

"""Files made in the test, read through the reader's own process."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.limits import Limits
from foundation.inbox.reading.rows import ReadOptions, Row, TableInfo
from foundation.inbox.reading.table import Table


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    """The workbook's first sheet."""
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


class Reading(NamedTuple):
    """A file read to its end, or to where it failed."""

    info: TableInfo | None
    rows: list[Row]
    failure: ImportProblem | None
    complete: bool

    @property
    def cells(self) -> list[list[str]]:
        return [row.cells for row in self.rows]

    @property
    def problems(self) -> list[ImportProblem]:
        """Of the file, then of its rows."""
        whole = list(self.info.problems) if self.info else []
        return whole + [each for row in self.rows for each in row.problems]

    def only(self, code: str) -> ImportProblem:
        """The one problem with this code."""
        (found,) = [each for each in self.problems if each.code == code]
        return found


def read_file(path: Path, options: ReadOptions | None = None, limits: Limits | None = None) -> Reading:
    with Table(path, options, limits) as table:
        rows = list(table)
        return Reading(table.info, rows, table.failure, table.complete)


ReadText = Callable[..., Reading]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read this text or these bytes as a file."""

    def read(
        content: str | bytes, options: ReadOptions | None = None, limits: Limits | None = None, *, packed: bool = False
    ) -> Reading:
        data = content.encode() if isinstance(content, str) else content
        path = tmp_path / "upload"
        path.write_bytes(gzip.compress(data) if packed else data)
        return read_file(path, options, limits)

    return read


@pytest.fixture
def read_sheet(tmp_path: Path) -> ReadText:
    """Read a workbook with these rows in its first sheet; `change` may do anything to it before it is saved."""

    def read(
        rows: Iterable[Iterable[Any]],
        options: ReadOptions | None = None,
        limits: Limits | None = None,
        *,
        change: Callable[[openpyxl.Workbook], None] | None = None,
    ) -> Reading:
        book = openpyxl.Workbook()
        for row in rows:
            sheet_of(book).append(list(row))
        if change:
            change(book)
        path = tmp_path / "upload.xlsx"
        book.save(path)
        return read_file(path, options, limits)

    return read

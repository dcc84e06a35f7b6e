"""Tables for people to take away: CSV and XLSX that no spreadsheet runs as formulas, and that read back unchanged."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, BinaryIO, TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from foundation.inbox.formulas import escape_formula

Cell = str | int | float | Decimal | bool | dt.datetime | dt.date | None
BYTE_ORDER_MARK = "\ufeff"
CELL_CHARS = 32_767
_KEPT_DIGITS = 15
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ANY = re.compile(r".", re.DOTALL)  # white space alone would be dropped by readers
_TITLE_SIGNS = re.compile(r"[\[\]:*?/\\]")


def csv_cell(value: Cell) -> str:
    """The cell's text: strings guarded against formulas, instants as ISO 8601, numbers plain, None empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return escape_formula(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class _Echo:
    """A file that gives each written line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = True) -> Iterator[str]:
    """The CSV line by line (RFC 4180, CRLF), for a streamed response; `mark` puts Excel's byte order mark first."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    first = writer.writerow([csv_cell(name) for name in header])
    yield f"{BYTE_ORDER_MARK}{first}" if mark else first
    for row in rows:
        yield writer.writerow([csv_cell(value) for value in row])


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = True) -> None:
    """Write the CSV to a text file opened with `newline=""` and UTF-8."""
    file.writelines(csv_lines(header, rows, mark=mark))


def write_xlsx(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "Sheet1") -> None:
    """Write one sheet. Strings are strings, whatever they begin with; aware instants are ISO text; a number of more
    than 15 digits is text. Raises ValueError on a string of more than 32,767 characters, which no cell can hold.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_TITLE_SIGNS.sub(" ", title)[:31] or "Sheet1")
    for row in chain([header], rows):
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(file)


def _xlsx_cell(sheet: Any, value: Cell) -> Any:
    """A value that openpyxl cannot mistake for a formula, an error or a number."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.isoformat()
    elif isinstance(value, Decimal) and len(value.as_tuple().digits) > _KEPT_DIGITS:
        value = format(value, "f")
    elif isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) > _KEPT_DIGITS:
        value = str(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    text_cell(cell, value)
    return cell


def text_cell(cell: Any, text: str) -> None:
    """Make a cell hold this very text, whatever it begins with. Raises ValueError on more than 32,767 characters."""
    written = _CONTROL if text.strip(" \t\n") else _ANY
    escaped = written.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    if len(escaped) > CELL_CHARS:
        raise ValueError(f"a cell holds at most {CELL_CHARS:,} characters; this text has {len(escaped):,}")
    cell.value = escaped
    cell.data_type = "s"
    cell.quotePrefix = True

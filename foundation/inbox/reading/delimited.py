"""CSV and its relatives: separator, quotation marks, ragged rows, line numbers."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NoReturn, TextIO

from foundation.inbox.formulas import unescape_formula
from foundation.inbox.problems import ImportProblem, Level
from foundation.inbox.reading import kinds
from foundation.inbox.reading.encodings import find_encoding
from foundation.inbox.reading.header import is_blank, is_title, name_columns
from foundation.inbox.reading.limits import Limits
from foundation.inbox.reading.refusal import Refused
from foundation.inbox.reading.rows import ReadOptions, Row, TableInfo
from foundation.inbox.reading.sources import open_bytes

DELIMITERS = (",", ";", "\t", "|")
NUL_SHOWN = "␀"
_SAMPLE_CHARS = 1 << 16
_SAMPLE_ROWS = 100
_TITLE_ROWS = 20


def find_delimiter(sample: str) -> str:
    """The separator that cuts the sample into rows of one width, preferring more columns; a comma if none does.

    A first line `sep=;` decides, as spreadsheet programs have it.
    """
    first = sample.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == len("sep=") + 1:
        return first[-1]
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _regularity(sample: str, delimiter: str) -> float:
    """Share of rows with the commonest width, squared, times the logarithm of that width; 0 for one column."""
    try:
        rows = list(islice(csv.reader(io.StringIO(sample), delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    bonus = 0.1 if rows and len(rows[0]) == width > 1 else 0.0
    return (count / sum(widths.values())) ** 2 * math.log2(width) + bonus if width > 1 else 0.0


def _open_text(path: Path, encoding: str, limits: Limits) -> TextIO:
    """The file's text with its line ends as they are."""
    return io.TextIOWrapper(open_bytes(path, limits), encoding=encoding, newline="")


class _Lines:
    """The physical lines, remembering those of the row that is being read."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.taken: list[str] = []
        self.nul = False
        self.marked = False

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.taken.append(line)
            if "\0" in line:
                self.nul = True
            if "'" in line:
                self.marked = True
            yield line


class DelimitedTable:
    """One text table. `info` is known after opening; `rows()` yields each row once, in file order."""

    def __init__(self, path: Path, options: ReadOptions, limits: Limits, *, compressed: bool) -> None:
        """Open, prove the encoding, find separator and header. Raises Refused when one cannot be had."""
        self._limits = limits
        encoding = find_encoding(lambda: open_bytes(path, limits), options.encoding)
        with _open_text(path, encoding.name, limits) as file:
            sample = file.read(_SAMPLE_CHARS)
        cut = sample.rfind("\n") + 1 if len(sample) == _SAMPLE_CHARS else 0
        delimiter = options.delimiter or find_delimiter(sample[:cut] if cut else sample)
        csv.field_size_limit(limits.cell_chars)
        self._lines = _Lines(_open_text(path, encoding.name, limits))
        self._reader = csv.reader(iter(self._lines), delimiter=delimiter, strict=True)
        self._waiting: list[Row] = []
        self.blank_lines = 0
        head, above = self._find_header(options.header_line)
        names, problems = name_columns(head.cells, head.line, limits)
        if above:
            problems = (kinds.LINES_ABOVE_HEADER.at(head.line, header=head.line), *problems)
        self.info = TableInfo(
            "csv", names, head.line, encoding.name, delimiter, compressed, problems=(*encoding.problems, *problems)
        )

    def _find_header(self, wanted: int | None) -> tuple[Row, bool]:
        """The row of column names, and whether anything stands above it that was skipped."""
        above = False
        records = self._records()
        for row in records:
            if row.problems and row.problems[0].level == Level.ROW:
                raise Refused(row.problems[0])
            first = row.cells[0].strip().lower() if row.cells else ""
            if is_blank(row.cells) or (row.line == 1 and first.startswith("sep=")):
                continue
            if wanted is not None and row.line < wanted:
                above = True
                continue
            following = next((each for each in records if not is_blank(each.cells)), None) if wanted is None else None
            if following and row.line < _TITLE_ROWS and is_title(row.cells, following.cells):
                row, following, above = following, None, True  # noqa: PLW2901 - the title gives way to the names
            self._waiting = [following] if following else []
            return row, above
        raise Refused(kinds.NO_HEADER.at(wanted or 1))

    def _records(self) -> Iterator[Row]:
        """Every record with its starting line; one that cannot be cut into cells has its whole text in one cell."""
        reader, lines = self._reader, self._lines
        while True:
            start = reader.line_num + 1
            lines.taken.clear()
            lines.nul = lines.marked = False
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(start, str(error))
                continue
            if lines.marked:
                cells = [unescape_formula(cell) for cell in cells]
            if lines.nul:
                yield Row(start, cells, (kinds.NUL_CHARACTER.at(start),))
            else:
                yield Row(start, cells)

    def _broken(self, start: int, error: str) -> Row:
        """The row that csv refused. Raises Refused where the rest of the file cannot be trusted."""
        raw = "".join(self._lines.taken)
        if "unexpected end of data" in error:
            _refuse_open_quote(start, raw)
        if "field larger" in error:
            if len(self._lines.taken) > 1:
                _refuse_open_quote(start, raw)
            problem = kinds.CELL_TOO_LONG.at(start, value=raw, limit=f"{self._limits.cell_chars:,}")
        else:
            problem = kinds.QUOTE_STRAY.at(start, value=raw.rstrip("\r\n"))
        return Row(start, [raw.rstrip("\r\n").replace("\0", NUL_SHOWN)], (problem,))

    def rows(self) -> Iterator[Row]:
        """The rows under the header, blank ones left out and counted. Raises Refused when the file turns out broken."""
        width, limit = len(self.info.header), self._limits.rows
        count = 0
        for source in (self._waiting, self._records()):
            for row in source:
                cells, problems = row.cells, row.problems
                if not problems and len(cells) == width and cells[0].strip():
                    checked = row
                elif not problems and is_blank(cells):
                    self.blank_lines += 1
                    continue
                else:
                    checked = self._checked(row.line, cells, problems)
                count += 1
                if count > limit:
                    raise Refused(kinds.TOO_MANY_ROWS.at(row.line, limit=f"{limit:,}"))
                yield checked

    def _checked(self, line: int, cells: list[str], problems: tuple[ImportProblem, ...]) -> Row:
        """The row with what is wrong about its width and its NUL characters, by column."""
        header = self.info.header
        if problems and problems[0].level == Level.ROW:
            return Row(line, cells, problems)
        found: list[ImportProblem] = []
        if len(cells) > len(header) and is_blank(cells[len(header) :]):
            cells = cells[: len(header)]
        if len(cells) != len(header):
            kind = kinds.ROW_TOO_WIDE if len(cells) > len(header) else kinds.ROW_TOO_NARROW
            column = header[-1] if len(cells) > len(header) else header[max(len(cells), 0)]
            found.append(kind.at(line, column, cells[-1] if cells else "", cells=len(cells), columns=len(header)))
        if problems:
            found += [
                kinds.NUL_CHARACTER.at(line, name, cell.replace("\0", NUL_SHOWN))
                for name, cell in zip(header, cells, strict=False)
                if "\0" in cell
            ]
            cells = [cell.replace("\0", NUL_SHOWN) for cell in cells]
        return Row(line, cells, tuple(found))


def _refuse_open_quote(start: int, raw: str) -> NoReturn:
    """Everything after the mark was swallowed, so no row of the file can be trusted."""
    raise Refused(kinds.QUOTE_OPEN.at(start, value=raw.split("\n", 1)[0].rstrip("\r")))

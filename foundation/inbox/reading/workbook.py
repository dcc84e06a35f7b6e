"""One sheet of an XLSX workbook as a table."""

from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from foundation.inbox.problems import KINDS, ImportProblem
from foundation.inbox.reading import kinds
from foundation.inbox.reading.archives import check_workbook_archive
from foundation.inbox.reading.cells import CellValue, cell_text
from foundation.inbox.reading.header import column_letter, is_blank, is_title, name_columns
from foundation.inbox.reading.limits import Limits
from foundation.inbox.reading.refusal import Refused
from foundation.inbox.reading.rows import ReadOptions, Row, TableInfo
from foundation.inbox.reading.workbook_parts import OddCell, odd_cells, workbook_parts

_MERGES_TOLD = 20


class WorkbookTable:
    """One sheet. `info` is known after opening; `rows()` yields each row once, in sheet order."""

    def __init__(self, path: Path, options: ReadOptions, limits: Limits) -> None:
        """Measure the archive, choose the sheet, find the header. Raises Refused when one cannot be had."""
        self._limits = limits
        self.blank_lines = 0
        with_odd_cells = check_workbook_archive(path, limits)
        parts = workbook_parts(path)
        try:
            book = calamine.CalamineWorkbook.from_path(path)
            name, problems = _choose_sheet(book, options.sheet)
            sheet = book.get_sheet_by_name(name)
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise Refused(kinds.WORKBOOK_BROKEN.at(detail=str(error) or type(error).__name__)) from None
        part = parts.sheet_parts.get(name, "")
        self._odd = odd_cells(path, part) if part in with_odd_cells else {}
        self._first_column = (sheet.start or (0, 0))[1]
        self._grid = enumerate(sheet.iter_rows(), start=1)
        self._waiting: list[Row] = []
        head, above = self._find_header(options.header_line)
        names, odd_names = name_columns(head.cells, head.line, limits)
        self._width = len(names)
        notes = [*problems, *_merged(sheet), *odd_names]
        if above:
            notes.append(kinds.LINES_ABOVE_HEADER.at(head.line, header=head.line))
        self.info = TableInfo(
            "xlsx",
            names,
            head.line,
            sheet=name,
            sheets=tuple(book.sheet_names),
            date_system=parts.date_system,
            problems=tuple(notes),
        )

    def _find_header(self, wanted: int | None) -> tuple[Row, bool]:
        """The row of column names, and whether anything stands above it that was skipped."""
        above = False
        for line, values in self._grid:
            row = self._row(line, values)
            if is_blank(row.cells):
                continue
            if wanted is not None and line < wanted:
                above = True
                continue
            following = self._next_row() if wanted is None else None
            if following and is_title(row.cells, following.cells):
                return following, True
            self._waiting = [following] if following else []
            return row, above
        raise Refused(kinds.NO_HEADER.at(wanted or 1))

    def _next_row(self) -> Row | None:
        """The next row that is not blank."""
        for line, values in self._grid:
            row = self._row(line, values)
            if not is_blank(row.cells) or row.problems:
                return row
            self.blank_lines += 1
        return None

    def _row(self, line: int, values: list[CellValue]) -> Row:
        """The cells as text from column A on; problems name the cell, and the column once it has a name."""
        cells: list[str] = [""] * self._first_column
        problems: list[ImportProblem] = []
        for value in values:
            if type(value) is str and "\0" not in value:
                cells.append(value)
                continue
            text, kind = cell_text(value)
            if kind:
                letter = column_letter(len(cells))
                problems.append(kind.at(line, letter, text, cell=f"{letter}{line}"))
            cells.append(text)
        for index, odd in self._odd.get(line, {}).items():
            if index < len(cells):
                problems.append(_odd_cell(line, index, odd))
                cells[index] = odd.error or ""
        return Row(line, cells, tuple(problems))

    def rows(self) -> Iterator[Row]:
        """The rows under the header, blank ones left out and counted. Raises Refused past the limit of rows."""
        count = 0
        while True:
            row = self._waiting.pop() if self._waiting else self._next_row()
            if row is None:
                return
            count += 1
            if count > self._limits.rows:
                raise Refused(kinds.TOO_MANY_ROWS.at(row.line, limit=f"{self._limits.rows:,}"))
            yield self._named(row)

    def _named(self, row: Row) -> Row:
        """The row with its problems under the columns' names, and cells that are too long found."""
        long = [index for index, cell in enumerate(row.cells) if len(cell) > self._limits.cell_chars]
        if not row.problems and not long:
            return row
        names = {column_letter(index): name for index, name in enumerate(self.info.header)}
        problems = [
            KINDS[each.code].at(each.line, names.get(each.column or "", each.column), each.value, **each.params)
            for each in row.problems
        ]
        for index in long:
            limit = f"{self._limits.cell_chars:,}"
            problems.append(kinds.CELL_TOO_LONG.at(row.line, self.info.header[index], row.cells[index], limit=limit))
        return Row(row.line, row.cells, tuple(problems))


def _odd_cell(line: int, index: int, odd: OddCell) -> ImportProblem:
    if odd.error is None:
        return kinds.FORMULA_WITHOUT_VALUE.at(line, column_letter(index), cell=odd.name)
    return kinds.CELL_ERROR.at(line, column_letter(index), odd.error, cell=odd.name)


def _choose_sheet(book: calamine.CalamineWorkbook, wanted: str | None) -> tuple[str, tuple[ImportProblem, ...]]:
    """The wanted sheet, else the only visible one that has cells; hidden ones are named. Raises Refused: choose."""
    tables = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = ", ".join(each.name for each in tables)
    if wanted is not None:
        if wanted not in {each.name for each in tables}:
            raise Refused(kinds.SHEET_UNKNOWN.at(value=wanted, sheets=shown))
        return wanted, ()
    hidden = [each.name for each in tables if each.visible != calamine.SheetVisibleEnum.Visible]
    visible = [each.name for each in tables if each.name not in hidden]
    if len(visible) > 1:
        visible = [name for name in visible if book.get_sheet_by_name(name).start is not None] or visible[:1]
    if len(visible) != 1:
        raise Refused(kinds.CHOOSE_SHEET.at(sheets=", ".join(visible) or shown))
    return visible[0], tuple(kinds.SHEET_HIDDEN.at(value=name) for name in hidden)


def _merged(sheet: calamine.CalamineSheet) -> Iterator[ImportProblem]:
    """A warning for each merged range, for the first twenty."""
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:_MERGES_TOLD]:
        place = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
        yield kinds.CELLS_MERGED.at(top + 1, column_letter(left), range=place)

"""The book that is being written: its sheets, names and cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from finance import words
from finance.case import Document, Driver, Findings
from foundation.inbox.export import text_cell

BOLD: Final = Font(bold=True)
FIRST_DRIVER: Final = 8
_LINE_COLUMNS: Final = 8
CENT: Final = "1E-9"
PERCENT: Final = "0.00%"


class Book:
    """The workbook while it is written: where each driver and each row of months is."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self.document, self.findings, self.case = document, findings, document.case
        self.book = Workbook()
        self.rows = {driver.key: FIRST_DRIVER + at for at, driver in enumerate(self.case.drivers)}
        self.sheets = {option.key: f"Option {at}" for at, option in enumerate(self.case.options, 1)}
        self.first, self.last = _LINE_COLUMNS + 1, _LINE_COLUMNS + 1 + self.case.months

    def use(self, key: str) -> str:
        """A driver's value in use, in its own unit."""
        return f"Inputs!$H${self.rows[key]}"

    def monthly(self, key: str) -> str:
        """The same told for a month."""
        return f"Inputs!$I${self.rows[key]}"

    def columns(self) -> list[str]:
        """Letters of the columns of months 0 to the horizon, the same on every sheet."""
        return [get_column_letter(at) for at in range(self.first, self.last + 1)]

    def span(self, sheet: str, row: int, *, start: int = 0) -> str:
        """A row of months, from one on."""
        letters = self.columns()
        return f"'{sheet}'!${letters[start]}${row}:${letters[-1]}${row}"


def unit_of(driver: Driver) -> str:
    """A driver's unit."""
    unit = driver.unit if driver.unit != words.PERCENT else _("share")
    return " ".join(part for part in (driver.currency, unit, str(words.PERS[driver.per])) if part)


def put_row(sheet: Worksheet, row: int, values: Sequence[object], *, start: int = 1, font: Font | None = None) -> None:
    """Values from a column on; texts as texts whatever they begin with."""
    for at, value in enumerate(values, start):
        if value is None or value == "":
            continue
        cell = sheet.cell(row, at)
        if isinstance(value, str):
            text_cell(cell, value)
        else:
            cell.value = value  # type: ignore[assignment]  # a number
        if font:
            cell.font = font


def set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    """How wide the columns are."""
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width

"""The workbook of a case."""

from __future__ import annotations

import io

from openpyxl.worksheet.worksheet import Worksheet

from finance.case import Document, Findings
from finance.workbook.book import Book
from finance.workbook.inputs import inputs_sheet, months_sheet
from finance.workbook.options import option_part
from finance.workbook.results import results_sheet


def workbook(document: Document, findings: Findings) -> bytes:
    """The XLSX; texts of people are never read as formulas."""
    made = Book(document, findings)
    sheet = made.book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    inputs_sheet(made, sheet)
    months_sheet(made)
    for option in made.case.options:
        option_part(made, option)
    results_sheet(made)
    kept = io.BytesIO()
    made.book.save(kept)
    return kept.getvalue()

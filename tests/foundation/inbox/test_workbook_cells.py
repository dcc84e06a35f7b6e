"""Dates of both date systems, numbers, times, formulas and errors in workbooks."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from tests.foundation.inbox.conftest import ReadText, sheet_of


@pytest.mark.parametrize(("epoch", "system"), [(CALENDAR_WINDOWS_1900, "1900"), (CALENDAR_MAC_1904, "1904")])
def test_both_date_systems_give_the_same_days(read_sheet: ReadText, epoch: dt.datetime, system: str) -> None:
    book_rows = [["id", "opened", "day"], ["1", None, None]]

    def change(book: openpyxl.Workbook) -> None:
        book.epoch = epoch
        sheet_of(book)["B2"] = dt.datetime.fromisoformat("2026-01-05T10:30")
        sheet_of(book)["C2"] = dt.date(2026, 2, 28)

    reading = read_sheet(book_rows, change=change)
    assert reading.info is not None
    assert reading.info.date_system == system
    assert reading.cells == [["1", "2026-01-05T10:30:00", "2026-02-28"]]


def test_days_before_march_1900_are_not_trusted(read_sheet: ReadText) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet_of(book)["B2"] = 59
        sheet_of(book)["B2"].number_format = "yyyy-mm-dd"
        sheet_of(book)["B3"] = 61
        sheet_of(book)["B3"].number_format = "yyyy-mm-dd"

    reading = read_sheet([["id", "opened"], ["1"], ["2"]], change=change)
    problem = reading.only("date_before_1900_march")
    assert (problem.line, problem.column) == (2, "opened")
    assert "Cell B2 is a date before 1 March 1900" in problem.message
    assert reading.cells[1] == ["2", "1900-03-01"]


def test_numbers_times_and_truths_as_text(read_sheet: ReadText) -> None:
    header = ["whole", "part", "small", "truth", "time", "length"]
    row = [12, 12.5, 0.00001, True, dt.time(9, 5), dt.timedelta(hours=30, seconds=5)]
    assert read_sheet([header, row]).cells == [["12", "12.5", "0.00001", "true", "09:05:00", "30:00:05"]]


def test_a_number_that_a_spreadsheet_cannot_hold(read_sheet: ReadText) -> None:
    problem = read_sheet([["id", "x"], [1234567890123456, "y"]]).only("number_too_long")
    assert (problem.line, problem.column, problem.level.value) == (2, "id", "warning")
    assert "Cell A2 is a number of more than 15 digits" in problem.message


def test_a_formula_without_a_result_names_its_cell(read_sheet: ReadText) -> None:
    reading = read_sheet([["id", "cost"], ["1", "=1+1"], ["2", "3"]])
    problem = reading.only("formula_without_value")
    assert (problem.line, problem.column, problem.level.value) == (2, "cost", "cell")
    assert problem.message.startswith("Cell B2 is a formula without a stored result.")
    assert reading.cells[1] == ["2", "3"]


def test_an_error_names_its_cell_and_itself(read_sheet: ReadText) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet_of(book)["B2"] = "#DIV/0!"
        sheet_of(book)["B2"].data_type = "e"

    problem = read_sheet([["id", "cost"], ["1"]], change=change).only("cell_error")
    assert (problem.line, problem.column, problem.value) == (2, "cost", "#DIV/0!")
    assert problem.message == "Cell B2 holds the spreadsheet error #DIV/0!. Mend the formula, or paste the value."


def test_a_text_that_looks_like_an_error_is_text(read_sheet: ReadText) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet_of(book)["B2"] = "#N/A"
        sheet_of(book)["B2"].data_type = "s"

    assert read_sheet([["id", "cost"], ["1"]], change=change).cells == [["1", "#N/A"]]


def test_long_cells(read_sheet: ReadText) -> None:
    from foundation.inbox.reading.limits import Limits

    problem = read_sheet([["id", "text"], ["1", "x" * 101]], None, Limits(cell_chars=100)).only("cell_too_long")
    assert (problem.line, problem.column) == (2, "text")

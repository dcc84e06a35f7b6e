"""Hidden sheets, several sheets, merged cells, empty rows."""

from collections.abc import Callable

import openpyxl

from foundation.inbox.reading.rows import ReadOptions
from tests.foundation.inbox.conftest import ReadText, sheet_of

ROWS = [["id", "name"], ["1", "a"]]


def add_sheet(name: str, *, state: str = "visible", filled: bool = True) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        if filled:
            sheet.append(["id", "other"])
            sheet.append(["9", "z"])

    return change


def test_a_hidden_sheet_is_skipped_and_said(read_sheet: ReadText) -> None:
    reading = read_sheet(ROWS, change=add_sheet("Old", state="veryHidden"))
    assert reading.cells == [["1", "a"]]
    problem = reading.only("sheet_hidden")
    assert (problem.value, problem.level.value) == ("Old", "warning")
    assert problem.message.startswith("The hidden sheet “Old” was skipped.")


def test_a_hidden_sheet_can_be_chosen(read_sheet: ReadText) -> None:
    reading = read_sheet(ROWS, ReadOptions(sheet="Old"), change=add_sheet("Old", state="hidden"))
    assert reading.cells == [["9", "z"]]


def test_several_sheets_are_asked_about(read_sheet: ReadText) -> None:
    failure = read_sheet(ROWS, change=add_sheet("May")).failure
    assert failure is not None
    assert (failure.code, failure.level.value) == ("choose_sheet", "question")
    assert failure.message == "The workbook has several sheets: Sheet, May. Choose the one to import."


def test_an_empty_sheet_is_no_choice(read_sheet: ReadText) -> None:
    assert read_sheet(ROWS, change=add_sheet("Empty", filled=False)).cells == [["1", "a"]]


def test_a_sheet_that_is_not_there(read_sheet: ReadText) -> None:
    failure = read_sheet(ROWS, ReadOptions(sheet="June")).failure
    assert failure is not None
    assert (failure.code, failure.value) == ("sheet_unknown", "June")


def test_merged_cells_name_their_range(read_sheet: ReadText) -> None:
    reading = read_sheet(
        [["id", "vendor"], ["1", "Acme"], ["2", None]], change=lambda book: sheet_of(book).merge_cells("B2:B3")
    )
    problem = reading.only("cells_merged")
    assert (problem.line, problem.column) == (2, "B")
    assert problem.message.startswith("The cells B2:B3 are merged")
    assert reading.cells == [["1", "Acme"], ["2", ""]]


def test_empty_rows_are_left_out_and_lines_still_count(read_sheet: ReadText) -> None:
    reading = read_sheet([[], ["id", "name"], [], ["1", "a"], [None, " "], ["2", "b"]])
    assert [(row.line, row.cells) for row in reading.rows] == [(4, ["1", "a"]), (6, ["2", "b"])]


def test_an_empty_workbook(read_sheet: ReadText) -> None:
    failure = read_sheet([]).failure
    assert failure is not None
    assert failure.code == "no_header"


def test_a_title_above_the_names(read_sheet: ReadText) -> None:
    reading = read_sheet([["Tickets of May"], [], ["id", "name", "state"], ["1", "a", "b"]])
    assert reading.cells == [["1", "a", "b"]]
    assert reading.only("lines_above_header").line == 3

"""Rows that are wider or narrower than the header."""

from tests.foundation.inbox.conftest import ReadText


def test_too_wide_names_line_column_and_the_likely_cause(read_text: ReadText) -> None:
    reading = read_text("id,cost\n1,2\n2,3,5\n")
    problem = reading.only("row_too_wide")
    assert (problem.line, problem.column, problem.value) == (3, "cost", "5")
    assert problem.message.startswith("The row has 3 cells, the header 2.")
    assert "such as a decimal comma" in problem.message
    assert str(problem).startswith("Line 3, column cost: ")


def test_too_narrow_names_the_first_column_that_is_missing(read_text: ReadText) -> None:
    problem = read_text("id,opened,closed\n1,2026-01-05\n").only("row_too_narrow")
    assert (problem.line, problem.column, problem.value) == (2, "closed", "2026-01-05")
    assert problem.message == "The row has 2 cells, the header 3. It may be cut off; export the file again."


def test_empty_cells_past_the_end_do_no_harm(read_text: ReadText) -> None:
    reading = read_text("id,a\n1,2,,\n")
    assert reading.cells == [["1", "2"]]
    assert reading.problems == []


def test_the_rows_around_are_untouched(read_text: ReadText) -> None:
    reading = read_text("id,a\n1,2\n3\n4,5\n")
    assert [bool(row.problems) for row in reading.rows] == [False, True, False]
    assert reading.complete

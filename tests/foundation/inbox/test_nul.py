"""NUL, which no text has and PostgreSQL cannot keep."""

from tests.foundation.inbox.conftest import ReadText


def test_the_cell_is_named_and_its_row_can_be_kept(read_text: ReadText) -> None:
    reading = read_text("id,name,state\n1,a,b\n2,a\0b,c\n")
    problem = reading.only("nul_character")
    assert (problem.line, problem.column, problem.value, problem.level.value) == (3, "name", "a␀b", "cell")
    assert problem.message.startswith("The cell contains a NUL character")
    assert reading.cells == [["1", "a", "b"], ["2", "a␀b", "c"]]


def test_every_cell_of_a_row(read_text: ReadText) -> None:
    reading = read_text("id,name\n\0,\0\n")
    assert [each.column for each in reading.problems] == ["id", "name"]


def test_in_a_ragged_row_both_are_said(read_text: ReadText) -> None:
    reading = read_text("id,name\n1,a\0,c\n")
    assert {each.code for each in reading.problems} == {"row_too_wide", "nul_character"}


def test_in_a_header(read_text: ReadText) -> None:
    reading = read_text("i\0d,name\n1,a\n")
    assert reading.info is not None
    assert reading.info.header == ("id", "name")

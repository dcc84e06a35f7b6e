"""Quotation marks, and lines inside cells."""

from foundation.inbox.reading.limits import Limits
from tests.foundation.inbox.conftest import ReadText


def test_lines_inside_a_cell_and_where_its_row_starts(read_text: ReadText) -> None:
    reading = read_text('id,text,n\n1,"first\nsecond\r\n""third""",x\n2,plain,y\n')
    assert [(row.line, row.cells) for row in reading.rows] == [
        (2, ["1", 'first\nsecond\r\n"third"', "x"]),
        (5, ["2", "plain", "y"]),
    ]


def test_a_mark_that_is_never_closed_names_its_line(read_text: ReadText) -> None:
    reading = read_text('id,text\n1,a\n2,"open\n3,b\n4,c\n')
    assert reading.failure is not None
    assert (reading.failure.code, reading.failure.line, reading.failure.value) == ("quote_open", 3, '2,"open')
    assert "never closed" in reading.failure.message
    assert not reading.complete


def test_a_mark_that_swallows_too_much_is_taken_as_open(read_text: ReadText) -> None:
    reading = read_text('id,text\n1,"open\n' + "2,b\n" * 100 + '3,"\n', None, Limits(cell_chars=200))
    assert reading.failure is not None
    assert (reading.failure.code, reading.failure.line) == ("quote_open", 2)


def test_text_after_a_closing_mark_quarantines_that_row_alone(read_text: ReadText) -> None:
    reading = read_text('id,text\n1,"a" b\n2,c\n')
    problem = reading.only("quote_stray")
    assert (problem.line, problem.value, problem.level.value) == (2, '1,"a" b', "row")
    assert reading.rows[0].cells == ['1,"a" b']
    assert reading.rows[1].cells == ["2", "c"]


def test_marks_inside_plain_text_are_text(read_text: ReadText) -> None:
    assert read_text('id,text\n1,5" pipe\n').cells == [["1", '5" pipe']]

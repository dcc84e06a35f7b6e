"""Column names that are missing, twice, or not names."""

import pytest

from foundation.inbox.reading.header import column_letter
from foundation.inbox.reading.rows import ReadOptions
from tests.foundation.inbox.conftest import ReadText


def test_the_same_name_twice(read_text: ReadText) -> None:
    reading = read_text("id,Labels,labels,Labels,Labels (2)\n1,a,b,c,d\n")
    assert reading.info is not None
    assert reading.info.header == ("id", "Labels", "labels", "Labels (3)", "Labels (2)")
    problem = reading.only("header_twice")
    assert (problem.line, problem.column, problem.value) == (1, "D", "Labels")
    assert "called “Labels (3)” here" in problem.message


def test_no_name(read_text: ReadText) -> None:
    reading = read_text("id,,name\n1,2,3\n")
    assert reading.info is not None
    assert reading.info.header == ("id", "Column B", "name")
    problem = reading.only("header_empty")
    assert (problem.line, problem.column) == (1, "B")
    assert "called “Column B” here" in problem.message


def test_white_space_and_marks_are_no_part_of_a_name(read_text: ReadText) -> None:
    reading = read_text("\ufeff\ufeff id ,Date\u00a0 opened\n1,2\n")
    assert reading.info is not None
    assert reading.info.header == ("id", "Date opened")


@pytest.mark.parametrize("content", ["\n\n\n", " , \n,\n"])
def test_nothing_at_all(read_text: ReadText, content: str) -> None:
    failure = read_text(content).failure
    assert failure is not None
    assert (failure.code, failure.line) == ("no_header", 1)


def test_a_header_alone_is_a_table_without_rows(read_text: ReadText) -> None:
    reading = read_text("id,name\n")
    assert reading.complete
    assert reading.rows == []


def test_data_where_names_should_be(read_text: ReadText) -> None:
    problem = read_text("17,2026-01-05,12.5,x\n18,2026-01-06,13,y\n").only("header_looks_like_data")
    assert (problem.line, problem.value) == (1, "17")


def test_a_title_above_the_names_is_skipped_and_said(read_text: ReadText) -> None:
    reading = read_text("Tickets of May\n\nid,name,state\n1,a,b\n")
    assert reading.info is not None
    assert reading.info.header == ("id", "name", "state")
    assert [(row.line, row.cells) for row in reading.rows] == [(4, ["1", "a", "b"])]
    assert reading.only("lines_above_header").line == 3


def test_a_person_may_say_which_line(read_text: ReadText) -> None:
    reading = read_text("x,y\nmade,today\nid,name\n1,a\n", ReadOptions(header_line=3))
    assert reading.info is not None
    assert (reading.info.header, reading.info.header_line) == (("id", "name"), 3)
    assert reading.cells == [["1", "a"]]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index: int, letter: str) -> None:
    assert column_letter(index) == letter

"""Separators."""

import pytest

from foundation.inbox.reading.delimited import find_delimiter
from foundation.inbox.reading.rows import ReadOptions
from tests.foundation.inbox.conftest import ReadText


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_found(read_text: ReadText, delimiter: str) -> None:
    lines = [["id", "title", "cost"], ["1", "a, b; c", "1.5"], ["2", "d", "2"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    reading = read_text(text)
    assert reading.info is not None
    assert reading.info.delimiter == delimiter
    assert reading.cells == lines[1:]


def test_decimal_commas_do_not_mislead() -> None:
    assert find_delimiter("id;cost;rate\n1;1,5;2,25\n2;3,5;4,0\n") == ";"


def test_a_spreadsheets_own_hint(read_text: ReadText) -> None:
    reading = read_text("sep=;\nid;name\n1;a,b\n")
    assert reading.info is not None
    assert (reading.info.delimiter, reading.info.header_line) == (";", 2)
    assert [row.line for row in reading.rows] == [3]


def test_one_column(read_text: ReadText) -> None:
    assert read_text("id\n1\n2\n").cells == [["1"], ["2"]]


def test_a_person_may_choose(read_text: ReadText) -> None:
    assert read_text("a^b\n1,2^3\n", ReadOptions(delimiter="^")).cells == [["1,2", "3"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(read_text: ReadText, end: str) -> None:
    reading = read_text(end.join(["a,b", "1,2", "3,4"]))
    assert [(row.line, row.cells) for row in reading.rows] == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_blank_lines_are_left_out_and_lines_still_count(read_text: ReadText) -> None:
    reading = read_text("a,b\n\n1,2\n,\n  ,\n3,4\n\n")
    assert [(row.line, row.cells) for row in reading.rows] == [(3, ["1", "2"]), (6, ["3", "4"])]

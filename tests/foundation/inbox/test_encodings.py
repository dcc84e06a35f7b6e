"""Alphabets and byte order marks."""

import codecs

import pytest

from foundation.inbox.reading.rows import ReadOptions
from tests.foundation.inbox.conftest import ReadText

TEXT = "id;name\n1;Zoë\n2;Straße\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_unicode_is_read_as_such(read_text: ReadText, content: bytes, encoding: str) -> None:
    reading = read_text(content)
    assert reading.info is not None
    assert reading.info.encoding == encoding
    assert reading.info.header == ("id", "name")
    assert reading.cells == [["1", "Zoë"], ["2", "Straße"]]
    assert reading.problems == []


def test_windows_1252_is_read_with_a_warning_that_shows_the_word(read_text: ReadText) -> None:
    reading = read_text(TEXT.encode("cp1252"))
    assert reading.cells == [["1", "Zoë"], ["2", "Straße"]]
    warning = reading.only("encoding_guessed")
    assert (warning.line, warning.value, warning.level.value) == (2, "Zoë", "warning")
    assert "Check that “Zoë” looks right" in warning.message


def test_one_wrong_byte_after_a_megabyte_is_found(read_text: ReadText) -> None:
    reading = read_text(b"id,name\n" + b"1,abc\n" * 200_000 + b"2,\xe9t\xe9\n")
    assert reading.only("encoding_guessed").line == 200_002
    assert reading.rows[-1].cells == ["2", "été"]


def test_neither(read_text: ReadText) -> None:
    reading = read_text(b"id,name\n1,abc\n2,\x81\x8d\n")
    assert reading.failure is not None
    assert (reading.failure.code, reading.failure.line) == ("encoding_unknown", 3)
    assert "Save the file as CSV in UTF-8." in reading.failure.message


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (codecs.BOM_UTF8 + b"id,name\n1,\xe9\n", "UTF-8"),
        (codecs.BOM_UTF16_LE + "a,b\n1,2\n".encode("utf-16-le") + b"x", "UTF-16"),
    ],
)
def test_a_file_that_breaks_its_own_mark(read_text: ReadText, content: bytes, named: str) -> None:
    reading = read_text(content)
    assert reading.failure is not None
    assert reading.failure.code == "encoding_broken"
    assert f"The file says that it is {named}" in reading.failure.message
    assert reading.failure.line is not None


def test_a_person_may_choose(read_text: ReadText) -> None:
    reading = read_text("id;name\n1;Łódź\n".encode("cp1250"), ReadOptions(encoding="cp1250"))
    assert reading.cells == [["1", "Łódź"]]

"""What we write: nothing runs as a formula, and it reads back unchanged."""

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.inbox.export import csv_lines, write_csv, write_xlsx
from foundation.inbox.formulas import escape_formula, unescape_formula
from foundation.inbox.reading.delimited import DelimitedTable
from foundation.inbox.reading.limits import Limits
from foundation.inbox.reading.rows import ReadOptions
from foundation.inbox.reading.workbook import WorkbookTable
from tests.foundation.inbox.conftest import read_file, sheet_of

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "=cmd|' /C calc'!A0", "-5 units"]
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
risky_texts = st.one_of(texts, st.tuples(st.sampled_from([*"=+-@'", "\t", "\r"]), texts).map("".join))


@pytest.mark.parametrize("text", RISKY)
def test_a_risky_text_begins_with_a_mark(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "a=b", "'tis", "'", " =1", "12"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert escape_formula(text) == text
    assert unescape_formula(text) == text


@given(risky_texts)
def test_taking_the_mark_off_gives_the_text_back(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


def test_no_cell_of_a_csv_begins_like_a_formula() -> None:
    lines = list(csv_lines(["=name", "n"], [(text, Decimal("-1.50")) for text in RISKY]))
    assert lines[0].startswith("\ufeff'=name,")
    for cells in csv.reader(lines[1:]):
        assert cells[0][0] == "'"
        assert cells[1] == "-1.50"


def test_values_of_a_csv() -> None:
    instant = dt.datetime(2026, 1, 5, 10, 30, tzinfo=dt.UTC)
    (line,) = list(csv_lines(["x"], [(None, True, 3, Decimal("1E+3"), instant, dt.date(2026, 1, 5))], mark=False))[1:]
    assert line == ",true,3,1000,2026-01-05T10:30:00+00:00,2026-01-05\r\n"


@FEW
@given(st.lists(st.tuples(risky_texts, risky_texts), min_size=1, max_size=5))
def test_csv_round_trip(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    rows = [(f"{number}", *row) for number, row in enumerate(rows)]  # type: ignore[misc]
    path = tmp_path / "out.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, ["id", "one", "two"], rows)
    table = DelimitedTable(path, ReadOptions(), Limits(), compressed=False)
    assert table.info.header == ("id", "one", "two")
    assert [tuple(row.cells) for row in table.rows()] == rows


@FEW
@given(st.lists(st.tuples(risky_texts, risky_texts), min_size=1, max_size=3))
def test_xlsx_round_trip(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    rows = [(f"k{number}", *row) for number, row in enumerate(rows)]  # type: ignore[misc]
    path = tmp_path / "out.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, ["id", "one", "two"], rows)
    table = WorkbookTable(path, ReadOptions(), Limits())
    assert [tuple(row.cells) for row in table.rows()] == rows


def test_exporting_what_was_read_gives_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    with first.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, ["id", "text"], [(str(n), text) for n, text in enumerate(RISKY)])
    reading = read_file(first)
    assert reading.info is not None
    with second.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, reading.info.header, reading.cells)
    assert second.read_bytes() == first.read_bytes()


def test_strings_of_a_workbook_are_strings() -> None:
    file = io.BytesIO()
    write_xlsx(file, ["id", "text", "n", "long"], [("=1+1", "#REF!", Decimal("1.5"), 12345678901234567)], title="a/b:c")
    sheet = sheet_of(openpyxl.load_workbook(file))
    assert sheet.title == "a b c"
    cells = sheet[2]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "s"]
    assert [cell.value for cell in cells] == ["=1+1", "#REF!", 1.5, "12345678901234567"]
    assert cells[0].quotePrefix


def test_a_text_that_no_cell_can_hold() -> None:
    with pytest.raises(ValueError, match="at most 32,767 characters"):
        write_xlsx(io.BytesIO(), ["a"], [("x" * 32_768,)])

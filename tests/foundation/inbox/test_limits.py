"""Too big, before and while it is read."""

import gzip
import os
import random
import tracemalloc
from dataclasses import replace
from pathlib import Path

import openpyxl

from foundation.inbox.reading.limits import MIB, Limits
from foundation.inbox.reading.table import Table
from tests.foundation.inbox.conftest import ReadText, read_file, sheet_of


def test_the_products_limits() -> None:
    limits = Limits()
    assert (limits.packed_bytes, limits.unpacked_bytes, limits.ratio) == (20 * MIB, 200 * MIB, 100)


def test_a_file_over_20_mb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(20 * MIB + 1)
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "file_too_big"
    assert reading.failure.message == "The file has 20 MB; at most 20 MB can be read. Split it, for instance by month."
    assert not reading.complete


def test_gzip_that_unpacks_a_hundredfold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"0,0\n" * (8 * MIB)))
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "ratio_too_high"
    assert "more than 100 times its size" in reading.failure.message


def test_gzip_over_200_mb_unpacked_is_refused_while_unpacking(read_text: ReadText) -> None:
    noise = random.Random(1).randbytes(40_000).hex()
    content = "a,b\n" + f"{noise},1\n" * 40
    reading = read_text(content, None, Limits(unpacked_bytes=MIB, ratio=10**6), packed=True)
    assert reading.failure is not None
    assert reading.failure.message.startswith("Unpacked, the file is larger than 1 MB.")


def test_a_small_file_may_pack_well(read_text: ReadText) -> None:
    reading = read_text("a,b\n" + "0,0\n" * 100_000, packed=True)
    assert reading.complete
    assert len(reading.rows) == 100_000


def test_too_many_rows_name_the_line(read_text: ReadText) -> None:
    reading = read_text("a,b\n1,2\n3,4\n5,6\n", None, Limits(rows=2))
    assert reading.failure is not None
    assert (reading.failure.code, reading.failure.line) == ("too_many_rows", 4)
    assert len(reading.rows) == 0 or not reading.complete


def test_too_many_columns(read_text: ReadText) -> None:
    reading = read_text("a,b,c\n1,2,3\n", None, Limits(columns=2))
    assert reading.failure is not None
    assert (reading.failure.code, reading.failure.line) == ("too_many_columns", 1)


def test_a_long_cell_quarantines_its_row_alone(read_text: ReadText) -> None:
    reading = read_text(f"a,b\n1,{'x' * 101}\n3,4\n", None, Limits(cell_chars=100))
    problem = reading.only("cell_too_long")
    assert problem.line == 2
    assert "more than 100 characters" in problem.message
    assert reading.rows[1].cells == ["3", "4"]
    assert reading.complete


def test_a_workbook_that_needs_too_much_memory_costs_only_the_reader(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet_of(book)["A1"] = "id"
    sheet_of(book)["XFD1048576"] = "far away"
    path = tmp_path / "sparse.xlsx"
    book.save(path)
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "memory_limit"
    assert "Delete stray cells far right of or below the table" in reading.failure.message


def test_computing_time_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "slow.csv"
    path.write_text("a,b\n" + "1,2\n" * 3_000_000)
    reading = read_file(path, limits=replace(Limits(), cpu_seconds=1, rows=10**7))
    assert reading.failure is not None
    assert reading.failure.code == "time_limit"
    assert not reading.complete


def test_a_silent_reader_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    reading = read_file(path, limits=replace(Limits(), silence_seconds=0.5))
    assert reading.failure is not None
    assert reading.failure.code in {"file_empty", "time_limit"}


def test_the_caller_keeps_little_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + f"{'x' * 200},{'y' * 200}\n" * 50_000)
    tracemalloc.start()
    with Table(path) as table:
        count = sum(len(batch) for batch in table.batches())
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == table.rows_read == 50_000
    assert peak < 8 * MIB


def test_a_reader_left_half_way_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 500_000)
    with Table(path) as table:
        next(iter(table))
        process = table._process  # noqa: SLF001 - to see that it ends
        assert process.poll() is None
    assert process.poll() is not None
    assert not table.complete

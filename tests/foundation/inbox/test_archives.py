"""Zip files that are not what they say."""

import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from foundation.inbox.reading.limits import MIB, Limits
from tests.foundation.inbox.conftest import read_file, sheet_of


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet_of(book).append(["id", "opened"])
    sheet_of(book).append(["1", "2026-01-05"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def with_part(workbook: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(workbook, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return workbook


def test_an_honest_workbook_is_read(workbook: Path) -> None:
    assert read_file(workbook).cells == [["1", "2026-01-05"]]


def test_the_directory_alone_condemns_a_bomb(workbook: Path) -> None:
    reading = read_file(with_part(workbook, "xl/media/zeros.bin", bytes(20 * MIB)))
    assert reading.failure is not None
    assert reading.failure.code == "ratio_too_high"


def test_a_directory_that_lies_is_found_by_unpacking(workbook: Path) -> None:
    path = with_part(workbook, "xl/media/zeros.bin", bytes(20 * MIB))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 20 * MIB), struct.pack("<I", 20)))
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "ratio_too_high"


def test_a_smaller_lie_is_found_too(workbook: Path) -> None:
    path = with_part(workbook, "xl/media/zeros.bin", bytes(300_000))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 300_000), struct.pack("<I", 20)))
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "workbook_lies"
    assert "xl/media/zeros.bin" in reading.failure.message


def test_the_sum_of_all_parts_counts(workbook: Path) -> None:
    for number in range(4):
        with_part(workbook, f"xl/media/{number}.bin", bytes(range(256)) * 2000)
    reading = read_file(workbook, limits=Limits(unpacked_bytes=MIB, ratio=10**6))
    assert reading.failure is not None
    assert reading.failure.code == "unpacked_too_big"


def test_too_many_parts(workbook: Path) -> None:
    reading = read_file(workbook, limits=Limits(archive_parts=3))
    assert reading.failure is not None
    assert reading.failure.code == "workbook_lies"


def test_a_document_type_is_refused(tmp_path: Path, workbook: Path) -> None:
    path = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(part, content)
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "workbook_lies"


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_off_workbook(workbook: Path, keep: float) -> None:
    data = workbook.read_bytes()
    workbook.write_bytes(data[: int(len(data) * keep)])
    reading = read_file(workbook)
    assert reading.failure is not None
    assert reading.failure.code == "workbook_broken"
    assert "save it as .xlsx again" in reading.failure.message


def test_damage_inside_a_part(workbook: Path) -> None:
    data = bytearray(workbook.read_bytes())
    with zipfile.ZipFile(workbook) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 70
    data[place : place + 40] = bytes(40)
    workbook.write_bytes(data)
    reading = read_file(workbook)
    assert reading.failure is not None
    assert reading.failure.code in {"workbook_broken", "workbook_lies"}


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    reading = read_file(path)
    assert reading.failure is not None
    assert (
        reading.failure.message
        == "This is a zip archive, not a table that can be read. Save it as .xlsx or CSV and upload that."
    )

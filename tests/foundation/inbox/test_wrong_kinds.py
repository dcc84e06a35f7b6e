"""Files that are no tables, and files that are damaged."""

import gzip
from pathlib import Path

import pytest

from tests.foundation.inbox.conftest import ReadText, read_file


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel file (.xls) or a workbook with a password"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"  <!doctype html><p>sign in</p>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (bytes(range(1, 32)) * 20, "a binary file"),
        (gzip.compress(b"PK\x03\x04", mtime=0), "an archive inside gzip"),
    ],
)
def test_by_content_not_by_name(read_text: ReadText, content: bytes, kind: str) -> None:
    reading = read_text(content)
    assert reading.failure is not None
    assert reading.failure.code == "wrong_kind"
    assert f"This is {kind}, not a table" in reading.failure.message


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0)])
def test_empty(read_text: ReadText, content: bytes) -> None:
    failure = read_text(content).failure
    assert failure is not None
    assert failure.message == "The file is empty. Export it again and upload the result."


def test_missing(tmp_path: Path) -> None:
    failure = read_file(tmp_path / "gone.csv").failure
    assert failure is not None
    assert failure.code == "file_missing"


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: data[:200] + bytes(60) + data[260:]])
def test_damaged_gzip(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(damage(gzip.compress("\n".join(f"{n * 7919},{n}" for n in range(5000)).encode())))
    reading = read_file(path)
    assert reading.failure is not None
    assert reading.failure.code == "gzip_broken"
    assert not reading.complete


def test_gzip_of_several_members_is_one_file(read_text: ReadText) -> None:
    reading = read_text(gzip.compress(b"a,b\n1,2\n", mtime=0) + gzip.compress(b"3,4\n"))
    assert reading.cells == [["1", "2"], ["3", "4"]]
    assert reading.info is not None
    assert reading.info.compressed

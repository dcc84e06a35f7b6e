"""A formula with a stored result is that result."""

import zipfile
from pathlib import Path

import openpyxl

from tests.foundation.inbox.conftest import read_file, sheet_of


def test_the_stored_result_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet_of(book).append(["id", "cost"])
    sheet_of(book).append(["1", "=1+1"])
    plain, path = tmp_path / "plain.xlsx", tmp_path / "computed.xlsx"
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                assert b"<v />" in content or b"<v></v>" in content
                content = content.replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")
            new.writestr(part, content)
    reading = read_file(path)
    assert reading.cells == [["1", "2"]]
    assert reading.problems == []

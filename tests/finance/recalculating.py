"""LibreOffice as a second calculator: it opens a workbook, computes every formula anew and says what it found."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook


def recalculated(content: bytes, folder: Path) -> dict[str, list[list[Any]]]:
    """The values of every sheet; openpyxl writes formulas without values, so all of them are LibreOffice's."""
    program = os.environ.get("SOFFICE") or shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-calc-nogui")
    source = folder / "in.xlsx"
    source.write_bytes(content)
    command = [
        program, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--norestore", "--convert-to",
        "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    made = folder / "out" / "in.xlsx"
    assert made.exists(), done.stderr
    book = CalamineWorkbook.from_path(str(made))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

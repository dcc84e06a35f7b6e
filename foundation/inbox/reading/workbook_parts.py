"""What the workbook reader does not tell: the date system, and the cells whose value is a formula's or an error."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from foundation.inbox.reading import kinds
from foundation.inbox.reading.refusal import Refused

_SMALL_PART = 8 * 1024 * 1024
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class OddCell(NamedTuple):
    """A cell without a usable value: `error` is the spreadsheet's word for it, or None for a formula never computed."""

    name: str
    error: str | None


class WorkbookParts(NamedTuple):
    """`date_system` is `1900` or `1904`; `sheet_parts` maps a sheet's name to its part in the archive."""

    date_system: str
    sheet_parts: dict[str, str]


_Start = Callable[[str, dict[str, str]], None]


def _parse(path: Path, part: str, start: _Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Run the handlers over one part. Raises Refused at damage and at any document type, which no workbook has."""

    def refuse(*_: object) -> None:
        raise Refused(kinds.WORKBOOK_LIES.at(part=part))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as file:
            parser.ParseFile(file)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, EOFError) as error:
        raise Refused(kinds.WORKBOOK_BROKEN.at(detail=f"{part}: {error}")) from None


def _nothing(_: str) -> None:
    return


def workbook_parts(path: Path) -> WorkbookParts:
    """Date system and the sheets' parts. Raises Refused when the workbook's own list is damaged."""
    relations: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []
    system = ["1900"]

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            relations[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for each, value in attributes.items() if each.rpartition(":")[2] == "id"), "")
            sheets.append((attributes.get("name", ""), key))
        elif name == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
            system[0] = "1904"

    with zipfile.ZipFile(path) as archive:
        names = {part.filename: part.file_size for part in archive.infolist()}
    for part, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        if names.get(part, 0) > _SMALL_PART:
            raise Refused(kinds.WORKBOOK_LIES.at(part=part))
        if part in names:
            _parse(path, part, handler, _nothing, _nothing)
    return WorkbookParts(system[0], {name: relations[key] for name, key in sheets if key in relations})


class _OddCells:
    """Collects, while a sheet is parsed, the cells without a usable value."""

    def __init__(self) -> None:
        self.found: dict[int, dict[int, OddCell]] = {}
        self._where = ""
        self._is_error = self._is_formula = self._in_value = False
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._where, self._value = attributes.get("r", ""), ""
            self._is_error, self._is_formula = attributes.get("t") == "e", False
        elif name == "f":
            self._is_formula = True
        self._in_value = name in ("v", "t")

    def text(self, data: str) -> None:
        if self._in_value:
            self._value += data

    def end(self, name: str) -> None:
        self._in_value = False
        if name == "c" and (self._is_error or (self._is_formula and not self._value)):
            match = _CELL.fullmatch(self._where)
            if match:
                odd = OddCell(self._where, self._value or "#ERROR!" if self._is_error else None)
                self.found.setdefault(int(match[2]), {})[_column_index(match[1])] = odd


def odd_cells(path: Path, part: str) -> dict[int, dict[int, OddCell]]:
    """Cells of one sheet, by row from 1 and column from 0, that hold an error or a formula without a stored result."""
    cells = _OddCells()
    _parse(path, part, cells.start, cells.end, cells.text)
    return cells.found


def _column_index(letters: str) -> int:
    """The column counted from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1

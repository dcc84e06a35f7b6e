"""Columns of figures for the control-chart tables: in the cell itself, or in a file beside the table."""

import re
from pathlib import Path

from outsourcing.known.verdicts import UnreadableError

_FILTER = re.compile(r"^(\w+)\s*={1,2}\s*(\w+)$")
_LIST = re.compile(
    r"^(without|except|excluding|not|only)?\s*([A-Za-z_]+)\s+(\d[\d\s,;.\-\u2013to]*(?:and\s+\d+)?[\d\s,;and]*)$"
)
_MISSING = frozenset({"", "na", "n/a", "nan", "none", "null", "?", ".", "-"})


def numbers(text: str) -> list[float | None]:
    """The figures in a cell, by spaces, commas or semicolons; NA and the like are gaps."""
    tokens = re.sub(r"[\[\](){}]", " ", text).replace(",", " ").replace(";", " ").split()
    try:
        return [None if token.lower() in _MISSING else float(token) for token in tokens]
    except ValueError:
        raise UnreadableError(f"not a list of numbers: {text!r}") from None


def whole_numbers(text: str) -> list[int]:
    """The whole numbers in a cell, with ranges: "2 3", "15 and 23", "1-25"."""
    found: list[int] = []
    for low, high in re.findall(r"(\d+)(?:\s*(?:-|\u2013|to|\.\.)\s*(\d+))?", text):
        found.extend(range(int(low), int(high or low) + 1))
    return found


def column(file: Path, rows_used: str) -> list[float | None]:
    """The one measured column of `file`, of the rows that `rows_used` names.

    `rows_used` as "trial=TRUE without batch 4 (19)" or "samples 1-25": conditions on columns; a number in brackets is
    how many rows must be left. The measured column bears the file's name, or is the only one that is neither a
    condition nor a mere numbering. Raises UnreadableError.
    """
    header, rows = _read(file)
    kept = rows
    named: set[str] = set()
    count = re.search(r"\((\d+)\b[^)]*\)", rows_used)
    for condition in _conditions(re.sub(r"\([^)]*\)", " ", rows_used)):
        kept, name = _apply(condition, header, kept)
        named.add(name)
    if count and int(count.group(1)) != len(kept):
        raise UnreadableError(f"{rows_used!r} leaves {len(kept)} rows of {file.name}")
    place = _measured(file.stem, header, rows, named)
    return [value for row in kept for value in numbers(row[place] or "NA")]


def _conditions(text: str) -> list[str]:
    spaced = re.sub(r"\b(without|except|excluding|only)\b", r"|\1", text)
    spaced = re.sub(r",\s*(?=[A-Za-z])", "|", spaced)
    return [part.strip(" ,;") for part in spaced.split("|") if part.strip(" ,;")]


def _apply(condition: str, header: list[str], rows: list[list[str]]) -> tuple[list[list[str]], str]:
    if condition.lower() in {"all", "all rows", "all points"}:
        return rows, ""
    if filtered := _FILTER.match(condition):
        name, wanted = filtered.groups()
        if name.lower() not in header:
            return rows, ""  # "n=5" tells the size of a sample and picks no rows
        place = header.index(name.lower())
        return [row for row in rows if row[place].lower() == wanted.lower()], name.lower()
    if listed := _LIST.match(condition):
        word, name, text = listed.groups()
        wanted_numbers = set(whole_numbers(text))
        listed_in = _place(name, header)
        drops = word in {"without", "except", "excluding", "not"}
        kept = [
            row
            for number, row in enumerate(rows, start=1)
            if ((number if listed_in is None else _whole(row[listed_in])) in wanted_numbers) != drops
        ]
        return kept, "" if listed_in is None else header[listed_in]
    raise UnreadableError(f"rows used: {condition!r}")


def _place(name: str, header: list[str]) -> int | None:
    """The column of a name in singular or plural; None for rows and points, which are counted."""
    singular = name.lower().removesuffix("s").removesuffix("e") if name.lower().endswith("ches") else name.lower()
    for candidate in (name.lower(), singular, name.lower().removesuffix("s")):
        if candidate in header:
            return header.index(candidate)
    if singular.removesuffix("s") in {"row", "point", "observation"}:
        return None
    raise UnreadableError(f"rows used: no column {name!r} among {', '.join(header)}")


def _measured(stem: str, header: list[str], rows: list[list[str]], named: set[str]) -> int:
    for name in (stem.lower(), "value", "values", "x"):
        if name in header:
            return header.index(name)
    candidates = [
        place for place, name in enumerate(header) if name not in named and _is_measure([row[place] for row in rows])
    ]
    if len(candidates) != 1:
        raise UnreadableError(f"cannot tell which column of {stem} is measured: {', '.join(header)}")
    return candidates[0]


def _is_measure(cells: list[str]) -> bool:
    try:
        found = [value for cell in cells for value in numbers(cell or "NA")]
    except UnreadableError:
        return False
    return found != [float(number) for number in range(1, len(found) + 1)]


def _read(file: Path) -> tuple[list[str], list[list[str]]]:
    try:
        lines = [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except OSError:
        raise UnreadableError(f"no data file {file.name}") from None
    if not lines:
        raise UnreadableError(f"{file.name} is empty")
    separator = next((mark for mark in ("\t", ";", ",") if mark in lines[0]), None)
    table = [[cell.strip().strip('"') for cell in line.split(separator)] for line in lines]
    header = [name.lower() for name in table[0]]
    return header, [row for row in table[1:] if len(row) == len(header)]


def _whole(cell: str) -> int | None:
    return int(float(cell)) if re.fullmatch(r"\d+(\.0+)?", cell) else None

"""The line of column names: found, and made unique."""

import re
from collections.abc import Sequence

from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading import kinds
from foundation.inbox.reading.limits import Limits
from foundation.inbox.reading.refusal import Refused

_DATA = re.compile(r"[-+]?[\d.,/:\- T]*\d[\d.,/:\- TZ]*|true|false", re.IGNORECASE)
_WIDE_ENOUGH = 3


def column_letter(index: int) -> str:
    """The spreadsheet's name of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell has anything but white space."""
    return not any(cell and not cell.isspace() for cell in cells)


def is_title(cells: Sequence[str], following: Sequence[str]) -> bool:
    """Whether a row is a report's title: one filled cell above a row with at least three."""
    return sum(map(bool, cells)) == 1 and sum(map(bool, following)) >= _WIDE_ENOUGH


def name_columns(cells: Sequence[str], line: int, limits: Limits) -> tuple[tuple[str, ...], tuple[ImportProblem, ...]]:
    """Unique, non-empty column names and what was odd about them.

    Raises Refused when there are no names at all or too many columns.
    """
    if is_blank(cells):
        raise Refused(kinds.NO_HEADER.at(line))
    if len(cells) > limits.columns:
        raise Refused(kinds.TOO_MANY_COLUMNS.at(line, limit=limits.columns))
    wanted = [" ".join(cell.replace("\ufeff", "").replace("\0", "").split()) for cell in cells]
    taken = set(wanted)
    names: list[str] = []
    problems: list[ImportProblem] = []
    for index, name in enumerate(wanted):
        letter = column_letter(index)
        if not name:
            given = _free(f"Column {letter}", taken)
            problems.append(kinds.HEADER_EMPTY.at(line, letter, name=given))
        elif name in names:
            given = _free(name, taken)
            problems.append(kinds.HEADER_TWICE.at(line, letter, name, name=given))
        else:
            given = name
        names.append(given)
        taken.add(given)
    filled = [name for name in wanted if name]
    if sum(1 for name in filled if _DATA.fullmatch(name)) * 2 > len(filled):
        problems.append(kinds.HEADER_LOOKS_LIKE_DATA.at(line, value=filled[0]))
    return tuple(names), tuple(problems)


def _free(name: str, taken: set[str]) -> str:
    """`name` if nobody has it, else the first free of `name (2)`, `name (3)`, …"""
    given, number = name, 2
    while given in taken:
        given, number = f"{name} ({number})", number + 1
    return given

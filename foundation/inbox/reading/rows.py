"""What reading yields: a description of the table, then its rows in file order."""

from dataclasses import dataclass, field
from typing import NamedTuple

from foundation.inbox.problems import ImportProblem


class Row(NamedTuple):
    """One row of the table: where it starts, its cells as text in header order, what is wrong with it.

    `line` counts physical lines (text) or sheet rows (workbook) from 1. Cells never contain NUL (it is shown as ␀).
    A row with a `ROW` problem may have fewer or more cells than the header, or the whole line in one.
    """

    line: int
    cells: list[str]
    problems: tuple[ImportProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person has decided about the file; None means: find out.

    `header_line` is the physical line of the column names, `sheet` a sheet's name, `delimiter` one character,
    `encoding` a Python codec name.
    """

    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class TableInfo:
    """How the table was read: `kind` is `csv` or `xlsx`; `header` has unique, non-empty names."""

    kind: str
    header: tuple[str, ...]
    header_line: int
    encoding: str | None = None
    delimiter: str | None = None
    compressed: bool = False
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    date_system: str | None = None
    problems: tuple[ImportProblem, ...] = field(default=())

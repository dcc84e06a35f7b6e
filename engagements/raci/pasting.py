"""A block copied from a spreadsheet, laid over a grid: all of it or nothing, and each refusal names its cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engagements.raci.faults import noop as _
from engagements.raci.letters import parse_letters

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 60, 40, 100_000
EMPTY = _("The block is empty. Copy cells from a spreadsheet first.")
TOO_LARGE = _("The block is too large: at most 60 rows and 40 columns fit.")
OUTSIDE = _("The block is larger than what is right of and below the chosen cell (%(rows)d by %(columns)d cells).")
UNKNOWN_ROLE = _("Row %(line)d, column %(column)d: no role or person here is called “%(value)s”. Add them first.")
SEVERAL_ROLES = _("Row %(line)d, column %(column)d: “%(value)s” holds several roles. Write the role instead.")
TWICE = _("Row %(line)d, column %(column)d: “%(value)s” stands there twice.")
NAMELESS = _("Row %(line)d, column %(column)d: the activity has no name.")
UNKNOWN_ACTIVITY = _("Row %(line)d, column %(column)d: no activity here is called “%(value)s”.")
UNKNOWN_LETTER = _("Row %(line)d, column %(column)d (%(place)s): “%(value)s” is none of R, A, C, I.")


@dataclass(frozen=True, slots=True)
class PasteProblem:
    """Why a block was not pasted; ``text % params`` says it. Lines and columns of the block are counted from 1."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The English sentence."""
        return self.text % self.params


@dataclass(frozen=True, slots=True)
class Target:
    """What a block is laid over: the names that columns and rows answer to, and the cell chosen (counted from 0)."""

    columns: Sequence[Sequence[str]]
    rows: Sequence[Sequence[str]]
    at_row: int = 0
    at_column: int = 0


@dataclass(slots=True)
class Pasted:
    """The letters by (row, column) of the grid; with a problem nothing may be used.

    ``new_rows`` are activities that the grid lacks; their cells have row numbers behind the grid's own.
    """

    cells: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)
    new_rows: list[str] = field(default_factory=list)
    problems: list[PasteProblem] = field(default_factory=list)

    def refuse(self, text: str, line: int = 0, column: int = 0, **params: object) -> None:
        """Note a problem at a cell of the block, counted from 0."""
        self.problems.append(PasteProblem(text, {"line": line + 1, "column": column + 1, **params}))


def paste(text: str, target: Target, *, add_rows: bool = False) -> Pasted:
    """Read a block, with or without names above and at the left; without them it begins at the chosen cell.

    Activities that the grid lacks are problems too, unless ``add_rows``.
    """
    found, block = Pasted(), _block(text[:MOST_TEXT])
    if len(text) > MOST_TEXT or len(block) > MOST_ROWS or max(map(len, block), default=0) > MOST_COLUMNS:
        found.refuse(TOO_LARGE)
    elif not any(any(line) for line in block):
        found.refuse(EMPTY)
    else:
        _lay(block, target, found)
        if not add_rows:
            _refuse_new(block, found)
    return found


def _lay(block: list[list[str]], target: Target, found: Pasted) -> None:
    left = int(_are_names([line[0] for line in (block[1:] or block)], target.rows))
    top = int(_are_names(block[0][left:], target.columns))
    height, width = len(block) - top, len(block[0]) - left
    if (not left and target.at_row + height > len(target.rows)) or (
        not top and target.at_column + width > len(target.columns)
    ):
        rows, columns = len(target.rows) - target.at_row, len(target.columns) - target.at_column
        found.refuse(OUTSIDE, rows=max(rows, 0), columns=max(columns, 0))
        return
    columns_at = _columns(block[0], left, target, found) if top else range(target.at_column, target.at_column + width)
    rows_at = _rows(block, top, target, found) if left else range(target.at_row, target.at_row + height)
    for line, row in enumerate(rows_at, top):
        for place, column in enumerate(columns_at, left):
            if row is not None and column is not None:
                _letters(block[line][place], (line, place), (row, column), target, found)


def _letters(text: str, at: tuple[int, int], to: tuple[int, int], target: Target, found: Pasted) -> None:
    letters = parse_letters(text)
    if letters is None:
        found.refuse(UNKNOWN_LETTER, *at, place=target.columns[to[1]][0], value=text[:40])
    else:
        found.cells[to] = letters


def _columns(header: list[str], left: int, target: Target, found: Pasted) -> list[int | None]:
    columns: list[int | None] = []
    for place in range(left, len(header)):
        fits = _called(header[place], target.columns)
        if len(fits) == 1 and fits[0] not in columns:
            columns.append(fits[0])
            continue
        text = UNKNOWN_ROLE if not fits else TWICE if len(fits) == 1 else SEVERAL_ROLES
        found.refuse(text, 0, place, value=header[place][:80])
        columns.append(None)
    return columns


def _rows(block: list[list[str]], top: int, target: Target, found: Pasted) -> list[int | None]:
    rows: list[int | None] = []
    for line in range(top, len(block)):
        name = " ".join(block[line][0].split())
        known = [*target.rows, *([new] for new in found.new_rows)]
        fits = _called(name, known)
        if not name:
            if any(block[line]):
                found.refuse(NAMELESS, line)
            rows.append(None)
        elif not fits:
            rows.append(len(known))
            found.new_rows.append(name)
        elif fits[0] in rows:
            found.refuse(TWICE, line, value=name[:80])
            rows.append(None)
        else:
            rows.append(fits[0])
    return rows


def _refuse_new(block: list[list[str]], found: Pasted) -> None:
    for line, cells in enumerate(block):
        if (name := " ".join(cells[0].split())) in found.new_rows:
            found.refuse(UNKNOWN_ACTIVITY, line, value=name[:80])


def _block(text: str) -> list[list[str]]:
    """Cells by line, all lines equally long. Empty lines stay, for they have a place; at the end they go."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    lines = [[cell.strip() for cell in line] or [""] for line in csv.reader(io.StringIO(plain), delimiter="\t")]
    width = max((len(line) for line in lines), default=0)
    return [line + [""] * (width - len(line)) for line in lines]


def _are_names(cells: list[str], known: Sequence[Sequence[str]]) -> bool:
    """Whether cells are names rather than letters: one of them is known, or most of them are no letters."""
    written = [cell for cell in cells if cell]
    strange = [cell for cell in written if parse_letters(cell) is None]
    return any(_called(cell, known) for cell in strange) or 2 * len(strange) > len(written)


def _called(name: str, known: Sequence[Sequence[str]]) -> list[int]:
    wanted = _plain(name)
    return [index for index, names in enumerate(known) if wanted and wanted in {_plain(each) for each in names}]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()

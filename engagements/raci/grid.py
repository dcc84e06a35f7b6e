"""A RACI grid as frozen values: columns are roles with the people who hold them, rows are activities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engagements.raci.letters import ACCOUNTABLE, NONE


@dataclass(frozen=True, slots=True)
class Column:
    """A role. ``key`` is the participant's id; ``person`` is empty while nobody holds it.

    ``identity`` tells people apart: two roles of one person have the same one; empty while vacant.
    """

    key: int
    title: str
    person: str = ""
    identity: str = ""
    at_vendor: bool = False
    has_left: bool = False

    @property
    def label(self) -> str:
        """What messages call it: the role, and who holds it."""
        return f"{self.title} ({self.person})" if self.person else self.title


@dataclass(frozen=True, slots=True)
class Row:
    """An activity; ``kind`` as in ``models.Activity.Kind``. ``cells`` holds letters by the column's key."""

    name: str
    kind: str = "other"
    cells: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def at(self, column: int) -> frozenset[str]:
        """The letters of one cell."""
        return self.cells.get(column, NONE)


@dataclass(frozen=True, slots=True)
class Grid:
    """All of it, in the order shown."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def holders(self, row: Row, letter: str) -> list[Column]:
        """The columns that have a letter in a row."""
        return [column for column in self.columns if letter in row.at(column.key)]

    def accountable(self, row: Row) -> Column | None:
        """The first column with an A."""
        return next(iter(self.holders(row, ACCOUNTABLE)), None)

    def used(self, column: Column) -> list[Row]:
        """The rows in which a column has any letter."""
        return [row for row in self.rows if row.at(column.key)]


def names(columns: list[Column]) -> str:
    """Several columns in a sentence."""
    return ", ".join(column.label for column in columns)

"""The RACI grid as somebody has typed it, before it is saved; nothing typed is lost, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagements.actions.parties import fits
from engagements.actions.raci import LONGEST_NAME, RowDraft
from engagements.models import Activity
from engagements.queries.raci import StoredGrid
from engagements.raci import Row, parse_letters, write_letters
from engagements.raci.letters import NONE
from engagements.raci.pasting import PasteProblem, Target, paste

MOST_ROWS = 60
KINDS = {kind.value for kind in Activity.Kind}


@dataclass(slots=True)
class TypedRow:
    """One row: ``cells`` hold text as typed, by participant id. ``key`` is the activity's id, None while it is new."""

    name: str = ""
    kind: str = Activity.Kind.OTHER.value
    key: int | None = None
    cells: dict[int, str] = field(default_factory=dict)

    @property
    def row(self) -> Row:
        """What the rules look at; text that is no letters counts as none."""
        return Row(self.name, self.kind, {key: parse_letters(text) or NONE for key, text in self.cells.items()})

    @property
    def is_empty(self) -> bool:
        """A new row into which nothing was typed."""
        return self.key is None and not self.name and not any(text.strip() for text in self.cells.values())


@dataclass(slots=True)
class TypedGrid:
    """All rows, the revision that they were opened at, and the activities that were there then."""

    rows: list[TypedRow]
    seen: int
    known: frozenset[int] = frozenset()

    @classmethod
    def stored(cls, stored: StoredGrid, revision: int) -> TypedGrid:
        """A grid as it is kept."""
        rows = [
            TypedRow(row.name, row.kind, key, {column: write_letters(each) for column, each in row.cells.items()})
            for key, row in zip(stored.keys, stored.grid.rows, strict=True)
        ]
        return cls(rows, revision, frozenset(stored.keys))

    @classmethod
    def posted(cls, data: Mapping[str, str], stored: StoredGrid) -> TypedGrid:
        """A grid from a form; cells of roles that are gone are left out."""
        columns = [column.key for column in stored.grid.columns]
        rows = []
        for index in range(min(number(data.get("rows")) or 0, MOST_ROWS)):
            place = f"row-{index}"
            if f"{place}-name" not in data:
                continue
            kind = data.get(f"{place}-kind", "")
            rows.append(
                TypedRow(
                    _line(data[f"{place}-name"]),
                    kind if kind in KINDS else Activity.Kind.OTHER.value,
                    number(data.get(f"{place}-key")),
                    {column: _line(data.get(f"{place}-cell-{column}", ""))[:20] for column in columns},
                )
            )
        known = {key for text in data.get("known", "").split(",") if (key := number(text)) is not None}
        return cls(rows, number(data.get("revision")) or 0, frozenset(known))

    def drafts(self, stored: StoredGrid) -> list[RowDraft]:
        """What is to be saved; empty new rows are left out.

        Raises:
            ValidationError: for every cell whose text is no letters, with its place.
        """
        wrong = [
            _("%(row)s, %(column)s: “%(value)s” is none of R, A, C, I.")
            % {"row": row.name or _("Row %(number)d") % {"number": number}, "column": column.title, "value": text}
            for number, row in enumerate(self.rows, 1)
            for column in stored.grid.columns
            if parse_letters(text := row.cells.get(column.key, "")) is None
        ]
        if wrong:
            raise ValidationError(wrong)
        return [
            RowDraft(row.name, kind_of(row), row.row.cells, row.key if row.key in self.known else None)
            for row in self.rows
            if not row.is_empty
        ]

    def move(self, index: int, step: int) -> None:
        """Let a row change places with the one above (-1) or below (1) it."""
        other = index + step
        if 0 <= index < len(self.rows) and 0 <= other < len(self.rows):
            self.rows[index], self.rows[other] = self.rows[other], self.rows[index]

    def add(self, kind: str, stored: StoredGrid) -> bool:
        """Add a row at the end, of a kind that gives it its name; False when no more fit."""
        if len(self.rows) >= MOST_ROWS or not fits(rows=len(self.rows) + 1, columns=len(stored.participants)):
            return False
        known = Activity.Kind(kind) if kind in KINDS else Activity.Kind.OTHER
        self.rows.append(TypedRow("" if known == Activity.Kind.OTHER else str(known.label), known.value))
        return True

    def remove(self, index: int) -> None:
        """Leave a row out; its activity goes when the grid is saved."""
        if 0 <= index < len(self.rows):
            del self.rows[index]

    def mark(self, index: int | None, kind: str) -> None:
        """Say which row is the one of a kind."""
        if index is not None and index < len(self.rows) and kind in KINDS:
            self.rows[index].kind = kind

    def take_in(self, current: TypedGrid) -> None:
        """Append rows that somebody else added meanwhile, and go on from their revision."""
        here = {row.key for row in self.rows}
        self.rows += [row for row in current.rows if row.key not in self.known | here]
        self.seen, self.known = current.seen, current.known

    def paste(self, text: str, at: tuple[int, int], stored: StoredGrid, *, add_rows: bool) -> list[PasteProblem]:
        """Lay a spreadsheet's block over the grid, all of it or, when there are problems, nothing."""
        keys = [column.key for column in stored.grid.columns]
        names = [(column.title, column.person, column.label) for column in stored.grid.columns]
        found = paste(text, Target(names, self._row_names(), *at), add_rows=add_rows)
        if any(len(name) > LONGEST_NAME for name in found.new_rows):
            found.refuse(_("A name of an activity is longer than 120 characters."))
        count = len(self.rows) + len(found.new_rows)
        if count > MOST_ROWS or not fits(rows=count, columns=len(keys)):
            found.refuse(_("So many activities do not fit into one grid."))
        if not found.problems:
            self.rows += [TypedRow(name) for name in found.new_rows]
            for (row, column), letters in found.cells.items():
                self.rows[row].cells[keys[column]] = write_letters(letters)
        return found.problems

    def _row_names(self) -> list[tuple[str, ...]]:
        """What each row answers to: its name, and its kind's where no other row could be meant."""
        names = {row.name.casefold() for row in self.rows}
        kinds = [row.kind for row in self.rows]
        found: list[tuple[str, ...]] = []
        for row in self.rows:
            label = str(Activity.Kind(row.kind).label)
            alone = row.kind != Activity.Kind.OTHER and kinds.count(row.kind) == 1 and label.casefold() not in names
            found.append((row.name, label) if alone else (row.name,))
        return found


def kind_of(row: TypedRow) -> str:
    """A row's kind; one without takes it from a name such as "Intake"."""
    if row.kind != Activity.Kind.OTHER:
        return row.kind
    labels = {str(kind.label).casefold(): kind.value for kind in Activity.Kind}
    return labels.get(row.name.casefold(), row.kind)


def number(text: str | None) -> int | None:
    """A number from a form; None when it is none, or too large for an id."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004  # bigint


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())

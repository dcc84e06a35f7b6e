"""The RACI grid as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from engagements.forms.raci import TypedGrid, TypedRow, kind_of
from engagements.models import Activity
from engagements.queries.raci import StoredGrid
from engagements.raci import Column, Fault, Grid, Level, Row, faults_of, parse_letters, write_letters

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Said:
    """A fault in the reader's words; ``status`` is its shape. ``kind`` is set when an activity is missing, ``vacant``
    to the role that waits for a person."""

    text: str
    status: str
    kind: str = ""
    kind_label: str = ""
    vacant: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One input: its name in the form, the text in it, how it looks, and what it is called when read aloud."""

    name: str
    text: str
    letters: str
    label: str
    heading: str
    is_wrong: bool
    at_vendor: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its cells and what is wrong with it."""

    index: int
    typed: TypedRow
    cells: list[Cell]
    faults: list[Said]

    @property
    def kind(self) -> str:
        """What kind of activity it counts as."""
        return kind_of(self.typed)

    @property
    def kind_label(self) -> str:
        """The kind in words, where the name does not say it already."""
        label = str(Activity.Kind(self.kind).label)
        return "" if self.kind == Activity.Kind.OTHER or label.casefold() == self.typed.name.casefold() else label

    @property
    def name(self) -> str:
        """What it is called, also while it has no name."""
        return self.typed.name or _("Activity %(number)d") % {"number": self.index + 1}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A role as the head of a column, with its state in a word."""

    title: str
    person: str
    at_vendor: bool
    state: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that two people saved differently."""

    place: str
    mine: str
    theirs: str


@dataclass(slots=True)
class Sheet:
    """Everything the grid's card shows."""

    typed: TypedGrid
    columns: list[SheetColumn]
    rows: list[SheetRow]
    faults: list[Said]
    errors: int
    warnings: int
    is_unsaved: bool = False
    refusals: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    paste_text: str = ""
    paste_problems: list[str] = field(default_factory=list)
    may_add_rows: bool = False

    @property
    def ours(self) -> int:
        """How many columns are on our side."""
        return sum(not column.at_vendor for column in self.columns)

    @property
    def theirs(self) -> int:
        """How many columns are at the vendor."""
        return len(self.columns) - self.ours

    @property
    def known(self) -> str:
        """The activities that were there, for the form."""
        return ",".join(str(key) for key in sorted(self.typed.known))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What an activity may count as."""
        return [(kind.value, str(kind.label)) for kind in Activity.Kind]

    @property
    def row_places(self) -> str:
        """Where the faults of each row stand, as htmx wants to be told."""
        return ",".join(f"#row-{row.index}-faults" for row in self.rows)


def sheet_of(typed: TypedGrid, stored: StoredGrid) -> Sheet:
    """A grid, typed or stored, with what the rules say about it now."""
    columns = stored.grid.columns
    faults = faults_of(Grid(columns, tuple(_ruled(row) for row in typed.rows)))
    return Sheet(
        typed,
        [SheetColumn(each.title, each.person, each.at_vendor, _state(each)) for each in columns],
        [_row(index, row, stored, faults) for index, row in enumerate(typed.rows)],
        [_said(fault) for fault in faults if fault.row is None],
        errors=sum(fault.level != Level.WARNING for fault in faults),
        warnings=sum(fault.level == Level.WARNING for fault in faults),
    )


def conflicts_of(mine: TypedGrid, theirs: TypedGrid, stored: StoredGrid) -> list[Conflict]:
    """Where two versions of a grid differ, row by row; a dash is an empty cell."""
    saved = {row.key: row for row in theirs.rows}
    found = []
    for row in mine.rows:
        other = saved.pop(row.key, None) if row.key else None
        if other is None:
            if row.key:
                found.append(Conflict(row.name, _("kept"), _("removed")))
            continue
        if row.name != other.name:
            found.append(Conflict(_("Name of %(name)s") % {"name": other.name}, row.name, other.name))
        for column in stored.grid.columns:
            texts = [write_letters(_letters(each.cells.get(column.key, ""))) for each in (row, other)]
            if texts[0] != texts[1]:
                found.append(Conflict(f"{row.name}, {column.title}", texts[0] or NOTHING, texts[1] or NOTHING))
    for other in saved.values():
        mine_is, theirs_is = (_("removed"), _("kept")) if other.key in mine.known else (_("taken over"), _("added"))
        found.append(Conflict(other.name, mine_is, theirs_is))
    return found


def _ruled(row: TypedRow) -> Row:
    plain = row.row
    return Row(plain.name, kind_of(row), plain.cells)


def _row(index: int, row: TypedRow, stored: StoredGrid, faults: list[Fault]) -> SheetRow:
    cells = []
    for column in stored.grid.columns:
        text = row.cells.get(column.key, "")
        letters = parse_letters(text)
        shown = text if letters is None else write_letters(letters)
        label = f"{row.name}, {column.label}" if row.name else column.label
        cells.append(
            Cell(
                f"row-{index}-cell-{column.key}",
                shown,
                write_letters(letters or frozenset()),
                label,
                column.title,
                is_wrong=letters is None,
                at_vendor=column.at_vendor,
            )
        )
    return SheetRow(index, row, cells, [_said(fault) for fault in faults if fault.row == index])


def _said(fault: Fault) -> Said:
    kind = str(fault.params.get("kind", ""))
    label = str(Activity.Kind(kind).label) if kind else ""
    status = "warn" if fault.level == Level.WARNING else "bad"
    vacant = fault.column if fault.rule in ("vacant", "departed") else None
    return Said(_(fault.text) % fault.params, status, kind, label, vacant)


def _state(column: Column) -> str:
    if not column.person:
        return _("Vacant")
    return _("Has left") if column.has_left else ""


def _letters(text: str) -> frozenset[str]:
    return parse_letters(text) or frozenset()

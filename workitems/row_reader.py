"""One row's cells as values, by a mapping: shared by both shapes of files."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from foundation.inbox.problems import ImportProblem, Level, ProblemKind
from foundation.inbox.reading.rows import Row
from foundation.inbox.values.booleans import boolean_parser
from foundation.inbox.values.dates import date_parser
from foundation.inbox.values.durations import duration_parser
from foundation.inbox.values.numbers import decimal_parser, integer_parser
from foundation.inbox.values.parsed import Missing, Parsed, Remembered
from workitems import import_kinds as kinds
from workitems.canonical import FIELDS, FieldKind
from workitems.mapping import EVERY_ROW, Mapping, same_value

Parser = Callable[[str], Parsed[Any]]
Values = dict[str, Any]
_CUT = ("title", "description")
_NOT_NEGATIVE = ("reopen_count", "reassignment_count", "cost", "handled_minutes", "paused_minutes")
# the first number that the item's column cannot hold
_TOO_LARGE = {
    "reopen_count": 2**31,
    "reassignment_count": 2**31,
    "csat_score": 10**4,
    "handled_minutes": 10**10,
    "cost": 10**12,
}


class _Slot(NamedTuple):
    """A mapped field: its name, where its cell is (-1: nowhere, the default always), how it is read."""

    field: str
    place: int
    column: str
    parse: Remembered[Any]
    default: str | None


class RowReader:
    """Reads rows of a file with this header by this mapping; the mapping must fit (`Mapping.problems` is empty).

    `warnings` counts what was read with a warning (clock changes, cut texts), by code.
    """

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self.mapping = mapping
        self.missing = Missing(mapping.missing)
        self.warnings: Counter[str] = Counter()
        self._places = {name: index for index, name in enumerate(header)}
        placement = mapping.placement
        self._columns = frozenset(mapping.columns.values()) | ({placement.column} if placement else set())
        names = dict.fromkeys((*mapping.columns, *mapping.defaults))
        self._slots = [self._slot(name) for name in names]
        self._placement_index = self._places.get(placement.column, -1) if placement else -1
        self._everywhere = placement.values.get(EVERY_ROW) if placement and placement.column == EVERY_ROW else None
        self._keys = {same_value(value): key for value, key in placement.values.items()} if placement else {}

    def _slot(self, name: str) -> _Slot:
        column = self.mapping.columns.get(name, "")
        parse = Remembered(self._with_value_map(name, self._parser(name, column)))
        return _Slot(name, self._places.get(column, -1), column, parse, self.mapping.defaults.get(name))

    def _parser(self, name: str, column: str) -> Parser:
        """The parser of a field's kind, by the mapping's styles."""
        mapping, kind = self.mapping, FIELDS[name].kind
        if kind == FieldKind.INSTANT:
            return date_parser(mapping.order_of(column), mapping.clock_zone, self.missing)
        if kind == FieldKind.INTEGER:
            return integer_parser(mapping.decimal_style, self.missing)
        if kind == FieldKind.DECIMAL:
            return decimal_parser(mapping.decimal_style, self.missing)
        if kind == FieldKind.MINUTES:
            return duration_parser(mapping.duration_unit, mapping.decimal_style, self.missing)
        if kind == FieldKind.BOOLEAN:
            return boolean_parser(missing=self.missing)
        return self._text_parser(name)

    def _with_value_map(self, name: str, parse: Parser) -> Parser:
        """The parser behind the field's value map, if it has one; values that it does not name pass as they are."""
        if name not in self.mapping.value_maps:
            return parse
        values = {same_value(value): each for value, each in self.mapping.value_maps[name].items()}
        return lambda cell: parse(values.get(same_value(cell), cell))

    def _text_parser(self, name: str) -> Parser:
        """Text within the field's length."""
        longest, missing = FIELDS[name].longest, self.missing
        return lambda cell: _text(name, missing.text(cell), longest)

    def placement(self, cells: Sequence[str]) -> tuple[str | None, str | None]:
        """The key that the row is sent to (None: Unassigned), and the value that decided (None: missing)."""
        if self._placement_index < 0:
            return self._everywhere, self._everywhere
        value = self.missing.text(cells[self._placement_index])
        return (None, None) if value is None else (self._keys.get(same_value(value)), value)

    def read(self, row: Row) -> tuple[Values, tuple[ImportProblem, ...]]:
        """The row's values by field (missing ones left out), and what keeps the row from being used."""
        line, cells = row.line, row.cells
        wrong = [each for each in row.problems if self._counts(each)] if row.problems else []
        if any(each.level == Level.ROW for each in wrong):
            return {}, tuple(wrong)
        values: Values = {}
        for name, index, column, parse, default in self._slots:
            cell = cells[index] if index >= 0 else ""
            value, problem = parse[cell]
            if value is None and problem is None and default is not None:
                cell = default
                value, problem = parse[default]
            if value is not None:
                values[name] = value
            if problem is not None:
                if problem.level == Level.WARNING:
                    self.warnings[problem.code] += 1
                else:
                    wrong.append(self._problem(problem, line, column or name, cell, name))
        if not wrong:
            wrong = list(_contradictions(self.mapping, values, line))
        return values, tuple(wrong)

    def _counts(self, problem: ImportProblem) -> bool:
        """Whether a problem of the file concerns a field that is read."""
        if problem.level == Level.ROW or (problem.level == Level.CELL and problem.column in self._columns):
            return True
        self.warnings[problem.code] += 1
        return False

    def _problem(self, kind: ProblemKind, line: int, column: str, cell: str, name: str) -> ImportProblem:
        """The problem with whatever its text may want to name."""
        mapping = self.mapping
        return kind.at(
            line,
            column,
            cell,
            order=mapping.order_of(column).replace("_", " "),
            zone=mapping.zone,
            style=mapping.decimal_style.value,
            unit=mapping.duration_unit.value,
            limit=f"{FIELDS[name].longest:,}",
        )


def _text(name: str, text: str | None, longest: int) -> Parsed[str]:
    """The text if the field can hold it."""
    if text is None:
        return Parsed(None)
    if len(text) > longest:
        if name in _CUT:
            return Parsed(f"{text[: longest - 1]}…", kinds.TEXT_CUT)
        return Parsed(None, kinds.TEXT_TOO_LONG if name != "currency" else kinds.CURRENCY_UNKNOWN)
    if name == "url" and not text.lower().startswith(("https://", "http://")):
        return Parsed(None, kinds.LINK_REFUSED)
    if name == "currency":
        code = text.upper()
        known = len(code) == 3 and code.isascii() and code.isalpha()  # noqa: PLR2004 - ISO 4217
        return Parsed(code) if known else Parsed(None, kinds.CURRENCY_UNKNOWN)
    return Parsed(text)


def _contradictions(mapping: Mapping, values: Values, line: int) -> list[ImportProblem]:
    """What each value alone does not show: an end before the start, a defect nobody looked for, a negative count."""
    found: list[ImportProblem] = []
    opened = values.get("opened_at")
    if opened is not None:
        for name in ("resolved_at", "closed_at"):
            end: dt.datetime | None = values.get(name)
            if end is not None and end < opened:
                column = mapping.columns.get(name, name)
                found.append(
                    kinds.CLOSED_BEFORE_OPENED.at(
                        line, column, f"{end:%Y-%m-%d %H:%M}", opened=f"{opened:%Y-%m-%d %H:%M}"
                    )
                )
    if values.get("defective") and values.setdefault("checked", True) is False:
        found.append(kinds.DEFECT_UNCHECKED.at(line, mapping.columns.get("defective", "defective"), "true"))
    for name, limit in _TOO_LARGE.items():
        number: Decimal | int | None = values.get(name)
        if number is not None and round(abs(Decimal(number)), 2) >= limit:
            column = mapping.columns.get(name, name)
            found.append(kinds.NUMBER_TOO_LARGE.at(line, column, str(number), limit=f"{limit:,}"))
    for name in _NOT_NEGATIVE:
        count: Decimal | int | None = values.get(name)
        if count is not None and count < 0:
            found.append(kinds.COUNT_NEGATIVE.at(line, mapping.columns.get(name, name), str(count)))
    return found


def row_digest(cells: Sequence[str]) -> str:
    """32 hexadecimal digits that two rows share exactly when all their cells are equal."""
    return hashlib.blake2b("\0".join(cells).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

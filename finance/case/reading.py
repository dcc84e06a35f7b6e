"""Reads a document of a case; whatever is wrong with it is a CaseError with its place, never another error."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from finance.case.document import VERSION, Document
from finance.case.drivers import Driver, Grade, Per
from finance.case.lines import Band, Category, Follows, Line, Step, Timing
from finance.case.model import Case, Option
from finance.case.origins import OptionNote, Source, SourceKind, Way
from finance.case.problems import CaseError, Problem, ProblemCode

_Choice = TypeVar("_Choice", bound=StrEnum)
_Made = TypeVar("_Made")
_LONGEST_NUMBER = 40
_MOST = 10_000


def from_json(data: object) -> Document:
    """The document behind JSON values; raises CaseError with every problem of the first level that has any."""
    top = _Reader(data, "document")
    if top.whole("version") != VERSION:
        raise _wrong("version", f"a document of version {VERSION} is expected")
    drivers, options = top.rows("drivers"), top.rows("options")
    made_drivers = _all(_driver, drivers)
    made_options = _all(_option, options)
    case = Case(
        months=top.whole("months"),
        currency=top.text("currency"),
        discount_rate=top.number("discount_rate"),
        drivers=made_drivers,
        options=made_options,
        baseline=top.text("baseline"),
        volume=top.text("volume"),
        growth=top.text("growth"),
        ramp=top.text("ramp"),
        counts_non_cash=top.flag("counts_non_cash"),
    )
    return Document(
        case=case,
        start_date=top.day("start_date"),
        preferred=top.text("preferred"),
        seed=top.whole("seed"),
        sources={row.text("key"): _source(row.under("source")) for row in drivers},
        notes={row.text("key"): _note(row) for row in options},
        ask=top.text("ask"),
        risks=top.texts("risks"),
        guardrails=top.texts("guardrails"),
    )


def loads(text: bytes | str) -> Document:
    """The document behind a JSON text; raises CaseError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong("document", "it is no JSON") from error
    return from_json(data)


def _driver(row: "_Reader") -> Driver:
    return Driver(
        key=row.text("key"),
        name=row.text("name"),
        unit=row.text("unit"),
        low=row.number("low"),
        base=row.number("base"),
        high=row.number("high"),
        grade=row.choice("grade", Grade),
        basis=row.text("basis"),
        currency=row.text("currency"),
        per=row.choice("per", Per),
        at_least=row.number("at_least"),
        at_most=None if row.is_none("at_most") else row.number("at_most"),
    )


def _source(row: "_Reader") -> Source:
    return Source(row.choice("kind", SourceKind), row.text("label"), row.day("on"), row.text("ref"))


def _note(row: "_Reader") -> OptionNote:
    return OptionNote(row.choice("way", Way), row.text("gains"), row.text("gives_up"))


def _option(row: "_Reader") -> Option:
    return Option(row.text("key"), row.text("name"), _all(_line, row.rows("lines")))


def _line(row: "_Reader") -> Line:
    return Line(
        key=row.text("key"),
        name=row.text("name"),
        category=row.choice("category", Category),
        drivers=row.texts("drivers"),
        timing=row.choice("timing", Timing),
        month=row.whole("month"),
        first_month=row.whole("first_month"),
        last_month=None if row.is_none("last_month") else row.whole("last_month"),
        steps=tuple(Step(each.whole("month"), each.number("factor")) for each in row.rows("steps")),
        bands=tuple(Band(each.number("above"), each.number("factor")) for each in row.rows("bands")),
        follows=row.choice("follows", Follows),
        index=row.text("index"),
        is_cash=row.flag("is_cash"),
    )


def _all(make: Callable[["_Reader"], _Made], rows: "list[_Reader]") -> tuple[_Made, ...]:
    """What `make` gives for each row; the problems of all rows together."""
    made: list[_Made] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            made.append(make(row))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    return tuple(made)


class _Reader:
    """One JSON object, and where it stands."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, Mapping):
            raise _wrong(place, "an object is expected")
        self.data: Mapping[str, Any] = data
        self.place = place

    def is_none(self, key: str) -> bool:
        return self._get(key) is None

    def text(self, key: str) -> str:
        return self._typed(key, str)

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._typed(key, list)
        if len(found) > _MOST or not all(isinstance(each, str) for each in found):
            raise _wrong(self._at(key), "a list of texts is expected")
        return tuple(found)

    def flag(self, key: str) -> bool:
        return self._typed(key, bool)

    def whole(self, key: str) -> int:
        found = self._get(key)
        if type(found) is not int:  # True is an int as well
            raise _wrong(self._at(key), "a whole number is expected")
        return found

    def number(self, key: str) -> Decimal:
        found = self._typed(key, str)
        try:
            if len(found) <= _LONGEST_NUMBER and (value := Decimal(found)).is_finite():
                return value
        except InvalidOperation:
            pass
        raise CaseError([Problem(ProblemCode.NOT_A_NUMBER, self._at(key), f"{self._at(key)}: {found[:40]!r}")])

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self._typed(key, str))
        except ValueError:
            raise _wrong(self._at(key), "a day such as 2026-12-01 is expected") from None

    def choice(self, key: str, of: type[_Choice]) -> _Choice:
        try:
            return of(self._get(key))
        except ValueError:
            raise _wrong(self._at(key), f"one of {', '.join(repr(each.value) for each in of)} is expected") from None

    def under(self, key: str) -> "_Reader":
        return _Reader(self._get(key), self._at(key))

    def rows(self, key: str) -> "list[_Reader]":
        found = self._typed(key, list)
        if len(found) > _MOST:
            raise _wrong(self._at(key), "that is too long")
        return [_Reader(each, f"{self._at(key)}.{number}") for number, each in enumerate(found, 1)]

    def _get(self, key: str) -> Any:
        if key not in self.data:
            raise _wrong(self._at(key), "it is missing")
        return self.data[key]

    def _typed(self, key: str, of: type[_Made]) -> _Made:
        found = self._get(key)
        if not isinstance(found, of):
            raise _wrong(self._at(key), f"{of.__name__} is expected")
        return found

    def _at(self, key: str) -> str:
        return key if self.place == "document" else f"{self.place}.{key}"


def _wrong(place: str, text: str) -> CaseError:
    return CaseError([Problem(ProblemCode.BAD_DOCUMENT, place, f"{place}: {text}")])

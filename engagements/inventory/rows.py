"""A row of a file read as a process. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from engagements.inventory import import_kinds as kinds
from engagements.inventory.columns import plain
from foundation.inbox.problems import ImportProblem, ProblemKind
from foundation.inbox.values.kinds import NUMBER_UNREADABLE, WHOLE_NUMBER_EXPECTED
from foundation.inbox.values.numbers import DecimalStyle, parse_decimal
from foundation.inbox.values.parsed import ANY_MISSING

LIMITS: Final = {"name": 120, "area": 80, "done_by": 120}
LONGEST: Final = 10_000
WHOLE: Final = {"volume": (0, 2_147_483_647), "repetition": (0, 3), "strategic": (0, 3)}
MOST_MINUTES: Final = Decimal("999999.99")
FREQUENCIES: Final[dict[str, tuple[str, ...]]] = {
    "daily": ("daily", "day", "a day", "per day", "every day", "d", "taglich", "tag"),
    "weekly": ("weekly", "week", "a week", "per week", "every week", "w", "wochentlich", "woche"),
    "monthly": ("monthly", "month", "a month", "per month", "every month", "m", "monatlich", "monat"),
}
SERVICES: Final[dict[str, tuple[str, ...]]] = {
    "operations": ("operations", "operations outsourcing"),
    "customer_service": ("customer service",),
    "it_support": ("it support",),
    "field_service": ("field service",),
    "virtual_assistance": ("virtual assistance", "virtual assistant"),
}
_CHOICES: Final[dict[str, dict[str, tuple[str, ...]]]] = {"frequency": FREQUENCIES, "service": SERVICES}


@dataclass(frozen=True, slots=True)
class ReadProcess:
    """``values`` by field, empty cells left out; a row with ``problems`` is set aside."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()

    @property
    def key(self) -> str:
        """What tells processes apart: the name without regard to case and white space."""
        return " ".join(str(self.values.get("name", "")).split()).casefold()


def read(cells: Mapping[str, tuple[str, str]], *, line: int, style: DecimalStyle) -> ReadProcess:
    """Read the cells of a row: field -> (column, text). Empty cells say nothing."""
    values: dict[str, Any] = {}
    problems: list[ImportProblem] = []
    for name, (column, cell) in cells.items():
        text = ANY_MISSING.text(cell)
        if text is None:
            continue
        found = _value(name, text, style)
        if isinstance(found, _Wrong):
            problems.append(found.kind.at(line, column, text, **found.params))
        else:
            values[name] = found
    if "name" not in values and not any(each.column == cells["name"][0] for each in problems):
        problems.append(kinds.NAME_MISSING.at(line, cells["name"][0]))
    if values.get("volume") is not None and "frequency" not in values and "frequency" not in _columns(problems, cells):
        problems.append(kinds.FREQUENCY_MISSING.at(line, cells["volume"][0]))
    return ReadProcess(values, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Wrong:
    kind: ProblemKind
    params: dict[str, object] = field(default_factory=dict)


def _value(name: str, text: str, style: DecimalStyle) -> Any:
    if name in _CHOICES:
        known = _CHOICES[name]
        found = next((key for key, words in known.items() if plain(text) in (*words, plain(key))), None)
        return found or _Wrong(kinds.CHOICE_UNKNOWN, {"choices": ", ".join(words[0] for words in known.values())})
    if name in WHOLE:
        return _whole(text, style, *WHOLE[name])
    if name == "minutes":
        return _minutes(text, style)
    limit = LIMITS.get(name, LONGEST)
    return text if len(text) <= limit else _Wrong(kinds.TEXT_TOO_LONG, {"limit": limit})


def _whole(text: str, style: DecimalStyle, least: int, most: int) -> int | _Wrong:
    number = parse_decimal(text, style)
    if number is None or number != int(number):
        return _Wrong(WHOLE_NUMBER_EXPECTED)
    if not least <= number <= most:
        return _Wrong(kinds.OUT_OF_RANGE, {"least": least, "most": most})
    return int(number)


def _minutes(text: str, style: DecimalStyle) -> Decimal | _Wrong:
    number = parse_decimal(text, style)
    if number is None:
        return _Wrong(NUMBER_UNREADABLE, {"style": style.value})
    if not 0 <= number <= MOST_MINUTES:
        return _Wrong(kinds.OUT_OF_RANGE, {"least": 0, "most": MOST_MINUTES})
    return number.quantize(Decimal("0.01"))


def _columns(problems: list[ImportProblem], cells: Mapping[str, tuple[str, str]]) -> set[str]:
    """The fields whose cells could not be read."""
    wrong = {each.column for each in problems}
    return {name for name, (column, _text) in cells.items() if column in wrong}

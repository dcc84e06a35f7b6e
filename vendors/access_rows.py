"""A row of a file read as a grant of access. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from foundation.inbox.problems import ImportProblem, Level, declare, gettext_noop

NEEDED: Final = ("person_name", "system", "scope", "reason", "expires_on")
_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "person_name": ("person", "name", "user", "person name", "user name"),
    "person_email": ("email", "e mail", "mail", "address", "login"),
    "system": ("system", "application", "tool", "app", "resource"),
    "level": ("level", "role", "access level", "right", "may do"),
    "scope": ("scope", "what exactly", "permissions", "access", "rights"),
    "reason": ("reason", "why", "purpose", "justification"),
    "granted_on": ("granted on", "granted", "from", "start", "since"),
    "expires_on": ("expires on", "expires", "expiry", "until", "end", "last day"),
}
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "read": ("read", "reads", "viewer", "view", "read only"),
    "write": ("write", "changes", "editor", "edit", "member", "user"),
    "admin": ("admin", "administers", "administrator", "owner"),
}
LIMITS: Final = {"person_name": 120, "system": 120, "scope": 200, "reason": 300, "person_email": 254}
COLUMN_MISSING = declare(
    "access_column_missing",
    Level.FATAL,
    gettext_noop("The file needs columns for %(columns)s. Name them so in its first line."),
)
CELL_MISSING = declare("access_cell_missing", Level.ROW, gettext_noop("The cell is empty, and it is needed. Fill it."))
DAY_UNREADABLE = declare(
    "access_day_unreadable", Level.ROW, gettext_noop("“%(value)s” is no day. Write it as 2026-11-30.")
)
DAYS_REVERSED = declare("access_days_reversed", Level.ROW, gettext_noop("The last day lies before the first."))
LEVEL_UNKNOWN = declare(
    "access_level_unknown", Level.ROW, gettext_noop("“%(value)s” is not understood. Write read, write or admin.")
)
TEXT_TOO_LONG = declare(
    "access_text_too_long", Level.ROW, gettext_noop("The text has more than %(limit)s characters. Shorten it.")
)


@dataclass(frozen=True, slots=True)
class ReadGrant:
    """``values`` by field; a row with ``problems`` is set aside."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells grants apart: person and system, without regard to case."""
        return str(self.values.get("person_name", "")).casefold(), str(self.values.get("system", "")).casefold()


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """Field -> column, by the columns' names; what nobody knows is left out."""
    named = {" ".join(name.casefold().replace("_", " ").replace("-", " ").split()): name for name in reversed(header)}
    found: dict[str, str] = {}
    for each, aliases in _ALIASES.items():
        column = next((named[alias] for alias in aliases if alias in named), None)
        if column is not None and column not in found.values():
            found[each] = column
    return found


def missing_columns(columns: Mapping[str, str]) -> ImportProblem | None:
    """What is wrong with a file that lacks a column that is needed; None when none is lacking."""
    lacking = [_ALIASES[name][0] for name in NEEDED if name not in columns]
    return COLUMN_MISSING.at(columns=", ".join(lacking)) if lacking else None


def read(cells: Mapping[str, tuple[str, str]], *, line: int, today: date) -> ReadGrant:
    """Read the cells of a row: field -> (column, text). Unless told the first day is ``today``, the level reading."""
    values: dict[str, Any] = {"granted_on": today, "level": "read"}
    problems: list[ImportProblem] = []
    for name, (column, cell) in cells.items():
        text = " ".join(cell.split())
        if not text:
            if name in NEEDED:
                problems.append(CELL_MISSING.at(line, column))
        elif name in ("granted_on", "expires_on"):
            try:
                values[name] = date.fromisoformat(text)
            except ValueError:
                problems.append(DAY_UNREADABLE.at(line, column, text))
        elif name == "level":
            known = next((key for key, words in LEVELS.items() if text.casefold() in words), None)
            if known is None:
                problems.append(LEVEL_UNKNOWN.at(line, column, text))
            else:
                values[name] = known
        elif len(text) > LIMITS[name]:
            problems.append(TEXT_TOO_LONG.at(line, column, text, limit=LIMITS[name]))
        else:
            values[name] = text
    if not problems and values["expires_on"] < values["granted_on"]:
        problems.append(DAYS_REVERSED.at(line, cells["expires_on"][0], cells["expires_on"][1]))
    return ReadGrant(values, tuple(problems))

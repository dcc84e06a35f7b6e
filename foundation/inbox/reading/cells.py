"""A workbook's typed cell as the text that a CSV would have had."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from foundation.inbox.problems import ProblemKind
from foundation.inbox.reading import kinds

CellValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_DIGITS_KEPT = 10**15
_TRUSTED = dt.date(1900, 3, 1)


class CellText(NamedTuple):
    """The text of a cell, and the kind of problem with it, if any."""

    text: str
    problem: ProblemKind | None = None


def cell_text(value: CellValue) -> CellText:
    """Numbers without a trailing `.0`, dates as ISO 8601, durations as `H:MM:SS`, booleans in lower case."""
    if isinstance(value, str):
        return CellText(value.replace("\0", "␀"), kinds.NUL_CHARACTER) if "\0" in value else CellText(value)
    if isinstance(value, bool):
        return CellText("true" if value else "false")
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.timedelta):
        return CellText(_duration(value))
    if isinstance(value, dt.time):
        return CellText(value.isoformat())
    day = value.date() if isinstance(value, dt.datetime) else value
    return CellText(value.isoformat(), kinds.DATE_BEFORE_1900_MARCH if day < _TRUSTED else None)


def _number(value: float) -> CellText:
    if value % 1:
        return CellText(format(Decimal(repr(value)), "f"))
    return CellText(str(int(value)), kinds.NUMBER_TOO_LONG if abs(value) >= _DIGITS_KEPT else None)


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"

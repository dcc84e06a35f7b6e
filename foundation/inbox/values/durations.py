"""Lengths of time, as minutes."""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from foundation.inbox.values import kinds
from foundation.inbox.values.numbers import DecimalStyle, parse_decimal
from foundation.inbox.values.parsed import ANY_MISSING, Missing, Parsed


class DurationUnit(StrEnum):
    """What a plain number counts."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"


_MINUTES = {DurationUnit.SECONDS: Decimal(1) / 60, DurationUnit.MINUTES: Decimal(1), DurationUnit.HOURS: Decimal(60)}
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_AMOUNT = r"(\d+(?:[.,]\d+)?)\s*"
_WORDS = re.compile(
    rf"(?:P?\s*{_AMOUNT}d(?:ays?)?)?[\s,]*(?:P?T)?(?:{_AMOUNT}h(?:ours?|rs?)?)?[\s,]*"
    rf"(?:{_AMOUNT}m(?:in(?:ute)?s?)?)?[\s,]*(?:{_AMOUNT}s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)
_SECONDS_EACH = (86_400, 3_600, 60, 1)


def parse_minutes(text: str, unit: DurationUnit, style: DecimalStyle) -> Decimal | None:
    """Minutes, unrounded, or None when the text is no duration.

    `1:30` is an hour and a half, `1:30:15` has seconds; `90m`, `1h 30m`, `1.5 hours`, `PT1H30M`; a day (`1d`) is
    24 hours; a plain number counts `unit`. Negative lengths are none.
    """
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(each or 0) for each in match.groups())
        return Decimal(hours * 3600 + minutes * 60 + seconds) / 60
    if (match := _WORDS.fullmatch(text)) and any(match.groups()):
        amounts = (Decimal((each or "0").replace(",", ".")) for each in match.groups())
        return sum((amount * size for amount, size in zip(amounts, _SECONDS_EACH, strict=True)), Decimal(0)) / 60
    number = parse_decimal(text, style)
    if number is None or number < 0:
        return None
    return number / 60 if unit == DurationUnit.SECONDS else number * _MINUTES[unit]


def duration_parser(
    unit: DurationUnit = DurationUnit.MINUTES,
    style: DecimalStyle = DecimalStyle.POINT,
    missing: Missing = ANY_MISSING,
) -> Callable[[str], Parsed[Decimal]]:
    """A parser of one column of durations, in minutes."""

    def parse(cell: str) -> Parsed[Decimal]:
        if cell in missing:
            return Parsed(None)
        minutes = parse_minutes(cell.strip(), unit, style)
        return Parsed(minutes, None if minutes is not None else kinds.DURATION_UNREADABLE)

    return parse

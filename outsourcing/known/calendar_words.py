"""The words of a calendar cell: weekdays, dates, times of day and what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from outsourcing.known.verdicts import UnreadableError

DAY = 86_400
HALF_DAY_HOURS = 12
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {
    "weekday": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "weekends": (5, 6),
    "daily": (0, 1, 2, 3, 4, 5, 6),
    "everyday": (0, 1, 2, 3, 4, 5, 6),
    "all": (0, 1, 2, 3, 4, 5, 6),
}
_WORDS = re.compile(
    r"""
      (?P<always>24\s*/\s*7|24x7|always(?:\s+open)?)
    | (?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2})
    | (?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m\b)?|\d{1,2}\s*[ap]m\b|\d{1,2}(?![\d:.]))
    | (?P<days>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|weekdays?|weekends?|daily|every\s*day|all(?:\s+days)?)
    | (?P<closed>closed|off|none)
    | (?P<to>-+|\u2013|\u2014|\u2192|=>|\.\.+|to\b|until\b)
    | (?P<end>[;|\n])
    | (?P<skip>[\s,&+/=:(){}\[\]"']+|T(?=\d)|and\b|from\b|open\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Mark(Enum):
    """A word that is neither a subject nor a time."""

    ALWAYS = "always"
    CLOSED = "closed"
    TO = "to"
    END = "end"


@dataclass(frozen=True)
class Time:
    """A time of day in seconds, up to 86,400."""

    seconds: int


@dataclass(frozen=True)
class Days:
    """One or more weekdays, Monday 0."""

    numbers: tuple[int, ...]


Word = Mark | Time | Days | date


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order; UnreadableError for anything else."""
    place = 0
    while place < len(text):
        match = _WORDS.match(text, place)
        if match is None:
            raise UnreadableError(f"{text[place:].strip()[:40]!r} in {text[:80]!r}")
        place = match.end()
        kind, found = match.lastgroup, match.group()
        if kind == "time":
            yield Time(_seconds(found))
        elif kind == "date":
            yield _date(found)
        elif kind == "days":
            yield Days(_days(found))
        elif kind != "skip":
            yield Mark(kind)


def dates_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _seconds(text: str) -> int:
    half = text[-2:].lower() if text[-1:].lower() == "m" else ""
    parts = [int(part) for part in text.lower().rstrip("apm ").split(":")]
    hours, minutes, seconds = [*parts, 0, 0][:3]
    if half:
        hours = hours % HALF_DAY_HOURS + (HALF_DAY_HOURS if half == "pm" else 0)
    total = hours * 3600 + minutes * 60 + seconds
    if total > DAY:
        raise UnreadableError(f"no time of day: {text!r}")
    return total


def _date(text: str) -> date:
    year, month, day = (int(part) for part in re.split(r"[-/]", text))
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableError(f"no such date: {text!r}") from None


def _days(text: str) -> tuple[int, ...]:
    name = re.sub(r"\s+", "", text.lower()).removesuffix("days") if text.lower().startswith("all") else text.lower()
    return _GROUPS.get(re.sub(r"\s+", "", name)) or (_NAMES.index(name[:3]),)

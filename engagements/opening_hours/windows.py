"""A window of opening: half-open wall-clock seconds of a local date, possibly over midnight."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from engagements.opening_hours.problems import OpeningHoursError, Problem, ProblemCode
from engagements.opening_hours.wall import DAY_SECONDS

_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Window:
    """Open from `opens` to `closes`, in seconds of wall-clock time since the local midnight on which it opens.

    `0 <= opens < 86,400` and `opens < closes <= opens + 86,400`: a value over 86,400 closes on the next date.
    Raises OpeningHoursError when it is not so.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY_SECONDS and self.opens < self.closes <= self.opens + DAY_SECONDS):
            raise OpeningHoursError([bad_window(f"{clock_text(self.opens)}-{clock_text(self.closes)}")])

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "09:00-17:00"; "22:00-06:00" closes on the next date, "00:00-24:00" is a whole day.

        Raises OpeningHoursError on anything else, and on equal times, which could mean nothing or a whole day.
        """
        opens_text, _, closes_text = text.partition("-")
        opens, closes = clock_seconds(opens_text), clock_seconds(closes_text)
        if opens is None or closes is None or opens in (closes, DAY_SECONDS):
            raise OpeningHoursError([bad_window(text)])
        return cls(opens, closes if closes > opens else closes + DAY_SECONDS)

    def __str__(self) -> str:
        closes = self.closes if self.closes <= DAY_SECONDS else self.closes - DAY_SECONDS
        if closes == self.opens:
            closes = DAY_SECONDS
        return f"{clock_text(self.opens)}-{clock_text(closes)}"


def clock_seconds(text: str) -> int | None:
    """Seconds since midnight of "9:00", "09:00:30" or "24:00"; None when it is no time of day."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return total if total <= DAY_SECONDS else None


def clock_text(seconds: int) -> str:
    """Seconds since midnight as "09:00", or as "09:00:30" when needed."""
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text


def bad_window(text: str) -> Problem:
    """The problem of a window that cannot be read or is empty."""
    hint = "write HH:MM-HH:MM, opening and closing at different times; a whole day is 00:00-24:00"
    return Problem(ProblemCode.BAD_WINDOW, text, f"bad opening window {text!r}: {hint}")


def overlaps(windows: Iterable[tuple[int, Window]], cycle: int | None = None) -> Iterator[tuple[Window, Window]]:
    """Pairs of windows that overlap; each comes with the second at which its day starts, `cycle` wraps the last day."""
    spans = sorted((base + window.opens, base + window.closes, window) for base, window in windows)
    latest = spans[0] if spans else None
    for span in spans[1:]:
        if latest is not None and span[0] < latest[1]:
            yield latest[2], span[2]
        if latest is None or span[1] > latest[1]:
            latest = span
    if cycle and latest is not None and len(spans) > 1 and latest[1] > spans[0][0] + cycle:
        yield latest[2], spans[0][2]

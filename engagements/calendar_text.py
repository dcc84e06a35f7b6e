"""Opening hours as people type them, and back. Pure: no Django, no I/O.

A weekday: ``09:00-12:00, 13:00-17:00`` (empty is closed). Holidays: one a line, ``2026-12-25 Christmas Day``.
Overrides: one a line, ``2026-12-24 09:00-12:00, 13:00-15:00``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from engagements.opening_hours import OpeningHours, OpeningHoursError, ProblemCode, Window
from engagements.opening_hours.plain import WEEKDAYS
from engagements.opening_hours.windows import overlaps

DAY_SECONDS: Final = 86_400
MAX_LINES: Final = 3_000
_SEPARATORS = re.compile(r"[,;\n]+")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_OF_PROBLEM: Final = {ProblemCode.UNKNOWN_ZONE: "zone", ProblemCode.NO_OPEN_TIME: "mon"}


class Wrong(NamedTuple):
    """One thing that cannot be used: the field it stands in, its kind and its text; ``line`` counts from 1."""

    field: str
    code: ProblemCode
    value: str
    line: int | None = None


@dataclass
class CalendarText:
    """What a form holds: a zone, a text per weekday (``mon`` to ``sun``), lines of holidays and of overrides."""

    zone: str
    days: Mapping[str, str] = field(default_factory=dict)
    holidays: str = ""
    overrides: str = ""
    always_open: bool = False


class Read(NamedTuple):
    """What came out: the hours, or None and what is wrong; and the names of holidays by date."""

    hours: OpeningHours | None
    holiday_names: dict[str, str]
    problems: list[Wrong]


def read_text(text: CalendarText) -> Read:
    """Opening hours from what somebody typed, with every problem at the field it stands in."""
    problems: list[Wrong] = []
    week = [read_windows(text.days.get(name, ""), name, problems) for name in WEEKDAYS]
    holidays = dict(_holidays(text.holidays, problems))
    overrides = list(_overrides(text.overrides, problems))
    problems += _overlaps_in(week)
    hours = None
    try:
        hours = OpeningHours(text.zone, tuple(week), tuple(holidays), tuple(overrides), always_open=text.always_open)
    except OpeningHoursError as error:
        problems += _placed(error, has_others=bool(problems), always_open=text.always_open)
        problems = problems or [Wrong("mon", problem.code, problem.value) for problem in error.problems]
    names = {day.isoformat(): name for day, name in holidays.items() if name}
    return Read(None if problems else hours, names, problems)


def read_windows(text: str, name: str, problems: list[Wrong], line: int | None = None) -> tuple[Window, ...]:
    """The windows of one day; what cannot be read goes to ``problems`` under the field ``name``."""
    windows = []
    for part in filter(None, (piece.strip() for piece in _SEPARATORS.split(text))):
        try:
            windows.append(Window.parse(_DASHES.sub("-", part)))
        except OpeningHoursError:
            problems.append(Wrong(name, ProblemCode.BAD_WINDOW, part, line))
    return tuple(windows)


def write_text(hours: OpeningHours, holiday_names: Mapping[str, str]) -> CalendarText:
    """What a form shows for given hours; reading it gives the same hours and names."""
    return CalendarText(
        zone=hours.zone,
        days={name: ", ".join(map(str, day)) for name, day in zip(WEEKDAYS, hours.week, strict=True)},
        holidays=holiday_lines({day: holiday_names.get(day.isoformat(), "") for day in hours.holidays}),
        overrides="\n".join(f"{day} {', '.join(map(str, windows))}".strip() for day, windows in hours.overrides),
        always_open=hours.always_open,
    )


def holiday_lines(holidays: Mapping[date, str]) -> str:
    """Holidays as lines, in the order of their dates."""
    return "\n".join(f"{day.isoformat()} {name}".strip() for day, name in sorted(holidays.items()))


def add_holidays(text: str, more: Mapping[date, str]) -> str:
    """Lines of holidays with others added; a date that stands there already keeps its line, as does what is no date."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    there = {line.split()[0] for line in lines}
    lines += [f"{day.isoformat()} {name}".strip() for day, name in more.items() if day.isoformat() not in there]
    return "\n".join(sorted(lines))


def _holidays(text: str, problems: list[Wrong]) -> Iterator[tuple[date, str]]:
    for _line, day, rest in _dated(text, "holidays", problems):
        yield day, " ".join(rest.split())[:80]


def _overrides(text: str, problems: list[Wrong]) -> Iterator[tuple[date, tuple[Window, ...]]]:
    for line, day, rest in _dated(text, "overrides", problems):
        windows = read_windows(rest.lstrip(": "), "overrides", problems, line)
        for first, second in overlaps([(0, window) for window in windows]):
            problems.append(Wrong("overrides", ProblemCode.OVERLAP, f"{first}, {second}", line))
        yield day, windows


def _dated(text: str, name: str, problems: list[Wrong]) -> Iterator[tuple[int, date, str]]:
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        problems.append(Wrong(name, ProblemCode.OUT_OF_RANGE, str(len(lines))))
        return
    for number, line in enumerate(lines, start=1):
        word, _space, rest = line.strip().partition(" ")
        if not word:
            continue
        try:
            yield number, date.fromisoformat(word.rstrip(":")), rest
        except ValueError:
            problems.append(Wrong(name, ProblemCode.BAD_DATE, word, number))


def _overlaps_in(week: Sequence[tuple[Window, ...]]) -> Iterator[Wrong]:
    """Windows of a day that overlap each other, or those of the next day when they go over midnight."""
    for index, name in enumerate(WEEKDAYS):
        today = [(0, window) for window in week[index]]
        tomorrow = [(DAY_SECONDS, window) for window in week[(index + 1) % len(WEEKDAYS)]]
        for first, second in overlaps(today):
            yield Wrong(name, ProblemCode.OVERLAP, f"{first}, {second}")
        latest = max((window.closes for _base, window in today), default=0)
        late = next((str(window) for _base, window in today if window.closes == latest), "")
        for base, window in tomorrow:
            if base + window.opens < latest:
                yield Wrong(name, ProblemCode.OVERLAP, f"{late}, {window}")


def _placed(error: OpeningHoursError, *, has_others: bool, always_open: bool) -> Iterator[Wrong]:
    """Problems of the whole, each at a field; those that follow from what was reported already are left out."""
    for problem in error.problems:
        if problem.code is ProblemCode.OVERLAP or (problem.code is ProblemCode.NO_OPEN_TIME and has_others):
            continue
        if problem.code is ProblemCode.CLASH:
            yield Wrong("always_open" if problem.value == "always_open" else "overrides", problem.code, problem.value)
        elif not (always_open and problem.code is ProblemCode.NO_OPEN_TIME):
            yield Wrong(_OF_PROBLEM.get(problem.code, "mon"), problem.code, problem.value)

"""A week of opening hours, drawn: one bar of 24 hours a day. Pure: no Django, no I/O."""

from __future__ import annotations

from typing import NamedTuple

from engagements.opening_hours import OpeningHours
from engagements.opening_hours.plain import WEEKDAYS
from engagements.opening_hours.windows import clock_text
from foundation.charts.svg import line, picture, rect

DAY_SECONDS = 86_400
WIDTH, HEIGHT = 240.0, 12.0


class WeekRow(NamedTuple):
    """A weekday: its number (Monday is 0), its windows as text, its open hours, its bar as SVG.

    ``until`` is when a window of the day before closes, such as ``06:00``; empty when none goes over midnight.
    """

    number: int
    text: str
    until: str
    open_hours: float
    bar: str


def week_rows(hours: OpeningHours) -> list[WeekRow]:
    """The seven days; a window over midnight is drawn on both days and written on the one on which it opens."""
    rows = []
    for number in range(len(WEEKDAYS)):
        parts = _open_parts(hours, number)
        text = "00:00-24:00" if hours.always_open else ", ".join(map(str, hours.week[number]))
        spent = sum(closes - opens for opens, closes in parts) / 3600
        late = max((window.closes for window in hours.week[number - 1]), default=0) - DAY_SECONDS
        until = clock_text(late) if late > 0 else ""
        rows.append(WeekRow(number, text, until, spent, _bar(parts, text or until or "-")))
    return rows


def _open_parts(hours: OpeningHours, number: int) -> list[tuple[int, int]]:
    """Open stretches of one local day, in seconds since its midnight."""
    if hours.always_open:
        return [(0, DAY_SECONDS)]
    today = [(window.opens, min(window.closes, DAY_SECONDS)) for window in hours.week[number]]
    before = [window for window in hours.week[number - 1] if window.closes > DAY_SECONDS]
    return sorted([(0, window.closes - DAY_SECONDS) for window in before] + today)


def _bar(parts: list[tuple[int, int]], label: str) -> str:
    scale = WIDTH / DAY_SECONDS
    body = [rect(0, 2, WIDTH, HEIGHT - 4, "band3", radius=2)]
    body += [rect(opens * scale, 1, (closes - opens) * scale, HEIGHT - 2, "act", radius=2) for opens, closes in parts]
    body += [line((WIDTH * hour / 24, 0), (WIDTH * hour / 24, HEIGHT), "grid") for hour in (6, 12, 18)]
    return picture(WIDTH, HEIGHT, label, body, "week")

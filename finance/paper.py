"""How much of a case goes onto the one page, and how large: chosen by estimate, so that one rendering is enough. Pure.

Lengths are CSS pixels (0.75 pt). Nothing is set smaller than 7 pt, however much there is to say: there is less of it
then, and the page says how much more there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from finance.sheets import Row, Sheet
from foundation.charts.svg import text_width

SIZES: Final = {"A4": (703.0, 1032.0), "Letter": (725.0, 965.0)}
"""Room inside the margins of 12 mm."""

TALLEST: Final = 300.0
"""Of the charts; they take what the rest leaves, at least what the bars of the tornado need."""

_NAMES: Final = 44
_PEOPLE: Final = 34
_SLACK: Final = 40.0
_ROW: Final = 18.6
_SECOND_LINE: Final = 12.0

GAP: Final = 18.0
"""Between two columns."""


class Density(NamedTuple):
    """How much is said. Of the title its size in px; letters of the ask, of a basis, of a point in the lists below and
    of an option's name; most bars of the tornado, rows of the table, and points in each list."""

    title: float
    ask: int
    basis: int
    point: int
    head: int
    bars: int
    rows: int
    points: int


DENSITIES: Final = (
    Density(22.0, 500, 84, 170, 60, 10, 12, 6),
    Density(22.0, 500, 42, 150, 48, 8, 12, 6),
    Density(20.0, 420, 42, 120, 40, 8, 12, 5),
    Density(20.0, 380, 40, 105, 40, 8, 11, 5),
    Density(18.0, 340, 40, 84, 34, 8, 10, 5),
    Density(18.0, 300, 38, 76, 34, 7, 9, 4),
    Density(16.0, 260, 36, 72, 28, 6, 9, 4),
    Density(16.0, 220, 34, 70, 28, 5, 8, 3),
    Density(15.0, 180, 32, 64, 24, 4, 7, 3),
    Density(15.0, 140, 0, 60, 20, 4, 6, 2),
)


class Lists(NamedTuple):
    """The three lists at the foot, whole: what a plan cuts."""

    assumptions: Sequence[str]
    risks: Sequence[str]
    guardrails: Sequence[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A page: its rows and those left out, how dense it is, and how tall the charts may be."""

    rows: tuple[Row, ...]
    rest: tuple[Row, ...]
    density: Density
    width: float
    half: float
    chart: float


def plans(sheet: Sheet, paper: str, *, lists: Lists, said: Sequence[str]) -> Iterator[Plan]:
    """The roomiest plan that should fit, then denser ones, should the estimate have been wrong.

    `said` are the sentences under the title, the ask first.
    """
    width, height = SIZES[paper]
    for at, density in enumerate(DENSITIES):
        rows, rest = sheet.table.most(density.rows)
        left = height - _estimate(sheet, rows, lists, said, density, width)
        bars = 34.0 + 18 * max(min(density.bars, len(sheet.sensitivity.bars)), 4)
        if left < bars and at < len(DENSITIES) - 1:
            continue
        chart = min(max(left, bars), TALLEST)
        for tall in (chart, *([bars] if chart > bars + _SLACK else [])):
            yield Plan(rows, rest, density, width, (width - GAP) / 2, tall)


def cut(points: Sequence[str], density: Density) -> tuple[list[str], int]:
    """The points that have room, and how many have none."""
    return list(points[: density.points]), max(len(points) - density.points, 0)


def _estimate(
    sheet: Sheet, rows: Sequence[Row], lists: Lists, said: Sequence[str], density: Density, width: float
) -> float:
    """Height of everything but the charts."""
    facts = sheet.facts
    left = width - 245
    names = min(len(facts.organization), 30) + min(len(facts.about), 30)
    people = min(len(facts.prepared_by), 22) + min(len(facts.asked), 22)
    title = lines_of(facts.title, left, density.title, bold=True) * density.title * 1.18
    ask = sum(lines_of(text[: density.ask], left, 11.6) * 15.6 + 3 for text in said)
    head = 24 + 14 * (names > _NAMES or people > _PEOPLE) + max(title + ask, 112) + 16
    tiles, headings, note = 64, 2 * 15.5 + 14, 30
    decision = 62 + lines_of(facts.conditions[: density.ask], width - 340, 10.6) * 14 * bool(facts.conditions)
    third = (width - 2 * GAP) / 3 - 12
    points = 34 + max(_points(each, density, third) for each in lists)
    return head + tiles + headings + note + _table(sheet, rows, density, width) + points + decision + 36


def _table(sheet: Sheet, rows: Sequence[Row], density: Density, width: float) -> float:
    """Heading, head, rows, what has no room, total and NPV."""
    money = 88.0 * len(sheet.table.options) + 75 * (sheet.table.differences is not None)
    basis = width - 144 - money - 7
    head = max(lines_of(option.name[: density.head], 80, 9.6, bold=True) for option in sheet.table.options)
    lines = max(1, -(-density.basis * 5.3 // basis))
    more = len(rows) < len(sheet.table.rows)
    return 28 + head * 12.2 + 8 + len(rows) * (_ROW + (lines - 1) * _SECOND_LINE) + (more + 2) * _ROW + _SECOND_LINE


def _points(points: Sequence[str], density: Density, width: float) -> float:
    kept, more = cut(points, density)
    return sum(lines_of(point[: density.point], width, 10.6) * 13.7 + 2.4 for point in kept) + 14 * bool(more)


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes. Its measured width is on the wide side; but lines break at words."""
    wide = text_width(text, size, 600 if bold else 400)
    return 1 if wide <= width * 1.04 else math.ceil(wide / (width * 0.97))

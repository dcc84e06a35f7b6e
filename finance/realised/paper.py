"""How much of a realisation goes onto its one page, and how large: chosen by estimate. Pure. Lengths are CSS pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from finance.paper import GAP, SIZES, TALLEST, lines_of
from finance.realised.sheet import RealisedRow, RealisedSheet

_ROW: Final = 18.6
_SECOND_LINE: Final = 12.0
_BAR: Final = 18.0
_SLACK: Final = 40.0
FIGURES: Final = 7 * 69.0


class RealisedDensity(NamedTuple):
    """How much is said: the title's size in px; letters of a sentence, of a line's name, of a point in the lists;
    most bars, rows and points."""

    title: float
    said: int
    name: int
    point: int
    bars: int
    rows: int
    points: int


DENSITIES: Final = (
    RealisedDensity(22.0, 500, 70, 210, 10, 16, 7),
    RealisedDensity(22.0, 420, 36, 170, 10, 14, 6),
    RealisedDensity(20.0, 340, 36, 120, 8, 12, 5),
    RealisedDensity(18.0, 280, 36, 90, 7, 11, 4),
    RealisedDensity(16.0, 220, 36, 76, 6, 10, 4),
    RealisedDensity(15.0, 160, 36, 64, 5, 8, 3),
    RealisedDensity(15.0, 120, 36, 60, 4, 6, 2),
)


class RealisedLists(NamedTuple):
    """The three lists at the foot, whole: why it differs, what is not known, what would make us stop."""

    why: Sequence[str]
    unknown: Sequence[str]
    guardrails: Sequence[str]


@dataclass(frozen=True, slots=True)
class RealisedPlan:
    """A page: its rows and those left out, how dense it is, and how tall the charts may be."""

    rows: tuple[RealisedRow, ...]
    rest: tuple[RealisedRow, ...]
    density: RealisedDensity
    half: float
    chart: float


def plans(
    sheet: RealisedSheet, paper: str, *, lists: RealisedLists, said: Sequence[str], beside: Sequence[str]
) -> Iterator[RealisedPlan]:
    """The roomiest plan that should fit, then denser ones, should the estimate have been wrong. `said` stands under the
    title, `beside` in the box at its right."""
    width, height = SIZES[paper]
    for at, density in enumerate(DENSITIES):
        rows, rest = sheet.most(density.rows)
        left = height - _estimate(sheet, rows, lists, said, beside, density, width)
        bars = 30 + _BAR * max(min(density.bars, len(sheet.rows)), 6)
        if left < bars and at < len(DENSITIES) - 1:
            continue
        chart = min(max(left, bars), TALLEST)
        for tall in (chart, *([bars] if chart > bars + _SLACK else [])):
            yield RealisedPlan(rows, rest, density, (width - GAP) / 2, tall)


def _estimate(
    sheet: RealisedSheet,
    rows: Sequence[RealisedRow],
    lists: RealisedLists,
    said: Sequence[str],
    beside: Sequence[str],
    density: RealisedDensity,
    width: float,
) -> float:
    """Height of everything but the charts."""
    left = width - 245
    title = lines_of(sheet.facts.title, left, density.title, bold=True) * density.title * 1.18
    words = sum(lines_of(text[: density.said], left, 11.6) * 15.6 + 3 for text in said)
    box = 34 + sum(lines_of(text[: density.said], 190, 10.4) * 13.8 for text in beside)
    head = 38 + max(title + words, box) + 16
    names = (min(len(row.row.name) + 20, density.name) * 5.7 / (width - FIGURES - 7) for row in rows)
    seconds = sum(name > 1 for name in names)
    table = 58 + (len(rows) + 3) * _ROW + seconds * _SECOND_LINE
    third = (width - 2 * GAP) / 3 - 12
    points = 34 + max(_points(each, density, third) for each in lists)
    return head + 68 + 46 + 42 + table + points + 62 + 36


def _points(points: Sequence[str], density: RealisedDensity, width: float) -> float:
    kept = points[: density.points]
    more = len(points) > density.points
    return sum(lines_of(point[: density.point], width, 10.6) * 13.7 + 2.4 for point in kept) + 14 * more

"""What goes onto the one page, and how large: chosen by estimate, so that one rendering is enough. Pure.

Lengths are CSS pixels (0.75 pt). Nothing is set smaller than 7 pt, however much there is to say: there is less of
it then, and the page says how much more there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple

from foundation.charts.svg import text_width
from scorecards.sheet_lines import SheetLine
from scorecards.sheets import Cause, Promise, Sheet

METRICS: Final = 7
ACTIONS: Final = 5
CHART: Final = (112.0, 268.0)
"""Least and greatest height of the chart; it takes what the rest leaves."""

LEAST: Final = 78.0
"""Height of the chart where nothing else gives way."""

SMALL: Final = 118.0
"""Height of a chart of another metric, drawn two to a row where the page would else stay blank."""

TALLEST: Final = 200.0
_SMALL_ROW: Final = SMALL + 34
SIZES: Final = {"A4": (703.0, 1032.0), "Letter": (725.0, 965.0)}
"""Room inside the margins of 12 mm."""


def whole_words(text: str, letters: int) -> str:
    """As many words of a text as fit into some letters, with an ellipsis where something is left out; a first word that
    is too long is cut."""
    if len(text) <= letters:
        return text
    words = text[:letters].rpartition(" ")[0].rstrip(" ,;:.") or text[: letters - 1]
    return f"{words}…"


class Density(NamedTuple):
    """How much is said, in letters: of the headline (with its size in px) and what stands below it, of names,
    definitions, sources, causes, actions, metrics and owners beside them; and of
    questions, and how many of these."""

    headline: float
    headline_length: int
    lead: int
    name: int
    definition: int
    source: int
    cause: int
    action: int
    label: int
    owner: int
    questions: int
    question: int


DENSITIES: Final = (
    Density(22.0, 300, 200, 120, 150, 60, 220, 160, 60, 40, 4, 190),
    Density(20.0, 300, 200, 120, 110, 40, 170, 130, 48, 30, 3, 190),
    Density(20.0, 300, 170, 110, 58, 26, 130, 110, 40, 26, 3, 170),
    Density(18.0, 300, 150, 90, 54, 0, 110, 96, 36, 22, 3, 160),
    Density(18.0, 300, 140, 60, 54, 0, 100, 84, 32, 20, 2, 140),
    Density(16.0, 260, 130, 56, 29, 0, 84, 70, 28, 18, 2, 130),
    Density(15.0, 220, 100, 27, 29, 0, 66, 60, 22, 15, 2, 110),
    Density(15.0, 160, 0, 27, 0, 0, 40, 38, 16, 9, 1, 84),
)


class Row(NamedTuple):
    """A line of "root causes and corrective actions": either side may be missing."""

    metric: str
    cause: Cause | None
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A page: its lines and rows, how many are left out, how dense it is and how tall the chart may be."""

    lines: tuple[SheetLine, ...]
    more_lines: int
    rows: tuple[Row, ...]
    more_rows: int
    density: Density
    width: float
    chart: float
    small: tuple[tuple[SheetLine, ...], ...]
    small_height: float


def plans(sheet: Sheet, paper: str, *, questions: Sequence[str]) -> Iterator[Plan]:
    """The roomiest plan that should fit, then denser ones, should the estimate have been wrong."""
    width, height = SIZES[paper]
    chosen = _chosen(sheet)
    rows = _rows(sheet)
    for at, density in enumerate(DENSITIES):
        left = height - _estimate(sheet, chosen, rows[:ACTIONS], density, width, questions)
        is_last = at == len(DENSITIES) - 1
        if left < CHART[0] and not is_last:
            continue
        small = _small_rows(sheet, left)
        yield Plan(
            lines=chosen,
            more_lines=len(sheet.lines) - len(chosen),
            rows=tuple(rows[:ACTIONS]),
            more_rows=_left_out(rows[ACTIONS:]),
            density=density,
            width=width,
            chart=(chart := min(max(left - len(small) * _SMALL_ROW, LEAST if is_last else CHART[0]), CHART[1])),
            small=small,
            small_height=_small_height(left - (chart if sheet.worst else 0), len(small)),
        )


def _chosen(sheet: Sheet) -> tuple[SheetLine, ...]:
    """The worst metrics where there are too many, in the scorecard's own order."""
    kept = {line.metric_id for line in sheet.by_weight[:METRICS]}
    return tuple(line for line in sheet.lines if line.metric_id in kept)


def _small_rows(sheet: Sheet, left: float) -> tuple[tuple[SheetLine, ...], ...]:
    """The other metrics worth a chart, the worst first, two to a row, as many rows as there is room for."""
    others = [
        line for line in sheet.by_weight if line is not sheet.worst and any(d.value is not None for d in line.series)
    ]
    room = int((left - (CHART[1] - 60 if sheet.worst else 0)) // _SMALL_ROW)
    pairs = [tuple(others[at : at + 2]) for at in range(0, len(others), 2)]
    return tuple(pairs[: max(0, room)])


def _small_height(left: float, rows: int) -> float:
    """What is left, shared by the rows."""
    return min(max(left / rows - (_SMALL_ROW - SMALL), SMALL), TALLEST) if rows else SMALL


def _rows(sheet: Sheet) -> list[Row]:
    """Causes beside actions of the same metric: those with an action first, then the worst metric, then the latest."""
    order = [line.metric_id for line in sheet.by_weight]
    promises = sorted(sheet.promises, key=lambda each: (each.state != "open", -each.days_late, each.due_date))
    metrics = {cause.metric_id: cause.metric for cause in sheet.causes}
    metrics |= {each.metric_id: each.metric for each in promises if each.metric_id is not None}
    found = []
    for metric_id in sorted(metrics, key=lambda pk: order.index(pk) if pk in order else len(order)):
        causes = [cause for cause in sheet.causes if cause.metric_id == metric_id]
        actions = [each for each in promises if each.metric_id == metric_id]
        found += [Row(metrics[metric_id], cause, action) for cause, action in zip_longest(causes, actions)]
    found += [Row("", None, each) for each in promises if each.metric_id is None]
    return sorted(found, key=lambda row: row.promise is None)


def _left_out(rows: Sequence[Row]) -> int:
    """How many actions have no room; where all have, how many causes."""
    return sum(row.promise is not None for row in rows) or len(rows)


def _estimate(
    sheet: Sheet,
    lines: Sequence[SheetLine],
    rows: Sequence[Row],
    density: Density,
    width: float,
    questions: Sequence[str],
) -> float:
    """Height of everything but the chart."""
    headline = _lines(sheet.headline[: density.headline_length], width - 182, density.headline, bold=True)
    said = density.lead * (bool(sheet.causes) + bool(sheet.revision_reason))
    lead = (1 + (said > 100)) if density.lead else 0  # noqa: PLR2004  # a line's letters
    head = 24 + max(headline * density.headline * 1.2 + lead * 16 + 18, 84)
    table = 22 + sum(_metric_height(line, density) for line in lines) + 24
    causes = 46 + sum(_row_height(row, density) for row in rows) if rows else 34
    asked = 34 + sum(
        _lines(question[: density.question], width * 0.62, 11.3) * 15.5 for question in questions[: density.questions]
    )
    strip, chart_words, foot = 50 if density.lead else 0, 46 if sheet.worst else 0, 30
    ours = 32 if density.lead and sheet.accountability else 0
    return head + table + causes + max(asked, 34 + 3 * 16) + strip + ours + chart_words + foot


def _metric_height(line: SheetLine, density: Density) -> float:
    name = _lines(line.name[: density.name], 168, 11.3, bold=True) * 15
    words = f"{line.definition[: density.definition]} {line.source[: density.source]}".strip()
    definition = _lines(words, 168, 9.6) * 12.2 if words else 0
    figures = 15 + 12.2 * ((line.counted != "") + line.is_adjusted)
    signal = _lines(line.signal_words, 60, 10, bold=line.is_signal) * 13.2
    return max(name + definition, figures, signal) + 9


def _row_height(row: Row, density: Density) -> float:
    cause = _lines((row.cause.text if row.cause else "")[: density.cause], 205, 10.6) * 13.6
    action = _lines((row.promise.title if row.promise else "")[: density.action], 195, 10.6) * 13.6
    metric = _lines(row.metric[: density.label], 84, 10.6) * 13.6
    owner = _lines((row.promise.owner if row.promise else "")[: density.owner], 62, 10.6) * 13.6
    return max(cause, action, metric, owner) + 8


def _lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes. Its measured width is on the wide side; but lines break at words."""
    wide = text_width(text, size, 600 if bold else 400)
    return 1 if wide <= width * 1.06 else math.ceil(wide / (width * 0.97))

"""Horizontal bars: how old the backlog is, and what deviates how far from its plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from foundation.charts.marks import STATUS_COLOURS, mark
from foundation.charts.scale import Scale, Value, finite, present
from foundation.charts.svg import fit, line, picture, rect, text, text_width
from foundation.charts.words import ENGLISH, Words, digits_for, sentence

_ROW: Final = 18.0
_GAP: Final = 6.0
_MARK: Final = 13.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its figure, and a status where it has one."""

    label: str
    value: Value
    status: str = ""


def ageing_bars(
    bars: Sequence[Bar],
    *,
    width: float = 280,
    name: str = "",
    unit: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Counts per ageing band from zero, the figure at the end of each bar; a band with a status carries its mark.

    No data is an outline; a negative count is drawn as none.
    """
    left = _left(bars, width)
    values = [finite(bar.value) for bar in bars]
    figures = [words.figure(value, unit) for value in values]
    right = max([text_width(figure, 10, 600) for figure in figures], default=0) + _GAP
    x = Scale(0, max([0.0, *present(values)]), left, max(width - right - _GAP, left + 1))
    body = _names(bars, left)
    for row, (bar, value, figure) in enumerate(zip(bars, values, figures, strict=True)):
        end = x(max(value or 0.0, 0.0)) if x.high else left
        top = row * _ROW
        colour = STATUS_COLOURS.get(bar.status, "act")
        body.append(rect(left, top + 4, end - left, _ROW - 8, colour, radius=1.5))
        body.append(text((end + 5, top + 12.6), figure, "mute" if value is None else "ink", 10, weight=600))
    body.append(line((left, 1), (left, max(len(bars), 1) * _ROW - 1), "mute", 0.8))
    return picture(width, max(len(bars), 1) * _ROW, label or _finding(bars, figures, name, words), body, "bars")


def deviation_bars(
    bars: Sequence[Bar],
    *,
    width: float = 280,
    name: str = "",
    unit: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Differences to the left and right of a common zero, each with its sign."""
    left = _left(bars, width)
    values = [finite(bar.value) for bar in bars]
    digits = digits_for(present(values))
    figures = [words.figure(value, unit, digits, signed=True) for value in values]
    room = max([text_width(figure, 10, 600) for figure in figures], default=0) + _GAP
    reach = max(map(abs, present(values)), default=0.0)
    x = Scale(-reach, reach, left + room, max(width - room, left + room + 2))
    zero = x(0.0)
    body = _names(bars, left)
    for row, (bar, value, figure) in enumerate(zip(bars, values, figures, strict=True)):
        top, end = row * _ROW, x(value or 0.0)
        colour = STATUS_COLOURS.get(bar.status, "act")
        body.append(rect(min(zero, end), top + 4, abs(end - zero), _ROW - 8, colour, radius=1.5))
        negative = end < zero
        at = (end - 4 if negative else end + 4, top + 12.6)
        body.append(
            text(at, figure, "mute" if value is None else "ink", 10, "end" if negative else "start", weight=600)
        )
    body.append(line((zero, 1), (zero, max(len(bars), 1) * _ROW - 1), "ink", 0.9))
    return picture(width, max(len(bars), 1) * _ROW, label or _finding(bars, figures, name, words), body, "bars")


def _left(bars: Sequence[Bar], width: float) -> float:
    marks = _MARK if any(bar.status for bar in bars) else 0
    return min(max([text_width(bar.label, 10) for bar in bars], default=0) + marks + _GAP, width * 0.45)


def _names(bars: Sequence[Bar], left: float) -> list[str]:
    indent = _MARK if any(bar.status for bar in bars) else 0.0
    body = []
    for row, bar in enumerate(bars):
        if bar.status:
            body.append(mark(bar.status, (5, row * _ROW + _ROW / 2), 8))
        body.append(text((indent, row * _ROW + 12.6), fit(bar.label, left - indent - _GAP, 10), "ink", 10))
    return body


def _finding(bars: Sequence[Bar], figures: Sequence[str], name: str, words: Words) -> str:
    rows = [
        f"{bar.label} {figure}" + (f" ({words.status(bar.status)})" if words.status(bar.status) else "")
        for bar, figure in zip(bars, figures, strict=True)
    ]
    return (f"{name}: " if name else "") + (sentence(*rows) or words.no_data())

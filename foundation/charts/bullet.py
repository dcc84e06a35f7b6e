"""Bullet graph (Stephen Few): an actual figure against minimum, expected and stretch, with the way that is better."""

from dataclasses import dataclass
from typing import Final

from foundation.charts.marks import STATUS_COLOURS, mark
from foundation.charts.scale import Scale, Value, finite, padded, present
from foundation.charts.svg import Colour, line, picture, polygon, rect, text, text_width
from foundation.charts.words import ENGLISH, Words, sentence

_TALL: Final = 0.7
"""The axis starts at zero unless all figures lie in the part of the way from zero that is beyond this share."""
_ROOM: Final = 0.3
_LEGEND_GAP: Final = 14.0


@dataclass(frozen=True, slots=True)
class _Bounds:
    minimum: float | None
    expected: float | None
    stretch: float | None
    lower_is_better: bool


def bullet(
    actual: Value,
    expected: Value,
    *,
    minimum: Value = None,
    stretch: Value = None,
    lower_is_better: bool = False,
    status: str = "",
    domain: tuple[float, float] | None = None,
    possible: tuple[float, float] | None = None,
    width: float = 116,
    height: float = 20,
    name: str = "",
    unit: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Actual against target: dark band worse than the minimum, middle band up to expected, light band beyond.

    The tall tick is the expected value, its arrowhead points to the better side; the small tick is the stretch value.
    `domain` sets the axis; otherwise it fits the figures inside `possible`, and two slanted cuts say that it does not
    start at zero. Without an actual figure, bands and target stay. `label` replaces the text alternative.
    """
    bounds = _Bounds(finite(minimum), finite(expected), finite(stretch), lower_is_better)
    value = finite(actual)
    label = label or _finding(value, bounds, status=status, name=name, unit=unit, words=words)
    figures = present([value, bounds.minimum, bounds.expected, bounds.stretch])
    if not figures:
        return picture(width, height, label, [rect(0, 5, width, height - 8, "band3")], "bullet")
    low, high = domain or _domain(figures, possible)
    x = Scale(low, high, 0, width)
    top, tall = 5.0, height - 8
    body = _bands(x, bounds, width, top, tall)
    middle = top + tall / 2
    if value is not None:
        origin = x(0.0)
        begin, end = sorted((origin, x(value)))
        body.append(rect(begin, middle - tall / 6, end - begin, tall / 3, STATUS_COLOURS.get(status, "act")))
    if value is not None and not x.holds(0.0):
        body.append(_cut(3.0 if low > 0 else width - 7.0, top, tall))
    body += _target(x, bounds, top, tall)
    at = min(max(x(value), 4.5), width - 4.5) if value is not None else 4.5
    if value is None or status:
        body.append(mark(status if value is not None else "no_data", (at, middle), 8, "paper"))
    return picture(width, height, label, body, "bullet")


def bullet_legend(*, words: Words = ENGLISH) -> str:
    """What the bands and ticks of the bullet graphs on a page mean, in one line."""
    gettext = words.gettext
    body: list[str] = []
    x = 0.0
    bands: list[tuple[Colour, str]] = [
        ("band1", gettext("worse than minimum")),
        ("band2", gettext("minimum to expected")),
        ("band3", gettext("expected met")),
    ]
    for colour, meaning in bands:
        body += [rect(x, 4, 14, 9, colour), text((x + 18, 12), meaning, "mute")]
        x += 18 + text_width(meaning) + _LEGEND_GAP
    ticks = [
        (_arrow(x + 3, 1, 1) + rect(x + 2, 1, 2, 14, "tgt"), gettext("expected, arrow to the better side")),
        ("", gettext("stretch")),
    ]
    for drawn, meaning in ticks:
        body += [drawn or rect(x + 2, 5, 1.4, 7, "mute"), text((x + 11, 12), meaning, "mute")]
        x += 11 + text_width(meaning) + _LEGEND_GAP
    label = gettext("Legend: bands are worse than minimum, minimum to expected, expected met; the tick is expected")
    return picture(x - _LEGEND_GAP, 17, label, body, "legend")


def _domain(figures: list[float], possible: tuple[float, float] | None) -> tuple[float, float]:
    low, high = padded(figures, _ROOM)
    if min(figures) >= 0 and min(figures) < _TALL * max(figures):
        low = 0.0
    elif max(figures) <= 0 and max(figures) > _TALL * min(figures):
        high = 0.0
    elif min(figures) >= 0:
        low = max(low, 0.0)
    elif max(figures) <= 0:
        high = min(high, 0.0)
    if possible and possible[0] <= min(figures) and max(figures) <= possible[1]:
        low, high = max(low, possible[0]), min(high, possible[1])
    return low, high


def _bands(x: Scale, bounds: _Bounds, width: float, top: float, tall: float) -> list[str]:
    """Three zones from the worse to the better end."""
    worse, better = (width, 0.0) if bounds.lower_is_better else (0.0, width)
    expected = x(bounds.expected) if bounds.expected is not None else worse
    minimum = x(bounds.minimum) if bounds.minimum is not None else expected
    edges: list[tuple[float, float, Colour]] = [
        (worse, minimum, "band1"),
        (minimum, expected, "band2"),
        (expected, better, "band3"),
    ]
    return [rect(min(begin, end), top, abs(end - begin), tall, colour) for begin, end, colour in edges if begin != end]


def _target(x: Scale, bounds: _Bounds, top: float, tall: float) -> list[str]:
    drawn = []
    if bounds.stretch is not None and x.holds(bounds.stretch):
        drawn.append(rect(x(bounds.stretch) - 0.7, top + 2, 1.4, tall - 4, "mute"))
    if bounds.expected is not None:
        at = min(max(x(bounds.expected), 1.0), x.end - 1.0)
        drawn += [rect(at - 1, 1, 2, tall + 6, "tgt"), _arrow(at, 1, -1 if bounds.lower_is_better else 1)]
    return drawn


def _arrow(x: float, top: float, side: int) -> str:
    """A small flag at the top of the target tick, pointing to the better side."""
    return polygon([(x, top - 0.5), (x + 5 * side, top + 2), (x, top + 4.5)], "tgt")


def _cut(x: float, top: float, tall: float) -> str:
    """Two slanted cuts through the band: the axis does not start at zero."""
    ends = [((x + step, top + tall + 1), (x + step + 3, top - 1)) for step in (0.0, 3.5)]
    return "".join(line(begin, end, "paper", 1.4) for begin, end in ends)


def _finding(value: float | None, bounds: _Bounds, *, status: str, name: str, unit: str, words: Words) -> str:
    gettext = words.gettext
    sign = "≤" if bounds.lower_is_better else "≥"
    parts = [words.figure(value, unit), words.status(status) if value is not None else ""]
    if bounds.expected is not None:
        parts.append(gettext("target %(target)s") % {"target": f"{sign} {words.figure(bounds.expected, unit)}"})
    if bounds.minimum is not None:
        parts.append(gettext("minimum %(minimum)s") % {"minimum": words.figure(bounds.minimum, unit)})
    if bounds.stretch is not None:
        parts.append(gettext("stretch %(stretch)s") % {"stretch": words.figure(bounds.stretch, unit)})
    return (f"{name}: " if name else "") + sentence(*parts)

"""Tornado: how far each driver, alone at its low and at its high, moves a result from its base; longest bar first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from foundation.charts.scale import Scale, Value, finite, padded, present
from foundation.charts.svg import Anchor, Colour, fit, frame, line, picture, rect, text, text_width
from foundation.charts.words import ENGLISH, Words, sentence

_ROW: Final = 18.0
_WIDEST: Final = 27.0
_TOP: Final = 16.0
_BELOW: Final = 16.0
_GAP: Final = 6.0
_REACH: Final = 0.6
"""Zero is drawn while it lies no further beyond the bars than this part of their width."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One driver: the result with it at its low and at its high, and these two values in words ("+15%", "22 h")."""

    label: str
    at_low: Value
    at_high: Value
    low_text: str = ""
    high_text: str = ""


@dataclass(frozen=True, slots=True)
class _Plot:
    base: float
    x: Scale
    left: float
    width: float
    height: float


def tornado(
    swings: Sequence[Swing],
    *,
    base: Value,
    width: float = 400,
    height: float | None = None,
    base_text: str = "",
    zero_text: str = "",
    name: str = "",
    finding: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Bars from the base: worse to the left, better to the right, each with the driver's value at its end.

    Zero is a dashed line with `zero_text` ("NPV = 0") where it lies near; `base_text` stands over the base. The order
    is the caller's. Rows lie wider apart to fill `height`, up to a point. `finding` goes into the text alternative,
    `label` replaces it.
    """
    middle = finite(base)
    label = label or _alternative(swings, middle, name=name, finding=finding, words=words)
    pitch = _pitch(len(swings), height)
    height = _TOP + max(len(swings), 1) * pitch + _BELOW
    ends = present([finite(end) for swing in swings for end in (swing.at_low, swing.at_high)])
    if middle is None or not ends:
        empty = text((width / 2, height / 2 + 4), words.no_data(), "mute", 11, "middle")
        return picture(
            width, height, label, [frame(0.6, 0.6, width - 1.2, height - 1.2, "grid", radius=4), empty], "tornado"
        )
    left = min(max(text_width(swing.label) for swing in swings) + _GAP, width * 0.38)
    halves = [_halves(swing, middle) for swing in swings]
    widest = max([text_width(what) for each in halves for _, what, _ in each], default=0)
    room = min(widest + 6, width * 0.2)
    x = Scale(*_domain([middle, *ends]), left + room, max(width - room, left + room + 4))
    plot = _Plot(middle, x, left, width, height)
    body = [*_zero(plot, zero_text)]
    for row, (swing, ends_of) in enumerate(zip(swings, halves, strict=True)):
        body += _bar(plot, swing.label, ends_of, _TOP + row * pitch + (pitch - _ROW) / 2)
    return picture(width, height, label, [*body, *_base(plot, base_text)], "tornado")


def _pitch(rows: int, height: float | None) -> float:
    """From one row to the next."""
    free = _ROW if height is None else (height - _TOP - _BELOW) / max(rows, 1)
    return min(max(free, _ROW), _WIDEST)


def _domain(shown: list[float]) -> tuple[float, float]:
    """From the least to the greatest result, and on to zero where that is near."""
    low, high = padded(shown, 0)
    unit = max(abs(low), abs(high)) or 1.0
    beyond = max(low / unit, -high / unit, 0.0)
    return (min(low, 0.0), max(high, 0.0)) if beyond <= _REACH * (high / unit - low / unit) else (low, high)


def _halves(swing: Swing, base: float) -> list[tuple[float, str, bool]]:
    """The ends to draw: result, what to say there, and whether it is the worse side of the base.

    Where both ends lie on one side, one bar leads to the further and says both values.
    """
    ends = [(finite(swing.at_low), swing.low_text), (finite(swing.at_high), swing.high_text)]
    known = sorted((value, what) for value, what in ends if value is not None)
    if len(known) == 2 and (known[0][0] > base) == (known[1][0] > base) and base not in {known[0][0], known[1][0]}:  # noqa: PLR2004 - low and high
        far = max((value for value, _ in known), key=lambda value: abs(value / 2 - base / 2))
        known = [(far, " / ".join(what for _, what in ends if what))]
    return [
        (value, what, value < base or (value == base and place + 1 < len(known)))
        for place, (value, what) in enumerate(known)
    ]


def _bar(plot: _Plot, name: str, halves: Sequence[tuple[float, str, bool]], top: float) -> list[str]:
    """Name, the halves from the base outwards, and at each end the driver's value that leads there."""
    body = [text((0, top + 12.4), fit(name, plot.left - _GAP), "ink")]
    middle = plot.x(plot.base)
    for value, what, is_worse in halves:
        at = plot.x(value)
        colour: Colour = "bad" if is_worse else "ok"
        body.append(rect(min(at, middle), top + 3, abs(at - middle), _ROW - 6, colour))
        anchor: Anchor = "end" if is_worse else "start"
        free = at - plot.left if is_worse else plot.width - at
        shown = fit(what, free - 4)
        start = at - 4 - text_width(shown) if is_worse else at + 4
        if plot.x.holds(0.0) and start - 2 < plot.x(0.0) < start + text_width(shown) + 2:
            body.append(rect(start - 1, top + 4, text_width(shown) + 2, _ROW - 8, "paper"))
        body.append(text((at - 4 if is_worse else at + 4, top + 12.4), shown, "mute", anchor=anchor))
    return body


def _base(plot: _Plot, words: str) -> list[str]:
    at = plot.x(plot.base)
    half = text_width(words, weight=600) / 2
    middle = min(max(at, half), max(plot.width - half, half))
    return [
        line((at, _TOP - 3), (at, plot.height - _BELOW + 2), "ink", 1.1),
        text((middle, 9), fit(words, plot.width, weight=600), "ink", anchor="middle", weight=600),
    ]


def _zero(plot: _Plot, words: str) -> list[str]:
    """The dashed line at zero and its words below; nothing where zero is out of sight or the base itself."""
    if not plot.x.holds(0.0) or plot.x(0.0) == plot.x(plot.base):
        return []
    at = plot.x(0.0)
    half = text_width(words, weight=600) / 2
    middle = min(max(at, half), max(plot.width - half, half))
    return [
        line((at, _TOP - 3), (at, plot.height - _BELOW + 2), "bad", 1.1, "3 2"),
        text((middle, plot.height - 3), fit(words, plot.width, weight=600), "bad", anchor="middle", weight=600),
    ]


def _alternative(swings: Sequence[Swing], base: float | None, *, name: str, finding: str, words: Words) -> str:
    gettext = words.gettext
    head = f"{name}: " if name else ""
    if base is None or not swings:
        return head + words.no_data()
    rows = [
        gettext("%(driver)s %(low)s to %(high)s")
        % {"driver": swing.label, "low": words.short(swing.at_low), "high": words.short(swing.at_high)}
        for swing in swings
    ]
    start = gettext("base %(amount)s") % {"amount": words.short(base)}
    return head + "; ".join(part for part in (sentence(finding, start), *rows) if part)

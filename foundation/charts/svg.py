"""The pieces every chart is made of.

Each shape carries a class, which the style sheet themes for light and dark, and a presentation attribute, which print
paints (WeasyPrint ignores document CSS inside SVG). Classes: `c-<colour>` fills, `s-<colour>` strokes, `t-<colour>` is
text, `ch` the root. No `style`, no ids, no script. Lengths are CSS pixels: 1 px is 0.75 pt.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Final, Literal

Colour = Literal[
    "ink", "mute", "grid", "band1", "band2", "band3", "act", "acc", "ok", "warn", "bad", "none", "tgt", "paper"
]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

PALETTE: Final[dict[Colour, str]] = {
    "ink": "#1b2430",
    "mute": "#5b6472",
    "grid": "#dfe3e8",
    "band1": "#cfd6de",
    "band2": "#e1e6eb",
    "band3": "#eff2f5",
    "act": "#1f4e8c",
    "acc": "#1f4e8c",
    "ok": "#15703f",
    "warn": "#955300",
    "bad": "#b3261e",
    "none": "#5f6876",
    "tgt": "#1b2430",
    "paper": "#ffffff",
}
"""Colours in light and print; the style sheet has the dark ones under the same names."""

FONT: Final = "Inter, Arial, sans-serif"
MIN_TEXT: Final = 9.4
"""Smallest text in px; 7.05 pt, so that nothing printed is under 7 pt."""

_BREAK = re.compile("[\t\n\r]")
_NOT_IN_XML = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOLD_FROM: Final = 600
_BOLDER: Final = 1.06
_EMS: Final = {
    **dict.fromkeys("ijlI|!.,:;'`", 0.29),
    **dict.fromkeys(" ftr()[]/-", 0.38),
    **dict.fromkeys("mwMW%@", 0.88),
}
_EM_OF_SMALL: Final = 0.57
_EM_OF_OTHER: Final = 0.68
_EM_OF_WIDE: Final = 1.0


def num(value: float) -> str:
    """A length or coordinate with at most two decimals. Raises ValueError for NaN or infinity."""
    if not math.isfinite(value):
        raise ValueError("A chart cannot be drawn at a point that is not finite.")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """One line of text escaped for SVG, without the characters XML has no place for."""
    return escape(_NOT_IN_XML.sub("\ufffd", _BREAK.sub(" ", text)))


def element(name: str, content: str = "", **attributes: float | str | None) -> str:
    """One element; `class_` and `stroke_width` become `class` and `stroke-width`, None is left out.

    `content` is markup, already escaped.
    """
    words = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = clean(value) if isinstance(value, str) else num(value)
            words.append(f'{key.rstrip("_").replace("_", "-")}="{shown}"')
    return f"<{' '.join(words)}>{content}</{name}>" if content else f"<{' '.join(words)}/>"


def picture(width: float, height: float, label: str, body: Iterable[str], kind: str) -> str:
    """The whole chart as one `<svg role="img">`; `label` is its text alternative, also read by tagged PDF."""
    return element(
        "svg",
        element("title", clean(label)) + "".join(body),
        class_=f"ch ch-{kind}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(width)} {num(height)}",
        width=width,
        height=height,
        role="img",
        focusable="false",
        aria_label=label,
    )


def rect(x: float, y: float, width: float, height: float, colour: Colour, *, radius: float | None = None) -> str:
    """A filled box; a negative size is drawn as none."""
    return element(
        "rect",
        class_=f"c-{colour}",
        x=x,
        y=y,
        width=max(width, 0.0),
        height=max(height, 0.0),
        rx=radius,
        fill=PALETTE[colour],
    )


def frame(x: float, y: float, width: float, height: float, colour: Colour, *, radius: float | None = None) -> str:
    """An outlined box."""
    return element(
        "rect",
        class_=f"s-{colour}",
        x=x,
        y=y,
        width=max(width, 0.0),
        height=max(height, 0.0),
        rx=radius,
        fill="none",
        stroke=PALETTE[colour],
        stroke_width=1.2,
    )


def line(start: Point, end: Point, colour: Colour, width: float = 1, dash: str | None = None) -> str:
    """A straight line; `dash` as in stroke-dasharray."""
    return element(
        "line",
        class_=f"s-{colour}",
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        stroke=PALETTE[colour],
        stroke_width=width,
        stroke_dasharray=dash,
    )


def polyline(points: Iterable[Point], colour: Colour, width: float = 1.5) -> str:
    """An open line through points."""
    return element(
        "polyline",
        class_=f"s-{colour}",
        points=_points(points),
        fill="none",
        stroke=PALETTE[colour],
        stroke_width=width,
        stroke_linejoin="round",
        stroke_linecap="round",
    )


def polygon(points: Iterable[Point], colour: Colour, outline: Colour | None = None) -> str:
    """A filled shape through points, with an outline that sets it off from what lies under it."""
    return element(
        "polygon",
        class_=f"c-{colour}" + (f" s-{outline}" if outline else ""),
        points=_points(points),
        fill=PALETTE[colour],
        stroke=PALETTE[outline] if outline else None,
        stroke_width=1 if outline else None,
    )


def dot(at: Point, radius: float, colour: Colour) -> str:
    """A filled circle."""
    return element("circle", class_=f"c-{colour}", cx=at[0], cy=at[1], r=radius, fill=PALETTE[colour])


def path(data: str, colour: Colour, width: float = 1) -> str:
    """A stroked path from path data made of `num`bers."""
    return element("path", class_=f"s-{colour}", d=data, fill="none", stroke=PALETTE[colour], stroke_width=width)


def boxes(areas: Iterable[tuple[float, float, float, float]], colour: Colour) -> str:
    """Many filled boxes (x, y, width, height) as one path; nothing for none."""
    data = "".join(f"M{num(x)} {num(y)}h{num(wide)}v{num(tall)}h{num(-wide)}z" for x, y, wide, tall in areas)
    return element("path", class_=f"c-{colour}", d=data, fill=PALETTE[colour]) if data else ""


def hatched(x: float, y: float, width: float, height: float, colour: Colour) -> str:
    """An outlined box with slanted lines, drawn one by one, since patterns need ids."""
    data = ""
    offset = 4.0
    while offset < width + height and width > 1:
        begin_x, begin_y = min(offset, width), max(offset - width, 0.0)
        end_x, end_y = max(offset - height, 0.0), min(offset, height)
        data += f"M{num(x + begin_x)} {num(y + begin_y)}L{num(x + end_x)} {num(y + end_y)}"
        offset += 4
    return (
        rect(x, y, width, height, "paper")
        + (path(data, colour, 0.9) if data else "")
        + frame(x, y, width, height, colour)
    )


def text(
    at: Point,
    words: str,
    colour: Colour = "ink",
    size: float = MIN_TEXT,
    anchor: Anchor = "start",
    *,
    weight: int = 400,
) -> str:
    """A line of text on its baseline, never smaller than `MIN_TEXT`; nothing for no words."""
    if not words:
        return ""
    return element(
        "text",
        clean(words),
        class_=f"t-{colour}",
        x=at[0],
        y=at[1],
        fill=PALETTE[colour],
        font_family=FONT,
        font_size=max(size, MIN_TEXT),
        font_weight=weight,
        text_anchor=None if anchor == "start" else anchor,
    )


def text_width(words: str, size: float = MIN_TEXT, weight: int = 400) -> float:
    """Estimated width of a line in Inter, on the wide side."""
    return size * sum(map(_ems, words)) * (_BOLDER if weight >= _BOLD_FROM else 1)


def fit(words: str, width: float, size: float = MIN_TEXT, weight: int = 400) -> str:
    """The words, cut with an ellipsis where they are wider than `width`; one letter stays."""
    if text_width(words, size, weight) <= width:
        return words
    kept = words
    while len(kept) > 1 and text_width(kept + "…", size, weight) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _ems(letter: str) -> float:
    """Width of a letter of Inter in units of the font size."""
    if letter in _EMS:
        return _EMS[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return _EM_OF_WIDE
    return _EM_OF_SMALL if letter.islower() else _EM_OF_OTHER


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{num(x)},{num(y)}" for x, y in points)

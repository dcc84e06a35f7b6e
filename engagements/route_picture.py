"""The share of each route, drawn as one bar. Pure: no Django, no I/O."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.charts.svg import Colour, picture, rect

WIDTH, HEIGHT, GAP = 240.0, 12.0, 2.0
COLOURS: tuple[Colour, ...] = ("act", "band1", "mute")


def route_bar(shares: Sequence[float], label: str) -> str:
    """An SVG of shares (0 to 1) from left to right; empty when there is nothing to draw. ``label`` says it in words."""
    if not any(shares):
        return ""
    body, left = [], 0.0
    for number, share in enumerate(shares):
        width = WIDTH * share
        if width > GAP:
            body.append(rect(left, 1, width - GAP, HEIGHT - 2, COLOURS[number % len(COLOURS)], radius=2))
        left += width
    return picture(WIDTH, HEIGHT, label, body, "week")

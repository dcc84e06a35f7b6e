"""Axes of a chart: figures at the left, texts at the right, one label a week below, none touching another."""

from collections.abc import Sequence

from foundation.charts.scale import Scale, ticks
from foundation.charts.svg import MIN_TEXT, Colour, fit, line, text, text_width
from foundation.charts.words import Words

_LINE = 11.0


def left_axis(y: Scale, left: float, right: float, words: Words, digits: int) -> list[str]:
    """Round figures at the left with hairlines across, as many as the height has room for."""
    body = []
    for value in ticks(y.low, y.high, max(int((y.start - y.end) / 32), 1)):
        at = y(value)
        body += [line((left, at), (right, at), "grid", 0.6)]
        body += [text((left - 4, at + 3.4), fit(words.figure(value, "", digits), left - 4), "mute", anchor="end")]
    return body


def right_labels(
    labels: Sequence[tuple[float, str, Colour]], x: float, width: float, room: tuple[float, float]
) -> list[str]:
    """Texts beside lines at these heights, moved apart to stay readable, cut where the picture ends."""
    ordered = sorted(labels, key=lambda item: item[0])
    top, bottom = room
    heights = spread([at for at, _, _ in ordered], _LINE, top, bottom)
    body = []
    for height, (at, words, colour) in zip(heights, ordered, strict=True):
        if abs(height - at) > 2:  # noqa: PLR2004 - less is not seen
            body.append(line((x - 5, at), (x - 1, height), colour, 0.6))
        weight = 600 if colour == "ok" else 400
        body.append(text((x, height + 3.4), fit(words, width - x, weight=weight), colour, weight=weight))
    return body


def spread(heights: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Sorted positions moved as little as needed to lie `apart` and within low..high, as far as there is room."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + apart if placed else low))
    limit = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return [max(height, low) for height in placed]


def week_labels(labels: Sequence[str], x: Scale, baseline: float, sizes: Sequence[int | None] = ()) -> list[str]:
    """Labels under a row of points, every so many so that none touch, counted from the last; n of each below."""
    count = len(labels)
    if not count:
        return []
    step_width = (x.end - x.start) / max(x.high, 1)
    below = ["" if size is None else f"n {size}" for size in sizes]
    widest = max([min(text_width(words), 90) for words in [*labels, *below]]) + 7
    every = max(1, -int(-widest // step_width) if step_width > 0 else count)
    body = []
    for index in range(count - 1, -1, -every):
        body.append(text((x(index), baseline), fit(labels[index], 90), "mute", anchor="middle"))
        if index < len(below):
            body.append(text((x(index), baseline + MIN_TEXT + 2.6), below[index], "mute", anchor="middle"))
    return body

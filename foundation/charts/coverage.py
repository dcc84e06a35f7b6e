"""Coverage map: seven days of 24 hours, how many are there when. Gaps are hatched, overlaps carry their number."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from foundation.charts.svg import hatched, line, picture, rect, text, text_width
from foundation.charts.words import ENGLISH, Words

_ROW: Final = 22.0
_AXIS: Final = 18.0
_HOURS: Final = (0, 6, 12, 18, 24)
_WIDE_ENOUGH: Final = 14.0


class CoverageBand(NamedTuple):
    """From one hour of a day to another, so many are there."""

    start: float
    end: float
    there: int


def coverage_map(
    days: Sequence[tuple[str, Sequence[CoverageBand]]],
    *,
    width: float = 560,
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """A row a day (its name, its bands); nobody is hatched, one is plain, several stand out with their number."""
    left = max([text_width(name, 10) for name, _ in days], default=0) + 8
    scale = max(width - left - 8, 1) / 24
    body = []
    for row, (name, bands) in enumerate(days):
        top = row * _ROW
        body.append(text((0, top + 15), name, "ink", 10))
        for band in bands:
            x, wide = left + band.start * scale, (band.end - band.start) * scale
            body.append(_band((x, top + 2), wide, band.there, words))
    bottom = len(days) * _ROW
    for hour in _HOURS:
        x = left + hour * scale
        body.append(line((x, 0), (x, bottom + 2), "mute", 0.6, None if hour in (0, 24) else "2 3"))
        body.append(text((x, bottom + 14), words.figure(hour, "", 0), "mute", anchor="middle"))
    return picture(width, bottom + _AXIS, label, body, "coverage")


def _band(at: tuple[float, float], wide: float, count: int, words: Words) -> str:
    if count == 0:
        return hatched(at[0], at[1], wide, _ROW - 4, "bad")
    if count == 1:
        return rect(at[0], at[1], wide, _ROW - 4, "band1")
    shown = words.figure(count, "", 0) if wide >= _WIDE_ENOUGH else ""
    return rect(at[0], at[1], wide, _ROW - 4, "act") + text(
        (at[0] + wide / 2, at[1] + 13), shown, "paper", 10, "middle", weight=600
    )

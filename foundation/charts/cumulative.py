"""Cumulative cash by month: one line, the band between its low and high case, and the month in which it is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from foundation.charts.axis import right_labels
from foundation.charts.scale import Scale, Value, finite, finites, padded, present, ticks
from foundation.charts.sparkline import runs
from foundation.charts.svg import Colour, Point, dot, fit, frame, line, picture, polygon, polyline, text, text_width
from foundation.charts.words import ENGLISH, Words, sentence

_TOP: Final = 10.0
_BELOW: Final = 30.0
_GAP: Final = 6.0
_MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class CumulativeSeries:
    """Cumulative amounts at the ends of months 0, 1, 2, ...; `low` and `high` are the combined cases, or nothing.

    `payback` is the month, interpolated, in which the line is back at zero for good, `payback_text` the words there.
    """

    values: Sequence[Value]
    low: Sequence[Value] = ()
    high: Sequence[Value] = ()
    payback: Value = None
    payback_text: str = ""


@dataclass(frozen=True, slots=True)
class _Plot:
    series: CumulativeSeries
    values: list[float | None]
    low: list[float | None]
    high: list[float | None]
    x: Scale
    y: Scale
    words: Words

    def points(self, values: Sequence[float | None]) -> list[Point | None]:
        return [None if value is None else (self.x(month), self.y(value)) for month, value in enumerate(values)]


def cumulative_chart(
    series: CumulativeSeries,
    *,
    width: float = 400,
    height: float = 210,
    name: str = "",
    finding: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """The line over its band, zero in ink, the crossing marked, the figures of the last month at the right.

    `finding` ("cash is back in month 14") goes into the text alternative, `label` replaces it.
    """
    values, low, high = finites(series.values), finites(series.low), finites(series.high)
    label = label or _alternative(values, low, high, name=name, finding=finding, words=words)
    if not present(values):
        empty = text((width / 2, height / 2), words.no_data(), "mute", 11, "middle")
        outline = frame(0.6, 0.6, width - 1.2, height - 1.2, "grid", radius=4)
        return picture(width, height, label, [outline, empty], "cumulative")
    y = Scale(*padded([0.0, *present([*values, *low, *high])], 0.06), height - _BELOW, _TOP)
    ends = _ends(values, low, high, y, words)
    right = min(max(text_width(what, weight=600) for _, what, _ in ends) + _GAP, width * 0.3)
    left = min(max(text_width(words.short(end)) for end in (y.low, y.high)) + _GAP + 6, width * 0.25)
    x = Scale(0, max(len(values) - 1, 1), left + 2, max(width - right - 8, left + 8))
    plot = _Plot(series, values, low, high, x, y, words)
    body = [*_band(plot), *_axis(plot, left), *_months(plot, height), *_line(plot), *_crossing(plot)]
    return picture(width, height, label, body + right_labels(ends, x.end + 7, width, (_TOP, y.start + 4)), "cumulative")


def _ends(
    values: list[float | None], low: list[float | None], high: list[float | None], y: Scale, words: Words
) -> list[tuple[float, str, Colour]]:
    """What stands at the right of the last month: base, low and high case."""
    gettext = words.gettext
    named: list[tuple[list[float | None], str, Colour]] = [
        (high, gettext("high case %(amount)s"), "mute"),
        (values, gettext("base %(amount)s"), "act"),
        (low, gettext("low case %(amount)s"), "mute"),
    ]
    found: list[tuple[float, str, Colour]] = []
    for series, what, colour in named:
        last = series[-1] if series else None
        if last is not None:
            found.append((y(last), what % {"amount": words.short(last)}, colour))
    return found or [(y(0.0), "", "mute")]


def _band(plot: _Plot) -> list[str]:
    """The band between low and high case, the lesser of both as its lower edge."""
    pairs = [
        (month, min(low, high), max(low, high))
        for month, (low, high) in enumerate(zip(plot.low, plot.high, strict=False))
        if low is not None and high is not None
    ]
    if len(pairs) < 2:  # noqa: PLR2004 - a band has a length
        return []
    upper = [(plot.x(month), plot.y(high)) for month, _, high in pairs]
    lower = [(plot.x(month), plot.y(low)) for month, low, _ in pairs]
    return [
        polygon([*upper, *reversed(lower)], "band2"),
        polyline(upper, "band1", 0.9),
        polyline(lower, "band1", 0.9),
    ]


def _axis(plot: _Plot, left: float) -> list[str]:
    y = plot.y
    body = []
    for value in ticks(y.low, y.high, max(int((y.start - y.end) / 32), 2)):
        at = y(value)
        body += [line((left, at), (plot.x.end, at), "band1", 0.6)]
        body += [text((left - 4, at + 3.4), fit(plot.words.short(value), left - 4), "mute", anchor="end")]
    return [*body, line((left, y(0.0)), (plot.x.end, y(0.0)), "ink", 1.1)]


def _months(plot: _Plot, height: float) -> list[str]:
    """Months below, every so many that none touch, always from 0."""
    gettext = plot.words.gettext
    x, last = plot.x, len(plot.values) - 1
    room = text_width(str(last)) + 12
    every = next((step for step in _MONTH_STEPS if step * (x.end - x.start) / max(last, 1) >= room), last or 1)
    baseline = height - _BELOW + 14
    body = [text((x(month), baseline), str(month), "mute", anchor="middle") for month in range(0, last + 1, every)]
    what = fit(gettext("months from the start"), x.end)
    return [*body, text((x.end, baseline + 12), what, "mute", anchor="end")]


def _line(plot: _Plot) -> list[str]:
    found = runs(plot.points(plot.values))
    return [polyline(run, "act", 2.2) if len(run) > 1 else dot(run[0], 2.4, "act") for run in found]


def _crossing(plot: _Plot) -> list[str]:
    """The month of payback on zero; its words above at the left, where the line is not, else below at the right."""
    month = finite(plot.series.payback)
    if month is None or not 0 <= month <= plot.x.high:
        return []
    at, zero, words = plot.x(month), plot.y(0.0), plot.series.payback_text
    is_left = at - plot.x.start - 4 >= text_width(words, weight=600)
    end = max(zero - 24, _TOP + 4) if is_left else min(zero + 22, plot.y.start - 2)
    shown = words if is_left else fit(words, plot.x.end - at, weight=600)
    place = (at - 4, end + 3) if is_left else (at + 4, end + 6)
    label = text(place, shown, "ok", anchor="end" if is_left else "start", weight=600)
    return [line((at, zero), (at, end), "ok", 1), dot((at, zero), 3.4, "ok"), label]


def _alternative(
    values: list[float | None],
    low: list[float | None],
    high: list[float | None],
    *,
    name: str,
    finding: str,
    words: Words,
) -> str:
    gettext = words.gettext
    head = f"{name}: " if name else ""
    known = present(values)
    if not known:
        return head + words.no_data()
    lowest = gettext("lowest %(amount)s in month %(month)s") % {
        "amount": words.short(min(known)),
        "month": values.index(min(known)),
    }
    month = gettext("after %(months)s months") % {"months": len(values) - 1}
    ends = [what for _, what, _ in _ends(values, low, high, Scale(0, 1, 0, 1), words)]
    return head + sentence(finding, lowest, month + ": " + sentence(*ends))

"""Control chart: a weekly series with its limits, its target and the points that are no ordinary noise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from foundation.charts.axis import left_axis, right_labels, week_labels
from foundation.charts.marks import diamond
from foundation.charts.scale import Scale, Value, finite, finites, padded, present
from foundation.charts.sparkline import runs
from foundation.charts.svg import Colour, Point, dot, fit, frame, line, picture, polyline, rect, text, text_width
from foundation.charts.words import ENGLISH, Words, digits_for, sentence

_TOP: Final = 16.0
_ROW: Final = 13.0
_GAP: Final = 6.0
_FAR: Final = 3.0
"""A target further off than this many times the span of everything else is pinned to the edge."""


@dataclass(frozen=True, slots=True)
class ControlSeries:
    """What a control chart shows, in time order and in the metric's own unit.

    `values` has None for a week without data, `labels` one text a point. `center`, `lcl` and `ucl` are None on a run
    chart. `flagged` are indexes of points with a signal, `baseline` the half-open range of indexes the limits come
    from. `sizes` is n per point, `intervals` (low, high) per point, `notes` maps an index to a few words beside it.
    """

    values: Sequence[Value]
    labels: Sequence[str] = ()
    center: Value = None
    lcl: Value = None
    ucl: Value = None
    target: Value = None
    target_text: str = ""
    flagged: Collection[int] = ()
    baseline: tuple[int, int] | None = None
    sizes: Sequence[int | None] = ()
    intervals: Sequence[tuple[Value, Value] | None] = ()
    notes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Scales and what they were made from."""

    series: ControlSeries
    values: list[float | None]
    x: Scale
    y: Scale
    digits: int
    unit: str
    words: Words

    def figure(self, value: float | None) -> str:
        return self.words.figure(value, self.unit, self.digits)

    def points(self) -> list[Point | None]:
        return [None if value is None else (self.x(at), self.y(value)) for at, value in enumerate(self.values)]


def control_chart(
    series: ControlSeries,
    *,
    width: float = 540,
    height: float = 168,
    name: str = "",
    unit: str = "",
    finding: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Points and line, limits and centre with their figures at the right, target dashed, signals as red diamonds.

    The stretch the limits come from is shaded darker and bracketed; a missing week is a gap in the line and an empty
    square on the axis. `finding` ("below lower limit") goes into the text alternative, `label` replaces it.
    """
    values = finites(series.values)
    label = label or _alternative(series, values, name=name, unit=unit, finding=finding, words=words)
    lines = _lines(series, unit, words, digits_for(present(values)))
    shown = present([*values, *(value for value, _, _ in lines), *_interval_ends(series)])
    if not shown or not present(values):
        empty = text((width / 2, height / 2), words.no_data(), "mute", 11, "middle")
        return picture(
            width, height, label, [frame(0.6, 0.6, width - 1.2, height - 1.2, "grid", radius=4), empty], "control"
        )
    right = min(max((text_width(words_, weight=600) for _, words_, _ in lines), default=0) + _GAP, width * 0.4)
    bottom = height - _ROW * (2 if present(series.sizes) else 1) - 4
    y = Scale(*_domain(values, series, shown), bottom, _TOP)
    digits = digits_for(present(values))
    figures = max(text_width(words.figure(end, "", digits)) for end in (y.low, y.high))
    left = min(figures + _GAP + 4, width * 0.3)
    x = Scale(0, max(len(values) - 1, 1), left + 4, max(width - right - 6, left + 8))
    plot = _Plot(series, values, x, y, digits, unit, words)
    body = [
        *_band(plot),
        *left_axis(y, left, x.end, words, digits),
        *_rules(plot, lines, width),
        *week_labels(series.labels, x, bottom + _ROW, series.sizes),
        *_marks(plot, bottom),
        *_notes(plot),
    ]
    return picture(width, height, label, body, "control")


def _lines(series: ControlSeries, unit: str, words: Words, digits: int) -> list[tuple[float, str, Colour]]:
    """Horizontal lines with their texts: limits, centre, target."""
    gettext = words.gettext
    named: list[tuple[Value, str, Colour]] = [
        (series.ucl, gettext("upper limit"), "mute"),
        (series.center, gettext("centre"), "mute"),
        (series.lcl, gettext("lower limit"), "mute"),
        (series.target, gettext("target"), "ok"),
    ]
    found: list[tuple[float, str, Colour]] = []
    for value, what, colour in named:
        number = finite(value)
        if number is not None:
            figure = words.figure(number, unit, digits)
            found.append((number, f"{what} {series.target_text or figure if colour == 'ok' else figure}", colour))
    return found


def _interval_ends(series: ControlSeries) -> list[float | None]:
    return [finite(end) for pair in series.intervals if pair for end in pair]


def _domain(values: list[float | None], series: ControlSeries, shown: list[float]) -> tuple[float, float]:
    """Range of everything, but not of a target so far off that it would flatten the rest."""
    target = finite(series.target)
    rest = present([*values, finite(series.center), finite(series.lcl), finite(series.ucl), *_interval_ends(series)])
    low, high = padded(rest, 0.08)
    if target is None or Scale(low, high, 0, 1).holds(target):
        return low, high
    unit = max(abs(low), abs(high), abs(target))
    off = max(low / unit - target / unit, target / unit - high / unit)
    return (low, high) if off > _FAR * (high / unit - low / unit) else padded(shown, 0.08)


def _band(plot: _Plot) -> list[str]:
    """The band between the limits, darker where they come from."""
    lower, upper = finite(plot.series.lcl), finite(plot.series.ucl)
    gettext = plot.words.gettext
    if lower is None or upper is None:
        what = fit(gettext("run chart: limits come with 12 points"), plot.x.end - plot.x.start)
        return [text((plot.x.start, 8), what, "mute")]
    top, bottom = plot.y(upper), plot.y(lower)
    body = [rect(plot.x.start, top, plot.x.end - plot.x.start, bottom - top, "band3")]
    span = plot.series.baseline
    if span and span[1] > span[0]:
        begin, end = plot.x(span[0]), plot.x(span[1] - 1)
        body += [
            rect(begin, top, end - begin, bottom - top, "band2"),
            polyline([(begin, 8), (begin, 4), (end, 4), (end, 8)], "mute", 0.8),
        ]
        count = len(present(plot.values[slice(*span)]))
        what = fit(gettext("limits from these %(count)s points") % {"count": count}, end - begin - 8)
        body += [
            rect((begin + end - text_width(what)) / 2 - 3, 0, text_width(what) + 6, 9, "paper"),
            text(((begin + end) / 2, 8), what, "mute", anchor="middle"),
        ]
    return body


def _rules(plot: _Plot, lines: list[tuple[float, str, Colour]], width: float) -> list[str]:
    """Limit, centre and target lines, and their texts at the right, pushed apart where they would touch."""
    body = []
    for value, _, colour in lines:
        at = plot.y(value)
        is_center = colour == "mute" and value == finite(plot.series.center)
        dash = None if is_center else ("6 3" if colour == "ok" else "2 2")
        body.append(line((plot.x.start, at), (plot.x.end, at), colour, 1.2 if colour == "ok" else 0.9, dash))
        if not plot.y.holds(value):
            body.append(_beyond(plot, colour, above=value > plot.y.high))
    labels = [(plot.y(value), what, colour) for value, what, colour in lines]
    return body + right_labels(labels, plot.x.end + 6, width, (_TOP - 4, plot.y.start + 4))


def _beyond(plot: _Plot, colour: Colour, *, above: bool) -> str:
    """An arrow at the end of a line whose value lies beyond the edge."""
    x, y = plot.x.end - 6, plot.y.end if above else plot.y.start
    tip = -6 if above else 6
    return polyline([(x - 4, y), (x, y + tip), (x + 4, y)], colour, 1.4)


def _marks(plot: _Plot, bottom: float) -> list[str]:
    """The line with its gaps, whiskers, ordinary points as dots, signals as diamonds, missing weeks on the axis."""
    points = plot.points()
    body = []
    for index, pair in enumerate(plot.series.intervals[: len(points)]):
        ends = [finite(end) for end in pair] if pair else []
        if points[index] is not None and len(present(ends)) == 2:  # noqa: PLR2004 - a whisker has two ends
            low, high = (plot.y(end) for end in present(ends))
            body.append(line((plot.x(index), low), (plot.x(index), high), "mute", 0.9))
    body += [polyline(run, "act", 1.6) for run in runs(points) if len(run) > 1]
    for index, point in enumerate(points):
        if point is None:
            body.append(frame(plot.x(index) - 2.5, bottom - 5, 5, 5, "none", radius=1))
        elif index in plot.series.flagged:
            body.append(diamond(point, 8, "bad", "paper"))
        else:
            body.append(dot(point, 2.2, "act"))
    return body


def _notes(plot: _Plot) -> list[str]:
    """The last figure in bold and the notes, each on the side of its point that is free, inside the plot."""
    known = [index for index, value in enumerate(plot.values) if value is not None]
    texts = {known[-1]: plot.figure(plot.values[known[-1]])} if known else {}
    for index, note in plot.series.notes.items():
        if index in known:
            texts[index] = sentence(note, texts.get(index, ""))
    body = []
    for index, words in texts.items():
        value = plot.values[index]
        if value is None:
            continue
        shown = fit(words, plot.x.end - plot.x.start, weight=600)
        before = plot.values[index - 1] if index else None
        falling = before is not None and before > value
        at_left = plot.x(index) - 7 - text_width(shown, weight=600) >= plot.x.start
        x = plot.x(index) + (-7 if at_left else 7)
        y = min(max(plot.y(value) + (9 if falling == at_left else -5), _TOP + 2), plot.y.start + 2)
        body.append(text((x, y), shown, "ink", anchor="end" if at_left else "start", weight=600))
    return body


def _alternative(
    series: ControlSeries, values: list[float | None], *, name: str, unit: str, finding: str, words: Words
) -> str:
    gettext = words.gettext
    head = f"{name}: " if name else ""
    known = present(values)
    if not known:
        return head + words.no_data()
    digits = digits_for(known)
    parts = [gettext("latest %(value)s") % {"value": words.figure(values[-1], unit, digits)}, finding]
    parts += [what for _, what, _ in _lines(series, unit, words, digits)]
    flagged = [series.labels[at] if at < len(series.labels) else str(at + 1) for at in sorted(series.flagged)]
    if flagged:
        parts.append(gettext("signals at %(points)s") % {"points": " ".join(flagged)})
    if len(known) < len(values):
        parts.append(gettext("%(count)s without data") % {"count": len(values) - len(known)})
    return head + sentence(*parts)

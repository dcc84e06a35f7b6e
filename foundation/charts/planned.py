"""Plan against actual, cumulative by month: the plan to its end, what came so far, and what is expected from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from foundation.charts.axis import right_labels
from foundation.charts.scale import Scale, Value, finites, padded, present, ticks
from foundation.charts.svg import Colour, Point, dot, fit, frame, line, picture, polyline, text, text_width
from foundation.charts.words import ENGLISH, Words, sentence

_TOP: Final = 10.0
_BELOW: Final = 30.0
_GAP: Final = 6.0
_DASH: Final = "3 2.4"
_MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """Cumulative amounts at the ends of months 0, 1, 2, ...; `actual` ends with the last month that is over, and
    `expected` are the months after it. `filled` says that something stands in for months of which nothing is known."""

    planned: Sequence[Value]
    actual: Sequence[Value]
    expected: Sequence[Value] = ()
    filled: bool = False


def planned_chart(
    series: PlannedSeries,
    *,
    width: float = 400,
    height: float = 210,
    name: str = "",
    finding: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """The plan thin, the actual thick up to its dot, what is expected dashed; the last figures of each at the right.

    `finding` goes into the text alternative, `label` replaces it.
    """
    planned, actual, expected = finites(series.planned), finites(series.actual), finites(series.expected)
    gettext = words.gettext
    told = gettext("with gaps filled %(amount)s") if series.filled else gettext("so far %(amount)s")
    label = label or _alternative(planned, actual, expected, told=told, name=name, finding=finding, words=words)
    every = present([*planned, *actual, *expected])
    if not every:
        empty = text((width / 2, height / 2), words.no_data(), "mute", 11, "middle")
        return picture(
            width, height, label, [frame(0.6, 0.6, width - 1.2, height - 1.2, "grid", radius=4), empty], "planned"
        )
    y = Scale(*padded([0.0, *every], 0.06), height - _BELOW, _TOP)
    ends = [(y(value), what, colour) for what, value, colour in _ends(planned, actual, expected, told, words)]
    right = min(max(text_width(what, weight=600) for _, what, _ in ends) + _GAP, width * 0.4)
    left = min(max(text_width(words.short(end)) for end in (y.low, y.high)) + _GAP + 6, width * 0.25)
    months = max(len(planned), len(actual) + len(expected)) - 1
    x = Scale(0, max(months, 1), left + 2, max(width - right - 8, left + 8))
    body = [*_axis(x, y, left, words), *_months(x, months, height, words)]
    body += _lines(planned, actual, expected, x, y)
    return picture(width, height, label, body + right_labels(ends, x.end + 7, width, (_TOP, y.start + 4)), "planned")


def _ends(
    planned: list[float | None], actual: list[float | None], expected: list[float | None], told: str, words: Words
) -> list[tuple[str, float, Colour]]:
    gettext = words.gettext
    named: list[tuple[list[float | None], str, Colour]] = [
        (planned, gettext("plan %(amount)s"), "mute"),
        (actual, told, "ink"),
        (expected, gettext("at its pace %(amount)s"), "act"),
    ]
    found = [(known[-1], what, colour) for values, what, colour in named if (known := present(values))]
    return [(what % {"amount": words.short(value)}, value, colour) for value, what, colour in found]


def _axis(x: Scale, y: Scale, left: float, words: Words) -> list[str]:
    body = []
    for value in ticks(y.low, y.high, max(int((y.start - y.end) / 32), 2)):
        at = y(value)
        body += [line((left, at), (x.end, at), "band1", 0.6)]
        body += [text((left - 4, at + 3.4), fit(words.short(value), left - 4), "mute", anchor="end")]
    return [*body, line((left, y(0.0)), (x.end, y(0.0)), "ink", 1.1)]


def _months(x: Scale, last: int, height: float, words: Words) -> list[str]:
    """Months below, every so many that none touch, always from 0."""
    room = text_width(str(last)) + 12
    every = next((step for step in _MONTH_STEPS if step * (x.end - x.start) / max(last, 1) >= room), last or 1)
    baseline = height - _BELOW + 14
    body = [text((x(month), baseline), str(month), "mute", anchor="middle") for month in range(0, last + 1, every)]
    what = fit(words.gettext("months from the start"), x.end)
    return [*body, text((x.end, baseline + 12), what, "mute", anchor="end")]


def _lines(
    planned: list[float | None], actual: list[float | None], expected: list[float | None], x: Scale, y: Scale
) -> list[str]:
    def points(values: Sequence[float | None], first: int = 0) -> list[Point]:
        return [(x(month), y(value)) for month, value in enumerate(values, first) if value is not None]

    body = [polyline(points(planned), "mute", 1.3)] if present(planned) else []
    known = points(actual)
    ahead = [*known[-1:], *points(expected, len(actual))]
    body += [line(start, end, "act", 1.6, _DASH) for start, end in pairwise(ahead)]
    body += [polyline(known, "act", 2.4)] if len(known) > 1 else []
    return [*body, dot(known[-1], 3.4, "act")] if known else body


def _alternative(
    planned: list[float | None],
    actual: list[float | None],
    expected: list[float | None],
    *,
    told: str,
    name: str,
    finding: str,
    words: Words,
) -> str:
    head = f"{name}: " if name else ""
    if not present([*planned, *actual, *expected]):
        return head + words.no_data()
    month = words.gettext("after %(months)s months") % {"months": len(actual) - 1}
    ends = [what for what, _, _ in _ends(planned, actual, expected, told, words)]
    return head + sentence(finding, month + ": " + sentence(*ends))

"""How sure a verdict is with so many items: the chance of "met" against n, what is aimed at, and what is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from foundation.charts.axis import left_axis
from foundation.charts.scale import Scale, Value, finite
from foundation.charts.svg import Point, dot, fit, frame, line, picture, polyline, text, text_width
from foundation.charts.words import ENGLISH, Words, sentence

_TOP: Final = 16.0
_BELOW: Final = 30.0
_LOW: Final = 25.0
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class PowerSeries:
    """Chances in percent: `points` are (n, chance) in the order of n; `wanted` is aimed at, first reached at `needed`.

    `planned` is (n, chance) of the plan.
    """

    points: Sequence[tuple[int, Value]]
    wanted: Value = 80.0
    needed: int | None = None
    planned: tuple[int, Value] | None = None


def power_chart(
    series: PowerSeries,
    *,
    width: float = 400,
    height: float = 180,
    name: str = "",
    finding: str = "",
    words: Words = ENGLISH,
) -> str:
    """The curve, the chance that is aimed at as a dashed line, the n that reaches it, and the plan as a dot."""
    gettext = words.gettext
    points = [(float(n), value) for n, value in ((n, finite(value)) for n, value in series.points) if value is not None]
    label = sentence(f"{name}: {finding}" if name and finding else name or finding)
    if not points:
        outline = frame(0.6, 0.6, width - 1.2, height - 1.2, "grid", radius=4)
        empty = text((width / 2, height / 2), words.no_data(), "mute", 11, "middle")
        return picture(width, height, label or words.no_data(), [outline, empty], "power")
    left = min(text_width("100") + 12, width * 0.25)
    last = max(points[-1][0], float(series.planned[0]) if series.planned else 0.0)
    x, y = Scale(0, last, left + 2, width - 12), Scale(0, 100, height - _BELOW, _TOP)
    body = left_axis(y, left, x.end, words, 0)
    body += [text((2, _TOP - 7), fit(gettext("chance of “met”, %"), width), "mute")]
    body += _items(x, height, words)
    wanted = finite(series.wanted)
    if wanted is not None:
        body.append(line((left, y(wanted)), (x.end, y(wanted)), "tgt", 1, "4 3"))
    body.append(polyline([(x(n), y(value)) for n, value in points], "act", 1.8))
    body += _marks(series, x, y, wanted, words)
    return picture(width, height, label or gettext("chance of “met” by number of items"), body, "power")


def _items(x: Scale, height: float, words: Words) -> list[str]:
    """Numbers of items below, so many that none touch."""
    gettext = words.gettext
    room = text_width(words.figure(x.high, "", 0)) + 14
    across = max(x.end - x.start, 1)
    every = next((step for step in _STEPS if step * across / max(x.high, 1) >= room), max(int(x.high), 1))
    baseline = height - _BELOW + 14
    shown = range(0, int(min(x.high, 1e7)) + 1, every)
    body = [text((x(n), baseline), words.figure(n, "", 0), "mute", anchor="middle") for n in shown]
    return [*body, text((x.end, baseline + 12), fit(gettext("items"), x.end), "mute", anchor="end")]


def _marks(series: PowerSeries, x: Scale, y: Scale, wanted: float | None, words: Words) -> list[str]:
    gettext = words.gettext
    body = []
    if series.needed is not None and wanted is not None and x.holds(series.needed):
        at: Point = (x(series.needed), y(wanted))
        said = gettext("%(n)s items") % {"n": words.figure(series.needed, "", 0)}
        body += [line(at, (at[0], y.start), "ok", 1, "2 2"), dot(at, 3.2, "ok")]
        body += [_beside(said, (at[0], y.start - 5), x, "ok")]
    if series.planned is not None:
        chance = finite(series.planned[1])
        if chance is not None and x.holds(series.planned[0]):
            at = (x(series.planned[0]), y(min(max(chance, 0.0), 100.0)))
            said = gettext("planned: %(chance)s") % {"chance": words.figure(chance, " %", 0)}
            body += [line(at, (at[0], y.start), "ink", 0.8, "2 2"), dot(at, 4, "ink")]
            # a low curve would run through words at the foot
            body += [_beside(said, (at[0], y.start - 17 if chance > _LOW else at[1] - 14), x, "ink")]
    return body


def _beside(said: str, at: Point, x: Scale, colour: str) -> str:
    """Words right of a point, or left of it where there is more room."""
    is_right = x.end - at[0] >= at[0] - x.start
    shown = fit(said, max(x.end - at[0], at[0] - x.start) - 7, weight=600)
    place = (at[0] + 6, at[1]) if is_right else (at[0] - 6, at[1])
    return text(place, shown, "ok" if colour == "ok" else "ink", anchor="start" if is_right else "end", weight=600)

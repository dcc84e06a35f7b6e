"""How sure a figure is: its bounds as a bar, the estimate as a mark, the threshold as a tick."""

from collections.abc import Sequence
from typing import Final

from foundation.charts.marks import mark
from foundation.charts.scale import Scale, Value, finite, padded, present
from foundation.charts.svg import frame, line, picture, rect, text
from foundation.charts.words import ENGLISH, Words, sentence

_EDGE: Final = 6.0


def interval(
    estimate: Value,
    threshold: Value,
    *,
    bounds: tuple[Value, Value] = (None, None),
    others: Sequence[Value] = (),
    lower_is_better: bool = False,
    status: str = "",
    unit: str = "",
    name: str = "",
    width: float = 120,
    height: float = 20,
    words: Words = ENGLISH,
) -> str:
    """A bar from the lower to the upper bound; `others` (a control group, a baseline) are small ticks below it."""
    low, high = (finite(each) for each in bounds)
    at, target = finite(estimate), finite(threshold)
    label = _alternative(at, low, high, target, lower_is_better=lower_is_better, unit=unit, name=name, words=words)
    known = present([low, high, at, target])
    if at is None or not known:
        outline = frame(0.6, 0.6, width - 1.2, height - 1.2, "grid", radius=3)
        empty = text((width / 2, height / 2 + 3.4), words.no_data(), "mute", anchor="middle")
        return picture(width, height, label, [outline, empty], "interval")
    x = Scale(*padded([*known, *present(finite(each) for each in others)], 0.08), _EDGE, width - _EDGE)
    middle = height / 2
    body = [line((_EDGE, middle), (width - _EDGE, middle), "grid", 1)]
    if low is not None and high is not None:
        body.append(rect(x(low), middle - 3, max(x(high) - x(low), 1), 6, "band1"))
    ticks = present(finite(each) for each in others)
    body += [line((x(other), middle + 4), (x(other), height - 1), "mute", 1.4) for other in ticks]
    if target is not None:
        body.append(line((x(target), 1), (x(target), height - 1), "tgt", 1.8))
    return picture(width, height, label, [*body, mark(status, (x(at), middle), 9, "paper")], "interval")


def _alternative(
    at: float | None,
    low: float | None,
    high: float | None,
    target: float | None,
    *,
    lower_is_better: bool,
    unit: str,
    name: str,
    words: Words,
) -> str:
    gettext = words.gettext
    head = f"{name}: " if name else ""
    if at is None:
        return head + words.no_data()
    bounds = ""
    if low is not None and high is not None:
        shown = {"low": words.figure(low, "", 1), "high": words.figure(high, unit, 1)}
        bounds = gettext("bounds %(low)s to %(high)s") % shown
    sign = "\N{LESS-THAN OR EQUAL TO}" if lower_is_better else "\N{GREATER-THAN OR EQUAL TO}"
    shown_target = f"{sign} {words.figure(target, unit, 2)}"
    wanted = gettext("threshold %(value)s") % {"value": shown_target} if target is not None else ""
    return head + sentence(words.figure(at, unit, 1), bounds, wanted)

"""A line the size of a word: where a metric has been in the last weeks."""

from collections.abc import Sequence

from foundation.charts.marks import mark
from foundation.charts.scale import Scale, Value, finite, finites, padded, present
from foundation.charts.svg import Point, dot, line, picture, polyline, rect
from foundation.charts.words import ENGLISH, Words, digits_for, sentence


def sparkline(
    values: Sequence[Value],
    *,
    target: Value = None,
    limits: tuple[Value, Value] | None = None,
    status: str = "",
    width: float = 84,
    height: float = 24,
    name: str = "",
    unit: str = "",
    target_text: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Trend of a series in time order; None is a gap, and the last point carries the mark of its status.

    `target` is a dashed line, `limits` (lower, upper) a band behind. `target_text` ("≥ 95%") stands in the text
    alternative for the bare target; `label` replaces that text.
    """
    series = finites(values)
    aim = finite(target)
    band = [bound for bound in map(finite, limits or ()) if bound is not None]
    known = present(series)
    aim_text = target_text or (words.figure(aim, unit) if aim is not None else "")
    label = label or _finding(series, name=name, unit=unit, target_text=aim_text, status=status, words=words)
    shown = [*known, *band, *([aim] if aim is not None else [])]
    if not shown:
        empty = line((3, height / 2), (width - 3, height / 2), "mute", 1, "1 3")
        return picture(width, height, label, [empty], "spark")
    up = Scale(*padded(shown, 0), height - 5, 5)
    body = []
    if len(band) == 2:  # noqa: PLR2004 - a band has two edges
        body.append(rect(0, up(max(band)), width, up(min(band)) - up(max(band)), "band3"))
    if aim is not None:
        body.append(line((0, up(aim)), (width, up(aim)), "mute", 0.9, "2 2"))
    along = Scale(0, max(len(series) - 1, 1), 6, width - 6)
    points = [None if value is None else (along(index), up(value)) for index, value in enumerate(series)]
    body += [polyline(run, "act", 1.5) if len(run) > 1 else dot(run[0], 1.4, "act") for run in runs(points)]
    if series:
        last = points[-1] or (along(len(series) - 1), up(known[-1] if known else shown[-1]))
        body.append(mark("no_data" if points[-1] is None else status, last, 7, "paper"))
    return picture(width, height, label, body, "spark")


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Stretches of points without a gap between them."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def _finding(
    series: Sequence[float | None], *, name: str, unit: str, target_text: str, status: str, words: Words
) -> str:
    gettext = words.gettext
    known = present(series)
    head = f"{name}: " if name else ""
    target = gettext("target %(target)s") % {"target": target_text} if target_text else ""
    if not known:
        return head + sentence(words.no_data(), target)
    digits = digits_for(known)
    last = gettext("latest %(value)s") % {"value": words.figure(series[-1], unit, digits)}
    extremes = gettext("lowest %(low)s, highest %(high)s of %(count)s points") % {
        "low": words.figure(min(known), unit, digits),
        "high": words.figure(max(known), unit, digits),
        "count": len(series),
    }
    missing = len(series) - len(known)
    gaps = gettext("%(count)s without data") % {"count": missing} if missing else ""
    return head + sentence(last, words.status(status) if series[-1] is not None else "", target, extremes, gaps)

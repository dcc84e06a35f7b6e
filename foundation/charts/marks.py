"""Status as a shape, so that it survives greyscale: square, triangle, diamond, outline."""

from collections.abc import Iterable
from typing import Final

from foundation.charts.svg import Colour, Point, dot, frame, line, picture, polygon, rect
from foundation.charts.words import ENGLISH, Words, sentence

STATUS_COLOURS: Final[dict[str, Colour]] = {
    "on_target": "ok",
    "at_risk": "warn",
    "off_target": "bad",
    "too_few": "none",
    "no_data": "none",
}
_PITCH: Final = 12.0
_SIZE: Final = 9.0


def mark(status: str, at: Point, size: float = _SIZE, halo: Colour | None = None) -> str:
    """A status mark centred on a point.

    Square: on target; triangle: at risk; diamond: off target; outlined square: no data, with a dot inside when there
    are too few; a plain dot for a status that is none of these. `halo` outlines it against what lies under it.
    """
    (x, y), half = at, size / 2
    if status == "on_target":
        return _halo(x, y, half, halo) + rect(x - half, y - half, size, size, "ok", radius=size / 5)
    if status == "at_risk":
        return polygon([(x - half, y + half), (x, y - half), (x + half, y + half)], "warn", halo)
    if status == "off_target":
        return diamond(at, size, "bad", halo)
    if status in STATUS_COLOURS:
        inside = dot(at, size / 6, "none") if status == "too_few" else ""
        return (
            _halo(x, y, half, halo)
            + frame(x - half + 0.6, y - half + 0.6, size - 1.2, size - 1.2, "none", radius=size / 5)
            + inside
        )
    return dot(at, size / 3, "act")


def status_mark(status: str, *, size: float = 12, label: str = "", words: Words = ENGLISH) -> str:
    """A status mark as a picture of its own, for a place that has no word beside it."""
    body = mark(status, (size / 2, size / 2), size * 0.75)
    return picture(size, size, label or words.status(status) or words.no_data(), [body], "mark")


def tick_box(*, is_ticked: bool = False, size: float = 11, words: Words = ENGLISH) -> str:
    """A box to tick by hand on paper, or one with a cross in it."""
    gettext = words.gettext
    edge, far = 2.6, size - 2.6
    cross = [line((edge, edge), (far, far), "ink", 1.6), line((edge, far), (far, edge), "ink", 1.6)]
    label = gettext("chosen") if is_ticked else gettext("not chosen")
    return picture(size, size, label, [frame(0.6, 0.6, size - 1.2, size - 1.2, "ink"), *(cross * is_ticked)], "box")


def diamond(at: Point, size: float, colour: Colour, halo: Colour | None = None) -> str:
    """A square on its corner, a little larger than a square of that size, so that both look alike in weight."""
    (x, y), half = at, size * 0.6
    return polygon([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], colour, halo)


def metric_strip(statuses: Iterable[str], *, names: Iterable[str] = (), label: str = "", words: Words = ENGLISH) -> str:
    """One mark per metric in a row; `names` (in the same order) go into the text alternative."""
    gettext = words.gettext
    marks = list(statuses)
    if not label:
        good = sum(status == "on_target" for status in marks)
        label = gettext("%(good)s of %(all)s metrics on target") % {"good": good, "all": len(marks)}
        label = sentence(
            label, *(f"{name}: {words.status(status)}" for name, status in zip(names, marks, strict=False))
        )
    body = [mark(status, (_PITCH / 2 + index * _PITCH, 7.5)) for index, status in enumerate(marks)]
    return picture(max(len(marks), 1) * _PITCH, 15, label, body, "strip")


def _halo(x: float, y: float, half: float, halo: Colour | None) -> str:
    return rect(x - half - 0.7, y - half - 0.7, 2 * half + 1.4, 2 * half + 1.4, halo, radius=half / 2) if halo else ""

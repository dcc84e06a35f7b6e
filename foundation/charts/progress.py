"""A tiny bar: so many of so many."""

from foundation.charts.marks import STATUS_COLOURS
from foundation.charts.scale import Scale, Value, finite
from foundation.charts.svg import picture, rect
from foundation.charts.words import ENGLISH, Words


def progress_bar(
    done: Value,
    total: Value,
    *,
    width: float = 120,
    height: float = 8,
    status: str = "",
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Share done of a total; an empty track while the total is unknown or 0, full at most. `status` colours it."""
    gettext = words.gettext
    so_far, whole = finite(done) or 0.0, finite(total) or 0.0
    body = [rect(0, 0, width, height, "band2", radius=height / 2)]
    if whole > 0:
        filled = Scale(0, whole, 0, width)(so_far)
        if filled:
            body.append(
                rect(
                    0, 0, max(filled, min(height, width)), height, STATUS_COLOURS.get(status, "acc"), radius=height / 2
                )
            )
        label = label or gettext("%(done)s of %(total)s") % {
            "done": words.figure(so_far, digits=0),
            "total": words.figure(whole, digits=0),
        }
    return picture(width, height, label or gettext("not started"), body, "progress")

"""The control chart of a line, and what it says in a sentence: a real change, or an ordinary week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from foundation.charts import ControlSeries
from scorecards.composition import TREND
from scorecards.control_chart import MINIMUM_BASELINE, Finding, Signal, signals
from scorecards.sheet_lines import SheetLine


class Charted(NamedTuple):
    """What to draw, the finding as a heading, and one line that says where the limits come from."""

    series: ControlSeries
    heading: str
    note: str
    flagged: tuple[tuple[str, str], ...]


def charted(line: SheetLine) -> Charted:
    """The chart of a line's whole trend (26 periods); without limits it is a run chart."""
    values = [dot.value for dot in line.series]
    found = _signals(line)
    flagged = sorted({signal.index for signal in found})
    limits = line.limits
    series = ControlSeries(
        values=values,
        labels=[dot.label for dot in line.series],
        center=_number(limits.get("center")),
        lcl=_number(limits.get("lower")),
        ucl=_number(limits.get("upper")),
        target=line.target.expected if line.target else None,
        target_text=line.aim if line.target else "",
        flagged=flagged,
        baseline=_baseline(line),
    )
    words = tuple((line.series[at].key, _rules_at(found, at)) for at in flagged)
    return Charted(series, _heading(line, flagged), _note(line), words)


def _signals(line: SheetLine) -> list[Signal]:
    center, sigma = _number(line.limits.get("center")), _number(line.limits.get("sigma"))
    if center is None or sigma is None:
        return []
    return signals([dot.value for dot in line.series], center, sigma)


def _baseline(line: SheetLine) -> tuple[int, int] | None:
    """The stretch that the limits come from, where the trend reaches back to it."""
    known = [at for at, dot in enumerate(line.series) if dot.value is not None]
    if not line.limits or len(line.series) >= TREND or len(known) < MINIMUM_BASELINE:
        return None
    return known[0], known[MINIMUM_BASELINE - 1] + 1


def _heading(line: SheetLine, flagged: Sequence[int]) -> str:
    words = {"metric": line.name, "signal": line.signal_words}
    if not line.limits:
        return _("%(metric)s: too few periods yet to tell a real change from an ordinary one") % words
    last = len(line.series) - 1
    if last in flagged:
        began = last
        while began - 1 in flagged:
            began -= 1
        words["week"] = line.series[began].label
        if line.signal in (Finding.ABOVE_LIMIT, Finding.BELOW_LIMIT):
            return _("%(metric)s left its normal range, signalled since %(week)s: a real change, not noise") % words
        return _("%(metric)s has shifted (%(signal)s), signalled since %(week)s: a real change, not noise") % words
    if line.value is None:
        return _("%(metric)s: no data this time") % words
    if flagged:
        words["week"] = line.series[max(flagged)].label
        return _("%(metric)s is back in its normal range; the last signal was %(week)s") % words
    return _("%(metric)s moves within its normal range: ordinary variation") % words


def _note(line: SheetLine) -> str:
    if not line.limits:
        return _("A run chart: limits come with %(count)d complete periods.") % {"count": MINIMUM_BASELINE}
    return _(
        "Limits: mean ± 2.66 times the mean moving range of the first %(count)d complete periods, then frozen."
        " Diamonds: signals beyond ordinary variation."
    ) % {"count": line.limits.get("baseline", MINIMUM_BASELINE)}


def _rules_at(found: Sequence[Signal], at: int) -> str:
    """The signals that a point completes, in words."""
    texts = {
        1: _("beyond 3 sigma"),
        2: _("2 of 3 beyond 2 sigma"),
        3: _("4 of 5 beyond 1 sigma"),
        4: _("8 or more in a row on one side"),
    }
    here = [signal for signal in found if signal.index == at]
    side = _("above") if here[0].above else _("below")
    return f"{', '.join(texts[signal.rule] for signal in here)} ({side})"


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)

"""A pilot along its days: how far it is, and the gates on the way."""

from dataclasses import dataclass
from datetime import date

from foundation.charts.marks import mark
from foundation.charts.scale import Scale
from foundation.charts.svg import fit, line, picture, rect, text, text_width
from foundation.charts.words import ENGLISH, Words, sentence

_TOP, _BAR, _STEP = 26.0, 10.0, 14.0


@dataclass(frozen=True, slots=True)
class Milestone:
    """A gate on a day: its name with the day in words, and a status as in `marks` ("no_data" while it lies ahead)."""

    day: date
    name: str
    status: str = "no_data"


@dataclass(frozen=True, slots=True)
class PilotLine:
    """A pilot from its first to its last day (inclusive), looked at on ``today``. Raises ValueError for no days."""

    first: date
    last: date
    today: date
    gates: tuple[Milestone, ...] = ()

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A pilot ends on or after its first day.")


def pilot_timeline(pilot: PilotLine, *, width: float = 760, label: str = "", words: Words = ENGLISH) -> str:
    """The days as a bar, filled up to today, each gate a mark with its name below in rows that never touch."""
    x = Scale(0, max((pilot.last - pilot.first).days, 1), 14, width - 14)
    done = min(max((pilot.today - pilot.first).days, 0), (pilot.last - pilot.first).days)
    body = [rect(14, _TOP, width - 28, _BAR, "band2", radius=_BAR / 2)]
    if pilot.today >= pilot.first:
        body.append(rect(14, _TOP, max(x(done) - 14, _BAR), _BAR, "acc", radius=_BAR / 2))
    if pilot.first <= pilot.today <= pilot.last:
        body.append(line((x(done), _TOP - 6), (x(done), _TOP + _BAR + 4), "ink", 1.4))
        here = words.gettext("today")
        at = min(max(x(done), text_width(here) / 2), width - text_width(here) / 2)
        body.append(text((at, _TOP - 9), here, "ink", anchor="middle", weight=600))
    gates = sorted(pilot.gates, key=lambda gate: gate.day)
    ends: list[float] = []
    for gate in gates:
        at = x(min(max((gate.day - pilot.first).days, 0), (pilot.last - pilot.first).days))
        shown = fit(gate.name, width / 2)
        wide = text_width(shown)
        left = min(max(at - wide / 2, 2), width - wide - 2)
        row = next((index for index, end in enumerate(ends) if end < left - 6), len(ends))
        ends[row : row + 1] = [left + wide]
        below = _TOP + _BAR + 18 + row * _STEP
        body.append(line((at, _TOP + _BAR), (at, below - 9), "mute", 0.7))
        body.append(mark(gate.status, (at, _TOP + _BAR / 2), 11, "paper"))
        body.append(text((left, below), shown, "mute"))
    height = _TOP + _BAR + 24 + max(len(ends) - 1, 0) * _STEP
    return picture(width, height, label or _finding(pilot, words), body, "pilot")


def _finding(pilot: PilotLine, words: Words) -> str:
    gettext = words.gettext
    days = (pilot.last - pilot.first).days + 1
    number = min(max((pilot.today - pilot.first).days + 1, 0), days)
    head = gettext("day %(number)s of %(days)s") % {"number": number, "days": days}
    return sentence(head, *(gate.name for gate in pilot.gates))

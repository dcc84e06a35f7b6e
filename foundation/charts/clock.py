"""Timeline of a work item: what happened when, when its clocks ran, paused, fell due and stopped."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from foundation.charts.marks import mark
from foundation.charts.scale import Scale
from foundation.charts.svg import (
    MIN_TEXT,
    Colour,
    boxes,
    dot,
    fit,
    hatched,
    line,
    picture,
    polygon,
    rect,
    text,
    text_width,
)
from foundation.charts.words import ENGLISH, Words, sentence

_ROW: Final = 26.0
_BAR: Final = 10.0
_LANE: Final = 12.0
_LANES: Final = 3
_GAP: Final = 6.0
_MARGIN: Final = 0.02


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half-open; without an end it lasts on."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and the few words that stand at it: an event, or a tick of the axis."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock: when it started, paused, fell due and stopped (None while it runs).

    `status` is its outcome (`on_target` met, `off_target` missed, empty while open); `note` ("due Mon 09:30, met 12 min
    before") goes below the bar and into the text alternative.
    """

    label: str
    started: datetime
    due: datetime | None = None
    stopped: datetime | None = None
    pauses: Sequence[Span] = ()
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Time:
    """Instants as pixels along the timeline."""

    origin: datetime
    x: Scale

    def __call__(self, instant: datetime) -> float:
        return self.x((instant - self.origin).total_seconds())

    def cut(self, spans: Iterable[Span]) -> list[tuple[float, float]]:
        """Spans as merged stretches of pixels inside the timeline; gaps too small to see are closed."""
        found: list[tuple[float, float]] = []
        ends = ((self(span.start), self(span.end) if span.end else self.x.end) for span in spans)
        for begin, end in sorted(pair for pair in ends if pair[1] > pair[0]):
            if found and begin <= found[-1][1] + 0.5:
                found[-1] = (found[-1][0], max(found[-1][1], end))
            else:
                found.append((begin, end))
        return found


def clock_timeline(
    clocks: Sequence[ClockRow],
    *,
    now: datetime,
    events: Sequence[Moment] = (),
    closed: Iterable[Span] = (),
    ticks: Sequence[Moment] = (),
    width: float = 720,
    label: str = "",
    words: Words = ENGLISH,
) -> str:
    """Clocks as bars: thick where time counts, thin in closed hours (shaded), hatched in pauses, split when late.

    All instants carry a time zone. `ticks` are the instants of the axis, in the zone and words of the reader; `events`
    stand above, those without room only as a line (the table beside the chart has them all). Pauses and clocks without
    an end last until `now`.
    """
    label = label or _finding(clocks, words)
    time = _time(clocks, events, now, _left(clocks, width), width)
    lanes, top = _events(events, time, width)
    bottom = top + max(len(clocks), 1) * _ROW
    shut = time.cut(closed)
    body = [boxes([(begin, top, end - begin, bottom - top) for begin, end in shut], "band2")]
    body += [*lanes, *_axis(ticks, time, bottom, width)]
    body += [line((time(event.at), top - 2), (time(event.at), bottom), "grid", 0.9) for event in events]
    body += [dot((time(event.at), top), 2, "mute") for event in events]
    for index, clock in enumerate(clocks):
        body += _clock(clock, time, shut, now, top + index * _ROW)
    body += _legend(time, bottom + 26, words)
    return picture(width, bottom + 34, label, body, "clock")


def _left(clocks: Sequence[ClockRow], width: float) -> float:
    return min(max([text_width(clock.label, 10.5, 600) for clock in clocks], default=0) + 10, width * 0.25)


def _time(clocks: Sequence[ClockRow], events: Sequence[Moment], now: datetime, left: float, width: float) -> _Time:
    instants = [event.at for event in events]
    for clock in clocks:
        instants += [clock.started, *(at for at in (clock.due, clock.stopped) if at)]
        if clock.stopped is None:
            instants.append(now)
    first, last = min(instants, default=now), max(instants, default=now)
    seconds = (last - first).total_seconds() or 60.0
    return _Time(first, Scale(-seconds * _MARGIN, seconds * (1 + _MARGIN), left, width - 1))


def _events(events: Sequence[Moment], time: _Time, width: float) -> tuple[list[str], float]:
    """Event texts in lanes above the bars, and the height at which the bars begin."""
    lanes: list[float] = []
    placed: list[tuple[int, float, str]] = []
    for event in sorted(events, key=lambda item: item.at):
        words = fit(event.label, 150)
        wide = text_width(words)
        x = min(max(time(event.at) - 3, time.x.start), max(width - wide, time.x.start))
        lane = next((at for at, end in enumerate(lanes) if end + _GAP <= x), len(lanes))
        if lane >= _LANES:
            continue
        lanes[lane : lane + 1] = [x + wide]
        placed.append((lane, x, words))
    top = len(lanes) * _LANE + 8
    body = [text((x, top - 7 - lane * _LANE), words, "mute") for lane, x, words in placed]
    return body, top


def _axis(ticks: Sequence[Moment], time: _Time, bottom: float, width: float) -> list[str]:
    body = [line((time.x.start, bottom), (width, bottom), "mute", 0.8)]
    free = 0.0
    for tick in sorted(ticks, key=lambda item: item.at):
        x = time(tick.at)
        if not time.x.holds((tick.at - time.origin).total_seconds()):
            continue
        words = fit(tick.label, 110)
        half = text_width(words) / 2
        body.append(line((x, bottom), (x, bottom + 3), "mute", 0.8))
        if x - half >= free and x + half <= width:
            body.append(text((x, bottom + 12), words, "mute", anchor="middle"))
            free = x + half + _GAP
    return body


def _clock(clock: ClockRow, time: _Time, shut: list[tuple[float, float]], now: datetime, top: float) -> list[str]:
    """One clock's row: thin base, thick where it counts, hatched pauses, due tick, mark where it stopped."""
    stop = clock.stopped or max(now, clock.started)
    begin, end, due = time(clock.started), time(stop), time(clock.due) if clock.due else time.x.end + 1
    middle, bar = top + 9, top + 9 - _BAR / 2
    paused = time.cut(Span(max(pause.start, clock.started), min(pause.end or stop, stop)) for pause in clock.pauses)
    body = [text((0, middle + 3.6), fit(clock.label, time.x.start - 8, 10.5, 600), "ink", 10.5, weight=600)]
    body.append(rect(begin, middle - 1.2, end - begin, 2.4, "act"))
    counted = _without(begin, end, [*shut, *paused])
    ranges: list[tuple[float, float, Colour]] = [(begin, due, "act"), (due, end, "bad")]
    for low, high, colour in ranges:
        pieces = [(max(a, low), min(b, high)) for a, b in counted if min(b, high) > max(a, low)]
        body.append(boxes([(a, bar, b - a, _BAR) for a, b in pieces], colour))
        if colour == "bad":
            body.append(boxes([(a, middle - 1, b - a, 2) for a, b in pieces], "paper"))
    body += [hatched(a, bar, b - a, _BAR, "mute") for a, b in paused]
    body.append(rect(begin - 1, bar, 2, _BAR, "act"))
    if clock.due:
        body += [rect(due - 1.1, bar - 4, 2.2, _BAR + 8, "tgt")]
    if clock.stopped:
        body.append(mark(clock.status or "no_data", (end, middle), 9, "paper"))
    else:
        body.append(polygon([(end, bar - 2), (end + 8, middle), (end, bar + _BAR + 2)], "act", "paper"))
    wide = text_width(clock.note)
    x = max(min(begin + 5, time.x.end - wide), time.x.start)
    return [*body, text((x, top + 24), fit(clock.note, time.x.end - x), "mute")]


def _without(begin: float, end: float, holes: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of begin..end outside the holes."""
    left, at = [], begin
    for low, high in sorted(holes):
        if low > at:
            left.append((at, min(low, end)))
        at = max(at, high)
    left.append((at, end))
    return [(low, high) for low, high in left if high > low]


def _legend(time: _Time, top: float, words: Words) -> list[str]:
    gettext = words.gettext
    x = time.x.start
    body: list[str] = []
    entries: list[tuple[Callable[[float], str], str]] = [
        (lambda at: rect(at, top - 8, 14, 8, "act"), gettext("time counts")),
        (lambda at: rect(at, top - 8, 14, 8, "band2") + rect(at, top - 5.2, 14, 2.4, "act"), gettext("closed hours")),
        (lambda at: hatched(at, top - 8, 14, 8, "mute"), gettext("paused")),
        (lambda at: rect(at + 6, top - 10, 2.2, 12, "tgt"), gettext("due")),
        (lambda at: rect(at, top - 8, 14, 8, "bad") + rect(at, top - 5, 14, 2, "paper"), gettext("after the deadline")),
        (lambda at: mark("on_target", (at + 7, top - 4), 8), gettext("met")),
        (lambda at: mark("off_target", (at + 7, top - 4), 8), gettext("missed")),
    ]
    for draw, meaning in entries:
        wide = text_width(meaning, MIN_TEXT) + 18
        if x + wide > time.x.end:
            break
        body += [draw(x), text((x + 18, top), meaning, "mute")]
        x += wide + 12
    return body


def _finding(clocks: Sequence[ClockRow], words: Words) -> str:
    gettext = words.gettext
    rows = []
    for clock in clocks:
        outcome = {"on_target": gettext("met"), "off_target": gettext("missed")}.get(clock.status, "")
        running = gettext("running") if clock.stopped is None else ""
        pauses = gettext("pauses: %(count)s") % {"count": len(clock.pauses)} if clock.pauses else ""
        rows.append(f"{clock.label}: " + sentence(outcome, running, pauses, clock.note))
    return "; ".join(rows) or words.no_data()

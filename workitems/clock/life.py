"""Reading the events of one clock into its life: when it ran, what it was asked, and when it did not count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from engagements.opening_hours import to_us
from workitems.clock.events import ClockEvent, ClockEventKind
from workitems.clock.reasons import PauseReason
from workitems.clock.state import Pause
from workitems.clock.terms import LevelTerms, OnReopen, Target

Span = tuple[int, int]


@dataclass
class Life:
    """A clock's life up to `now`; `targets` holds each target with the instant (microseconds) from which it held.

    Pauses for one of the reasons `ignored` never happened to it.
    """

    now: datetime
    resumes: bool
    targets: list[tuple[int, Target]]
    ignored: frozenset[PauseReason] = frozenset()
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    cancelled_at: datetime | None = None
    is_backwards: bool = False
    reopen_count: int = 0
    asked: Target | None = None
    pauses: list[Pause] = field(default_factory=list)
    gaps: list[Span] = field(default_factory=list)
    waits: dict[PauseReason, datetime] = field(default_factory=dict)

    @property
    def ended_at(self) -> datetime | None:
        """When it stopped or was cancelled; None while it lives."""
        return self.stopped_at or self.cancelled_at

    @property
    def paused_at(self) -> datetime | None:
        """Since when it has been paused without a break of reasons still open; None when it is not."""
        return None if self.ended_at else min(self.waits.values(), default=None)

    def spans(self) -> list[Span]:
        """The united spans that do not count: pauses, and times between a stop and the reopening that resumed it."""
        end = to_us(self.ended_at or self.now)
        spans = [
            (to_us(pause.started_at), end if pause.ended_at is None else to_us(pause.ended_at)) for pause in self.pauses
        ]
        return unite(spans + self.gaps)

    def held_until(self, held_from: int, next_from: int) -> int:
        """Until when a target could be missed: to the next one, or to the stop in time whose reopening brought that."""
        stops = (stop for stop, reopened in self.gaps if reopened == next_from and held_from <= stop)
        return min(stops, default=next_from)

    def take(self, event: ClockEvent) -> None:
        """Live through one event."""
        if self.started_at is None:
            self._before_start(event)
        elif self.ended_at is not None:
            self._after_end(event)
        elif event.kind is ClockEventKind.REPRIORITISE and event.target:
            self.targets.append((to_us(event.at), event.target))
        elif event.kind is ClockEventKind.STOP:
            self._resume(event.at, None)
            self.stopped_at = event.at
        elif event.kind is ClockEventKind.CANCEL:
            self._resume(event.at, None)
            self.cancelled_at = event.at
        else:
            self._wait(event)

    def close(self) -> None:
        """Keep the pauses that have no end yet."""
        for reason, since in self.waits.items():
            self.pauses.append(Pause(since, None, reason))
        self.pauses.sort(key=lambda pause: pause.started_at)

    def _before_start(self, event: ClockEvent) -> None:
        if event.kind is ClockEventKind.START:
            self.started_at = event.at
            self.waits = dict.fromkeys(self.waits, event.at)
            self.pauses.clear()
            self.targets = [(to_us(event.at), self.targets[-1][1])]
        elif event.kind is ClockEventKind.REPRIORITISE and event.target:
            self.targets.append((0, event.target))
        elif event.kind in (ClockEventKind.STOP, ClockEventKind.CANCEL):
            self.is_backwards = True
        else:
            self._wait(event)

    def _after_end(self, event: ClockEvent) -> None:
        """After the end only a reopening matters, which brings the target that was asked for meanwhile."""
        if event.kind is ClockEventKind.REPRIORITISE:
            self.asked = event.target
        if event.kind is not ClockEventKind.REOPEN:
            return
        self.reopen_count += 1
        if self.resumes and self.ended_at is not None:
            self.gaps.append((to_us(self.ended_at), to_us(event.at)))
            self.stopped_at = self.cancelled_at = None
            if self.asked:
                self.targets.append((to_us(event.at), self.asked))
                self.asked = None

    def _wait(self, event: ClockEvent) -> None:
        if event.kind is ClockEventKind.PAUSE and event.reason:
            if event.reason.pauses and event.reason not in self.ignored:
                self.waits.setdefault(event.reason, event.at)
        elif event.kind is ClockEventKind.RESUME:
            self._resume(event.at, event.reason)

    def _resume(self, at: datetime, reason: PauseReason | None) -> None:
        for ended in [reason] if reason else list(self.waits):
            since = self.waits.pop(ended, None)
            if since is not None and since < at:
                self.pauses.append(Pause(since, at, ended))


def read_life(events: Iterable[ClockEvent], terms: LevelTerms, now: datetime) -> Life:
    """The life that `events` tell up to `now`; later events have not happened yet."""
    life = Life(now, terms.on_reopen is OnReopen.RESUME, [(0, terms.target)], terms.ignored)
    past = (event for event in events if event.at <= now)
    for event in sorted(past, key=lambda event: (event.at, event.kind is not ClockEventKind.START)):
        life.take(event)
    life.close()
    return life


def unite(spans: Iterable[Span]) -> list[Span]:
    """Half-open spans in order, overlapping and touching ones made one, empty ones dropped."""
    united: list[Span] = []
    for start, stop in sorted(spans):
        if stop <= start:
            continue
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], stop))
        else:
            united.append((start, stop))
    return united

"""A slow oracle of a service-level clock: lives through every minute and counts, on the porter's door."""

from dataclasses import dataclass, field

from tests.engagements.door import Door

PAUSING = {"client", "hold", "third"}


@dataclass
class Walk:
    """Events are (minute, kind, detail) in order; a target is ("minutes" | "days" | "clock", number)."""

    door: Door
    resumes: bool
    target: tuple[str, int]
    now: int
    start: int | None = None
    waits: set = field(default_factory=set)
    ended: str | None = None
    ended_at: int | None = None
    missed_at: int | None = None
    due: int | None = None
    reopened: int = 0
    asked: tuple[str, int] | None = None
    saw_too_little: bool = False
    # Minutes used before each minute since the start, and the first minute that was used.
    used: dict = field(default_factory=lambda: {"open": [0], "clock": [0]})
    first: dict = field(default_factory=dict)
    laid: dict = field(default_factory=dict)

    def live(self, events):
        by_minute = {}
        for at, kind, detail in events:
            by_minute.setdefault(at, []).append((kind, detail))
        for minute in range(self.now + 1):
            if self.start is not None and self.ended is None:
                self._pass_deadline(minute)
            for kind, detail in by_minute.get(minute, ()):
                self._happen(minute, kind, detail)
            if self.start is not None:
                self._work(minute)
        return self

    @property
    def is_paused(self):
        return self.ended is None and bool(self.waits & PAUSING)

    @property
    def elapsed(self):
        return self.used[self._hours()][self.now - self.start]

    def _hours(self):
        return "clock" if self.target[0] == "clock" else "open"

    def _work(self, minute):
        runs = self.ended is None and not self.waits & PAUSING
        for name, is_open in (("open", self.door.is_open[minute]), ("clock", True)):
            self.used[name].append(self.used[name][-1] + (runs and is_open))
            if runs and is_open:
                self.first.setdefault(name, minute)
        if self.due is None and self.missed_at is None and self.ended is None and self._is_used(minute):
            self.due = minute

    def _pass_deadline(self, minute):
        if self.missed_at is None and self.due is not None and self.due < minute:
            self.missed_at = self.due

    def _happen(self, minute, kind, detail):
        if self.start is None:
            if kind == "start":
                self.start = minute
        elif self.ended is not None:
            self._happen_after_end(minute, kind, detail)
        elif kind == "pause":
            self.waits.add(detail)
        elif kind == "resume":
            self.waits -= {detail} if detail else set(self.waits)
        elif kind in {"stop", "cancel"}:
            self.ended, self.ended_at = kind, minute
            self.waits.clear()
        elif kind == "reprioritise":
            self._ask(minute, detail)

    def _happen_after_end(self, minute, kind, detail):
        if kind == "reprioritise":
            self.asked = detail
        if kind != "reopen":
            return
        self.reopened += 1
        if self.resumes:
            self.ended = self.ended_at = None
            if self.asked:
                self._ask(minute, self.asked)
                self.asked = None

    def _ask(self, minute, target):
        if self.missed_at is not None:
            return
        self.target = target
        self.due = next((past for past in range(self.start, minute) if self._is_used(past)), None)
        if self.due is not None:
            self.missed_at = minute

    def _days(self, number):
        if number not in self.laid:
            earliest = self.door.business_days_due(self.start, number)
            self.laid[number] = (earliest, self.door.elapsed(self.start, earliest or self.start))
        return self.laid[number]

    def _is_used(self, minute):
        """Whether the whole target is used by `minute`."""
        unit, number = self.target
        earliest = self.start
        if unit == "days":
            earliest, number = self._days(number)
            if earliest is None:
                self.saw_too_little = True
                return False
        if number == 0:
            return minute >= earliest and self.first.get(self._hours(), minute + 1) <= minute
        return minute >= earliest and self.used[self._hours()][minute - self.start] >= number

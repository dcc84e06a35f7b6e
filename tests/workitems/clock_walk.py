"""A slow oracle of a service-level clock: lives through every minute and counts, on the porter's door."""

from dataclasses import dataclass, field
from typing import Any, Self

from tests.engagements.door import Door

# ("minutes" | "days" | "clock", number), and (minute, kind, reason or target).
Asked = tuple[str, int]
Told = tuple[int, str, Any]
PAUSING = {"client", "hold", "third"}


@dataclass
class Walk:
    """Events are (minute, kind, detail) in order; a target is ("minutes" | "days" | "clock", number)."""

    door: Door
    resumes: bool
    target: Asked
    now: int
    ignored: frozenset[str] = frozenset()
    start: int | None = None
    waits: set[str] = field(default_factory=set)
    ended: str | None = None
    ended_at: int | None = None
    missed_at: int | None = None
    due: int | None = None
    reopened: int = 0
    asked: Asked | None = None
    saw_too_little: bool = False
    # Minutes used before each minute since the start, and the first minute that was used.
    used: dict[str, list[int]] = field(default_factory=lambda: {"open": [0], "clock": [0]})
    first: dict[str, int] = field(default_factory=dict)
    laid: dict[int, tuple[int | None, int]] = field(default_factory=dict)

    @property
    def begun(self) -> int:
        assert self.start is not None
        return self.start

    def live(self, events: list[Told]) -> Self:
        by_minute: dict[int, list[tuple[str, Any]]] = {}
        for at, kind, detail in events:
            by_minute.setdefault(at, []).append((kind, detail))
        for minute in range(self.now + 1):
            if self.start is not None and self.ended is None:
                self._pass_deadline(minute)
            before = self.reopened
            for kind, detail in by_minute.get(minute, ()):
                self._happen(minute, kind, detail)
            if self.resumes and self.reopened > before:
                self._pass_deadline(minute)
            if self.start is not None:
                self._work(minute)
        return self

    @property
    def is_waiting(self) -> bool:
        return any(reason in PAUSING and reason not in self.ignored for reason in self.waits)

    @property
    def is_paused(self) -> bool:
        return self.ended is None and self.is_waiting

    @property
    def elapsed(self) -> int:
        return self.used[self._hours()][self.now - self.begun]

    def _hours(self) -> str:
        return "clock" if self.target[0] == "clock" else "open"

    def _work(self, minute: int) -> None:
        runs = self.ended is None and not self.is_waiting
        for name, is_open in (("open", self.door.is_open[minute]), ("clock", True)):
            self.used[name].append(self.used[name][-1] + (runs and is_open))
            if runs and is_open:
                self.first.setdefault(name, minute)
        lives = self.ended is None or self.ended_at == minute
        if self.due is None and self.missed_at is None and lives and self._is_used(minute):
            self.due = minute

    def _pass_deadline(self, minute: int) -> None:
        if self.missed_at is None and self.due is not None and self.due < minute:
            self.missed_at = self.due

    def _happen(self, minute: int, kind: str, detail: Any) -> None:
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

    def _happen_after_end(self, minute: int, kind: str, detail: Any) -> None:
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

    def _ask(self, minute: int, target: Asked) -> None:
        if self.missed_at is not None:
            return
        self.target = target
        self.due = next((past for past in range(self.begun, minute) if self._is_used(past)), None)
        if self.due is not None:
            self.missed_at = minute

    def _days(self, number: int) -> tuple[int | None, int]:
        if number not in self.laid:
            earliest = self.door.business_days_due(self.begun, number)
            self.laid[number] = (earliest, self.door.elapsed(self.begun, earliest or self.begun))
        return self.laid[number]

    def _is_used(self, minute: int) -> bool:
        """Whether the whole target is used by `minute`."""
        unit, number = self.target
        earliest = self.begun
        if unit == "days":
            found, number = self._days(number)
            if found is None:
                self.saw_too_little = True
                return False
            earliest = found
        if number == 0:
            return minute >= earliest and self.first.get(self._hours(), minute + 1) <= minute
        return minute >= earliest and self.used[self._hours()][minute - self.begun] >= number

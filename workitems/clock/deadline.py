"""Deadlines on a calendar from which pauses are taken away; all instants and lengths in microseconds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engagements.opening_hours import OpeningHours
from engagements.opening_hours.business_days import business_days_due_us
from workitems.clock.terms import Target, TargetUnit

if TYPE_CHECKING:
    from engagements.opening_hours.kernel import Kernel

Spans = Sequence[tuple[int, int]]


class Deadline:
    """A target laid on a calendar from `start`, with the united `pauses` (none before the start) taken away.

    `total` is the open time it allows. A target of business days keeps its own rule for the day, and a pause moves it
    by the open time that the pause covers.
    """

    def __init__(self, calendar: OpeningHours, target: Target, start: int, pauses: Spans) -> None:
        self.kernel: Kernel = target.hours(calendar).kernel
        self._start = start
        self._pauses = pauses
        self._earliest = start
        if target.unit is TargetUnit.BUSINESS_DAYS:
            self._earliest = business_days_due_us(self.kernel, start, int(target.amount))
            self.total = self.kernel.open_between(start, self._earliest)
        else:
            self.total = target.microseconds

    @property
    def due(self) -> int:
        """The deadline: the earliest instant at which the whole target is used."""
        return max(self._earliest, self.used(self.total))

    def share(self, percent: int) -> int:
        """The earliest instant at which at least `percent` of the target is used."""
        return self.used(-(-self.total * percent // 100))

    def used(self, amount: int) -> int:
        """The earliest instant at which `amount` of open time outside pauses has passed since the start.

        For 0 that is the first instant that is open and not paused.
        """
        if amount == 0:
            return self._first_running()
        due = self.kernel.due(self._start, amount)
        for begin, end in self._pauses:
            if begin >= due:
                break
            lost = self.kernel.open_between(begin, end)
            if lost:
                amount += lost
                due = self.kernel.due(self._start, amount)
        return due

    def elapsed(self, until: int) -> int:
        """Open time outside pauses from the start to `until`, which no pause outlasts."""
        paused = sum(self.kernel.open_between(begin, end) for begin, end in self._pauses)
        return self.kernel.open_between(self._start, until) - paused

    def _first_running(self) -> int:
        first = self.kernel.next_opening(self._start)
        for begin, end in self._pauses:
            if begin <= first < end:
                first = self.kernel.next_opening(end)
        return first

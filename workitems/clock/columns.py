"""Clocks by the column: many items of one calendar at once, agreeing to the microsecond with `replay`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engagements.opening_hours import OpeningHours
from engagements.opening_hours.bulk import Lookup
from engagements.opening_hours.business_days import business_days_due_us
from engagements.opening_hours.kernel import Kernel
from workitems.clock.state import ClockOutcome
from workitems.clock.terms import Target, TargetUnit

Column = NDArray[np.int64]
Mask = NDArray[np.bool_]

NONE: Final = np.iinfo(np.int64).min
"""No instant: a clock that has not stopped, a pause without an end, a deadline of what never started."""

OUTCOMES: Final = tuple(ClockOutcome)
"""`ClockColumns.outcome` holds places in this tuple."""


class PauseColumns(NamedTuple):
    """Pauses of allowed reasons, one a row in any order, overlapping or not: item number, start, stop or NONE."""

    item: Column
    start: Column
    stop: Column

    @classmethod
    def empty(cls) -> "PauseColumns":
        """No pauses."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


@dataclass(frozen=True)
class ClockColumns:
    """One row an item, in the order given: as in ClockState, but in UTC microseconds, with NONE for no instant."""

    outcome: NDArray[np.int8]
    due: Column
    breached: Column
    outcome_at: Column
    target_us: Column
    elapsed_us: Column
    due_is_projected: Mask


def replay_many(
    hours: OpeningHours,
    *,
    started: Column,
    stopped: Column,
    targets: Sequence[Target],
    target: NDArray[np.integer],
    pauses: PauseColumns,
    now: int,
) -> ClockColumns:
    """The clocks of items at `now`; `target[i]` is the place in `targets` of what item i is asked.

    For items that start, pause, resume and stop; one that was reopened, reprioritised or cancelled needs `replay`.
    """
    count = len(started)
    columns = ClockColumns(
        outcome=np.full(count, OUTCOMES.index(ClockOutcome.NOT_STARTED), dtype=np.int8),
        due=np.full(count, NONE),
        breached=np.full(count, NONE),
        outcome_at=np.full(count, NONE),
        target_us=np.zeros(count, dtype=np.int64),
        elapsed_us=np.zeros(count, dtype=np.int64),
        due_is_projected=np.zeros(count, dtype=np.bool_),
    )
    known = (started != NONE) & (started <= now)
    has_stop = (stopped != NONE) & (stopped <= now)
    backwards = known & has_stop & (stopped < started)
    columns.outcome[backwards] = OUTCOMES.index(ClockOutcome.NO_DATA)
    end = np.where(has_stop, stopped, now)
    cut = _cut(pauses, started, end, has_stop)
    for place, asked in enumerate(targets):
        items = np.flatnonzero(known & ~backwards & (target == place))
        if len(items):
            group = _Group(asked, started[items], end[items], cut.of(items, count))
            _fill(columns, items, _solve(asked.hours(hours).kernel, group))
    _decide(columns, known & ~backwards, has_stop, end, cut.paused)
    return columns


class _Cut(NamedTuple):
    """Pauses cut to the life of their items, sorted by item and start, and which items are paused at their end."""

    item: Column
    start: Column
    stop: Column
    paused: Mask

    def of(self, items: Column, count: int) -> "_Cut":
        """The pauses of `items` alone, numbered by their place in it."""
        place = np.full(count, -1)
        place[items] = np.arange(len(items))
        own = place[self.item]
        kept = own >= 0
        return _Cut(own[kept], self.start[kept], self.stop[kept], self.paused[items])


class _Group(NamedTuple):
    """Items of one target: its parts have one length, and the pauses are numbered within it."""

    target: Target
    start: Column
    end: Column
    pauses: _Cut


class _Solved(NamedTuple):
    due: Column
    total: Column
    elapsed: Column


def _cut(pauses: PauseColumns, started: Column, end: Column, has_stop: Mask) -> _Cut:
    lasts = (pauses.stop == NONE) | ((pauses.stop > end[pauses.item]) & ~has_stop[pauses.item])
    paused = np.zeros(len(started), dtype=np.bool_)
    paused[pauses.item[lasts & ~has_stop[pauses.item] & (pauses.start <= end[pauses.item])]] = True
    start = np.maximum(pauses.start, started[pauses.item])
    stop = np.where(pauses.stop == NONE, end[pauses.item], np.minimum(pauses.stop, end[pauses.item]))
    kept = np.flatnonzero(start < stop)
    order = kept[np.lexsort((start[kept], pauses.item[kept]))]
    return _Cut(pauses.item[order], start[order], stop[order], paused)


def _solve(kernel: Kernel, group: _Group) -> _Solved:
    """The deadlines of a group, on a calendar that reaches as far as they need."""
    earliest, low = group.start, int(group.start.min())
    if group.target.unit is TargetUnit.BUSINESS_DAYS:
        days = int(group.target.amount)

        def one(start: int) -> int:
            return business_days_due_us(kernel, start, days)

        earliest = kernel.on_wide_enough(
            low, int(group.start.max()), lambda lookup: lookup.business_days_due(group.start, days, one)
        )
    high = int(max(group.end.max(), earliest.max()))
    return kernel.on_wide_enough(low, high, lambda lookup: _Laid(lookup, group, earliest).solved())


class _Laid:
    """The deadlines of a group laid on one table, moved by one round of pauses after another."""

    def __init__(self, lookup: Lookup, group: _Group, earliest: Column) -> None:
        self._lookup = lookup
        self._group = group
        self._earliest = earliest
        self._goal = lookup.elapsed(group.start)
        if group.target.unit is TargetUnit.BUSINESS_DAYS:
            self._total = lookup.elapsed(earliest) - self._goal
        else:
            self._total = np.full(len(self._goal), group.target.microseconds)
        self._goal += self._total
        self._is_zero = self._total == 0
        self._due = np.empty_like(self._goal)
        self._due[self._is_zero] = lookup.next_opening(group.start[self._is_zero])
        self._due[~self._is_zero] = lookup.reached(self._goal[~self._is_zero])
        self._paused = np.zeros_like(self._goal)
        self._covered = group.start.copy()

    def solved(self) -> _Solved:
        """The deadlines with every pause taken away, and the open time used."""
        for rows in _ranks(self._group.pauses.item):
            self._pause(rows)
        elapsed = self._lookup.between(self._group.start, self._group.end) - self._paused
        return _Solved(np.maximum(self._due, self._earliest), self._total, elapsed)

    def _pause(self, rows: Column) -> None:
        """Take away at most one pause an item, but what an earlier one has covered."""
        item = self._group.pauses.item[rows]
        begin = np.maximum(self._group.pauses.start[rows], self._covered[item])
        stop = np.maximum(self._group.pauses.stop[rows], begin)
        self._covered[item] = stop
        lost = self._lookup.between(begin, stop)
        self._paused[item] += lost
        before_due = begin < self._due[item]
        moved = before_due & (lost > 0) & ~self._is_zero[item]
        self._goal[item[moved]] += lost[moved]
        self._due[item[moved]] = self._lookup.reached(self._goal[item[moved]])
        covers = self._is_zero[item] & (begin <= self._due[item]) & (self._due[item] < stop)
        self._due[item[covers]] = self._lookup.next_opening(stop[covers])


def _ranks(item: Column) -> list[Column]:
    """Rows of sorted `item` numbers in rounds: every item's first row, then every second one, and so on."""
    if not len(item):
        return []
    first = np.flatnonzero(np.diff(item, prepend=item[0] - 1))
    rank = np.arange(len(item)) - np.repeat(first, np.diff(first, append=len(item)))
    order = np.argsort(rank, kind="stable")
    return np.split(order, np.cumsum(np.bincount(rank))[:-1])


def _fill(columns: ClockColumns, items: Column, solved: _Solved) -> None:
    columns.due[items] = solved.due
    columns.target_us[items] = solved.total
    columns.elapsed_us[items] = solved.elapsed


def _decide(columns: ClockColumns, known: Mask, has_stop: Mask, end: Column, paused: Mask) -> None:
    """Outcomes from deadlines: missed beats met beats paused beats running."""
    missed = known & (columns.due < end)
    met = known & has_stop & ~missed
    waiting = known & ~has_stop & ~missed & paused
    running = known & ~has_stop & ~missed & ~paused
    for mask, outcome in (
        (missed, ClockOutcome.MISSED),
        (met, ClockOutcome.MET),
        (waiting, ClockOutcome.PAUSED),
        (running, ClockOutcome.RUNNING),
    ):
        columns.outcome[mask] = OUTCOMES.index(outcome)
    columns.breached[missed] = columns.outcome_at[missed] = columns.due[missed]
    columns.outcome_at[met] = end[met]
    columns.due_is_projected[waiting] = True

"""Open time over whole columns with numpy: a look-up on a 15-minute grid when the calendar fits it, else a search."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engagements.opening_hours.table import Table
from engagements.opening_hours.wall import DAY_SECONDS, MINUTE, SECOND

Column = NDArray[np.int64]

GRID = 15 * MINUTE
# Items a chunk: its temporaries stay in the processor's second-level cache.
CHUNK = 16_384
# Cells of a grid: 40 years, 11 MB.
MOST_CELLS = 1_400_000


class PastTableError(Exception):
    """An answer lies past the table: ask again on a wider one."""


class Lookup:
    """The arrays of one table; all instants asked about must lie within what the table covers."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.edges: Column = np.array(table.edges, dtype=np.int64)
        self.totals: Column = np.array(table.totals, dtype=np.int64)
        self._origin = table.covers[0] // GRID
        self._cells = self._grid()

    @property
    def is_on_grid(self) -> bool:
        """Whether every edge lies on a quarter of an hour, so that the grid answers."""
        return self._cells is not None

    def elapsed(self, us: Column) -> Column:
        """Open time from the table's beginning to each instant."""
        return self._searched(us) if self._cells is None else self._gridded(us, self._cells)

    def between(self, start: Column, stop: Column) -> Column:
        """Open time in each [start, stop), 0 where the two are out of order."""
        result = np.empty(len(start), dtype=np.int64)
        for low in range(0, len(start), CHUNK):
            part = slice(low, low + CHUNK)
            np.subtract(self.elapsed(stop[part]), self.elapsed(start[part]), out=result[part])
        return np.maximum(result, 0, out=result)

    def is_open(self, us: Column) -> NDArray[np.bool_]:
        """Whether each instant is open."""
        return (np.searchsorted(self.edges, us, side="right") & 1).astype(np.bool_)

    def next_opening(self, us: Column) -> Column:
        """The first open instant at or after each; raises PastTableError."""
        index = np.searchsorted(self.edges, us, side="right")
        if index.max(initial=0) >= len(self.edges):
            raise PastTableError
        return np.where(index & 1, us, self.edges[index])

    def due(self, start: Column, target: Column) -> Column:
        """The earliest instant with `target` open time since each start; raises PastTableError."""
        is_zero = target <= 0
        due = self.reached(self.elapsed(start) + np.maximum(target, 1))
        due[is_zero] = self.next_opening(start[is_zero])
        return due

    def reached(self, total: Column) -> Column:
        """The first instants at which `elapsed` equals each `total` (> 0); raises PastTableError."""
        index = 2 * np.searchsorted(self.totals[1::2], total, side="left")
        if index.max(initial=0) >= len(self.edges):
            raise PastTableError
        found: Column = self.edges[index] + total - self.totals[index]
        return found

    def business_days_due(self, start: Column, days: int, one: Callable[[int], int]) -> Column:
        """`days` (>= 0) open days after each start; `one` answers for dates on which the clock changes.

        Raises PastTableError. The rule is told at OpeningHours.business_days_due.
        """
        begin = self.next_opening(start)
        if days == 0:
            return begin
        starts, open_days = np.array(self.table.day_starts), np.array(self.table.open_days)
        today = np.searchsorted(starts, begin, side="right") - 1
        place = np.searchsorted(open_days, today, side="right") + days - 1
        if place.max(initial=0) >= len(open_days):
            raise PastTableError
        index = open_days[place]
        candidate = starts[index] + begin - starts[today]
        edge = np.searchsorted(self.edges, candidate, side="right")
        closing = self.edges[np.maximum(edge - 1, 0)]
        opening = self.edges[np.minimum(edge, len(self.edges) - 1)]
        due: Column = np.where(edge & 1, candidate, np.where((edge > 0) & (closing > starts[index]), closing, opening))
        is_plain = np.diff(starts) == DAY_SECONDS * SECOND
        for row in np.flatnonzero(~(is_plain[today] & is_plain[index])).tolist():
            due[row] = one(int(start[row]))
        return due

    def _searched(self, us: Column) -> Column:
        if not len(self.edges):
            return np.zeros(len(us), dtype=np.int64)
        index = np.searchsorted(self.edges, us, side="right")
        before = np.maximum(index - 1, 0)
        since = np.where(index & 1, us - self.edges[before], 0)
        found: Column = self.totals[before] + since
        return found

    def _gridded(self, us: Column, cells: Column) -> Column:
        """A cell holds its open time doubled, plus 1 when it is open: one look-up gives both."""
        quarter = us // GRID
        cell = cells.take(quarter - self._origin)
        within = us - quarter * GRID
        within &= -(cell & 1)
        within += cell >> 1
        return within

    def _grid(self) -> Column | None:
        count = self.table.covers[1] // GRID - self._origin + 1
        if count > MOST_CELLS or not len(self.edges) or np.any(self.edges % GRID):
            return None
        starts = (np.arange(count, dtype=np.int64) + self._origin) * GRID
        cells: Column = (self._searched(starts) << 1) | self.is_open(starts)
        return cells

"""Open time of a calendar as arithmetic on microseconds: F(t) is cumulative, elapsed is F(stop) - F(start)."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from engagements.opening_hours.problems import OpeningHoursError, Problem, ProblemCode
from engagements.opening_hours.table import Rules, Table, compile_table
from engagements.opening_hours.wall import from_us, local_wall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    import numpy as np
    from numpy.typing import NDArray

    from engagements.opening_hours.bulk import Lookup
    from engagements.opening_hours.windows import Window

Answer = TypeVar("Answer")
Interval = tuple[datetime, datetime]

EARLIEST = date(1900, 1, 1)
LATEST = date(2300, 1, 1)
_MARGIN = timedelta(days=120)


class Kernel:
    """A compiled calendar that grows with the instants it is asked about; safe to share between threads.

    A table is never changed, only replaced by a larger one, and each answer comes from one table.
    Instants outside 1900 to 2299 raise OpeningHoursError.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        week: Sequence[Sequence[Window]],
        holidays: frozenset[date],
        overrides: Mapping[date, Sequence[Window]],
    ) -> None:
        self.zone = zone
        self._rules = Rules(zone, week, holidays, overrides)
        self._table: Table | None = None
        self._lookup: Lookup | None = None

    def table(self, low: int, high: int) -> Table:
        """A table that covers the instants from `low` to `high`."""
        table = self._table
        if table is not None:
            covered = table.covers
            if covered[0] <= low and high < covered[1]:
                return table
        return self._grown(self._day(low), self._day(high))

    def later(self, table: Table) -> Table:
        """A table that reaches further than `table`, twice as far; raises OpeningHoursError past the last year."""
        last = table.first_day + timedelta(days=len(table.day_starts) - 2)
        if last >= LATEST:
            raise _out_of_range(f"not reached before {LATEST}")
        return self._grown(table.first_day, last + max(last - table.first_day, _MARGIN))

    def is_open(self, us: int) -> bool:
        """Whether the instant is open."""
        return bisect_right(self.table(us, us).edges, us) & 1 == 1

    def open_between(self, start: int, stop: int) -> int:
        """Open time in [start, stop); 0 when the two are out of order."""
        if stop <= start:
            return 0
        table = self.table(start, stop)
        return table.elapsed(stop) - table.elapsed(start)

    def due(self, start: int, target: int) -> int:
        """The earliest instant with `target` open time since `start`; for a target of 0 the next opening."""
        if target <= 0:
            return self.next_opening(start)
        table = self.table(start, start + target)
        while (reached := table.reached(table.elapsed(start) + target)) is None:
            table = self.later(table)
        return reached

    def next_opening(self, us: int) -> int:
        """The first open instant at or after `us`."""
        table = self.table(us, us)
        while (opening := table.next_opening(us)) is None:
            table = self.later(table)
        return opening

    def intervals(self, start: int, stop: int, *, is_open: bool) -> list[Interval]:
        """The open (or the closed) parts of [start, stop), in order."""
        if stop <= start:
            return []
        edges = self.table(start, stop).edges
        inner = edges[bisect_right(edges, start) : bisect_right(edges, stop - 1)]
        marks = [start, *inner, stop]
        first = 0 if self.is_open(start) == is_open else 1
        return [(from_us(marks[i]), from_us(marks[i + 1])) for i in range(first, len(marks) - 1, 2)]

    def lookup(self, low: int, high: int) -> Lookup:
        """The arrays of a table that covers the instants from `low` to `high`."""
        # numpy costs 0.1 s, which a single write need not pay.
        from engagements.opening_hours.bulk import Lookup  # noqa: PLC0415

        table = self.table(low, high)
        lookup = self._lookup
        if lookup is None or lookup.table is not table:
            lookup = self._lookup = Lookup(table)
        return lookup

    def open_between_many(self, start: NDArray[np.int64], stop: NDArray[np.int64]) -> NDArray[np.int64]:
        """`open_between` over arrays of equal length."""
        if not len(start):
            return start.copy()
        low, high = int(min(start.min(), stop.min())), int(max(start.max(), stop.max()))
        return self.lookup(low, high).between(start, stop)

    def due_many(self, start: NDArray[np.int64], target: NDArray[np.int64]) -> NDArray[np.int64]:
        """`due` over arrays of equal length."""
        if not len(start):
            return start.copy()
        return self.on_wide_enough(int(start.min()), int(start.max()), lambda lookup: lookup.due(start, target))

    def on_wide_enough(self, low: int, high: int, ask: Callable[[Lookup], Answer]) -> Answer:
        """What `ask` answers on a table that covers `low` to `high` and reaches as far as the answer needs."""
        from engagements.opening_hours.bulk import PastTableError  # noqa: PLC0415

        lookup = self.lookup(low, high)
        while True:
            try:
                return ask(lookup)
            except PastTableError:
                wider = self.later(lookup.table)
                lookup = self.lookup(wider.covers[0], wider.covers[1] - 1)

    def _grown(self, first: date, last: date) -> Table:
        known = self._table
        if known is not None:
            first = min(first, known.first_day + _MARGIN)
            last = max(last, known.first_day + timedelta(days=len(known.day_starts) - 2) - _MARGIN)
        first, last = max(first - _MARGIN, EARLIEST), min(last + _MARGIN, LATEST)
        table = self._table = compile_table(self._rules, first, last)
        return table

    def _day(self, us: int) -> date:
        try:
            day = local_wall(us, self.zone).date()
        except OverflowError:
            raise _out_of_range(f"{us} microseconds") from None
        if not EARLIEST < day < LATEST:
            raise _out_of_range(day.isoformat())
        return day


def _out_of_range(value: str) -> OpeningHoursError:
    text = f"outside the years a calendar covers ({EARLIEST.year} to {LATEST.year - 1}): {value}"
    return OpeningHoursError([Problem(ProblemCode.OUT_OF_RANGE, value, text)])

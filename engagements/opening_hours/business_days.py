"""Deadlines in business days: a day is the calendar's own unit, not 24 hours (docs/metrics.md, clocks 2)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engagements.opening_hours.wall import DAY_SECONDS, SECOND, instant_us, local_wall

if TYPE_CHECKING:
    from engagements.opening_hours.kernel import Kernel
    from engagements.opening_hours.table import Table


def business_days_due_us(kernel: Kernel, start: int, days: int) -> int:
    """`days` open days after the instant `start`; the rule is told at OpeningHours.business_days_due."""
    begin = kernel.next_opening(start)
    if days == 0:
        return begin
    reach = (days + 3) * DAY_SECONDS * SECOND
    table = kernel.table(min(begin, begin + reach), max(begin, begin + reach))
    while (index := _open_day(table, begin, days)) is None:
        table = kernel.later(table) if days > 0 else kernel.table(2 * table.covers[0] - begin, begin)
    return _within_day(table, index, _same_local_time(kernel, table, begin, index))


def _open_day(table: Table, begin: int, days: int) -> int | None:
    """The index of the `days`-th open date from the one of `begin`; None when the table ends before it."""
    today = bisect_right(table.day_starts, begin) - 1
    known = table.open_days
    place = days + (bisect_right(known, today) - 1 if days > 0 else bisect_left(known, today))
    return known[place] if 0 <= place < len(known) else None


def _same_local_time(kernel: Kernel, table: Table, begin: int, index: int) -> int:
    """The instant on the date of `index` at which a clock shows what it showed at `begin`."""
    starts = table.day_starts
    today = bisect_right(starts, begin) - 1
    # On dates of exactly 24 hours the offset does not change, so that the time since midnight is the local time.
    if all(starts[day + 1] - starts[day] == DAY_SECONDS * SECOND for day in (today, index)):
        return starts[index] + begin - starts[today]
    date = table.first_day + timedelta(days=index)
    return instant_us(datetime.combine(date, local_wall(begin, kernel.zone).time()), kernel.zone)


def _within_day(table: Table, index: int, candidate: int) -> int:
    """`candidate` when open, else back to that date's last closing so far, else its first opening."""
    edges = table.edges
    place = bisect_right(edges, candidate)
    if place & 1:
        return candidate
    if place and edges[place - 1] > table.day_starts[index]:
        return edges[place - 1]
    return edges[place]

"""Opening hours compiled over a range of dates: edges of open time and the cumulative open time at each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engagements.opening_hours.wall import DAY_SECONDS, SECOND, instant_us
from engagements.opening_hours.windows import Window

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """What a table is compiled from: zone, seven weekdays of windows, holidays, and the windows of overridden dates."""

    zone: ZoneInfo
    week: Sequence[Sequence[Window]]
    holidays: frozenset[date]
    overrides: Mapping[date, Sequence[Window]]

    def opening_on(self, day: date) -> Sequence[Window]:
        """The windows that open on `day`, before holidays cut them."""
        return self.overrides.get(day, self.week[day.weekday()])


@dataclass(frozen=True)
class Table:
    """Open time between the local midnights `day_starts[0]` and `day_starts[-1]`, in microseconds.

    `edges` alternate opening and closing instants; `totals[i]` is the open time before `edges[i]`. `open_days` are the
    indexes into `day_starts` of local dates with any open time.
    """

    first_day: date
    day_starts: list[int]
    edges: list[int]
    totals: list[int]
    open_days: list[int]
    closings: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "closings", self.totals[1::2])

    @property
    def covers(self) -> tuple[int, int]:
        """The instants [low, high) for which the table answers."""
        return self.day_starts[0], self.day_starts[-1]

    def elapsed(self, us: int) -> int:
        """Open time from the table's beginning up to the instant `us`."""
        index = bisect_right(self.edges, us)
        if index == 0:
            return 0
        open_since = us - self.edges[index - 1] if index & 1 else 0
        return self.totals[index - 1] + open_since

    def reached(self, total: int) -> int | None:
        """The first instant at which `elapsed` equals `total` (> 0); None when that lies past the table."""
        index = 2 * bisect_left(self.closings, total)
        if index >= len(self.edges):
            return None
        return self.edges[index] + total - self.totals[index]

    def next_opening(self, us: int) -> int | None:
        """The first open instant at or after `us`; None when it lies past the table."""
        index = bisect_right(self.edges, us)
        if index & 1:
            return us
        return self.edges[index] if index < len(self.edges) else None


def compile_table(rules: Rules, first: date, last: date) -> Table:
    """The table of `rules` for the local dates `first` to `last`, both included."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    starts = [instant_us(datetime.combine(day, time()), rules.zone) for day in [*days, last + _ONE_DAY]]
    edges: list[int] = []
    open_days: set[int] = set()
    for low, high, index in sorted(_parts(rules, [first - _ONE_DAY, *days], starts)):
        open_days.add(index)
        if edges and low <= edges[-1]:
            edges[-1] = max(edges[-1], high)
        else:
            edges += (low, high)
    totals = [0]
    for index in range(1, len(edges)):
        totals.append(totals[-1] + (edges[index] - edges[index - 1] if index & 1 else 0))
    return Table(first, starts, edges, totals[: len(edges)], sorted(open_days))


def _parts(rules: Rules, days: list[date], starts: list[int]) -> Iterator[tuple[int, int, int]]:
    """Every open stretch within one local date, with that date's index; `days` begin one before `starts`."""
    count = len(starts) - 1
    for number, day in enumerate(days, start=-1):
        for window in rules.opening_on(day):
            low, high = (_edge(rules.zone, day, number, seconds, starts) for seconds in (window.opens, window.closes))
            for index in (number, number + 1):
                if not 0 <= index < count or days[index + 1] in rules.holidays:
                    continue
                start, stop = max(low, starts[index]), min(high, starts[index + 1])
                if start < stop:
                    yield start, stop, index


def _edge(zone: ZoneInfo, day: date, number: int, seconds: int, starts: list[int]) -> int:
    over, rest = divmod(seconds, DAY_SECONDS)
    index = number + over
    # A date of exactly 24 hours has no change of offset, so that its edges need no look-up of the zone.
    if 0 <= index < len(starts) - 1 and starts[index + 1] - starts[index] == DAY_SECONDS * SECOND:
        return starts[index] + rest * SECOND
    return instant_us(datetime.combine(day + timedelta(days=over), time()) + timedelta(seconds=rest), zone)

"""Wall-clock times of a zone as instants, the two odd hours of the year included."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from foundation.inbox.problems import ProblemKind
from foundation.inbox.values import kinds

_SECOND = dt.timedelta(seconds=1)


class Instant(NamedTuple):
    """A moment in UTC, and what was odd about the wall-clock time it was written as."""

    at: dt.datetime
    problem: ProblemKind | None = None


def instant_in(zone: ZoneInfo, naive: dt.datetime) -> Instant:
    """The instant of a wall-clock time (numbers.md, convention 3).

    In a gap: the first valid instant after it. In a fold: the first of the two. Both with a warning.
    """
    first = naive.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return Instant(first.astimezone(dt.UTC))
    if after < before:
        return Instant(first.astimezone(dt.UTC), kinds.TIME_IN_FOLD)
    low, high = (naive - after).replace(tzinfo=dt.UTC), (naive - before).replace(tzinfo=dt.UTC)
    while high - low > _SECOND:
        middle = low + dt.timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return Instant(high.replace(microsecond=0), kinds.TIME_IN_GAP)

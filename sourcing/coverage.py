"""Who is there when: the hours of several engagements laid over one week, with gaps and overlaps. Pure.

Seconds count from the local Monday 00:00 of an ordinary week of seven days of 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

DAY: Final = 86_400
WEEK: Final = 7 * DAY
HOUR: Final = 3_600

Span = tuple[int, int]


class Stretch(NamedTuple):
    """From ``start`` to ``end`` (seconds of the week), covered by these (their places in the list)."""

    start: int
    end: int
    by: tuple[int, ...]


class Named(NamedTuple):
    """A stretch that comes on several days: the days on which it begins (Monday is 0), from when, for how long."""

    days: tuple[int, ...]
    opens: int
    length: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """A week in stretches, in order and without a hole; ``gaps`` are covered by nobody, ``overlaps`` by two or more."""

    stretches: list[Stretch]
    gaps: list[Named]
    overlaps: list[Named]

    @property
    def covered_hours(self) -> float:
        """Hours of the week in which somebody is there."""
        return _hours(each for each in self.stretches if each.by)

    @property
    def gap_hours(self) -> float:
        """Hours in which nobody is."""
        return _hours(each for each in self.stretches if not each.by)

    @property
    def overlap_hours(self) -> float:
        """Hours in which two or more are."""
        return _hours(each for each in self.stretches if len(each.by) > 1)

    def without(self, place: int) -> float:
        """Hours that would lie open, which are covered today, if one were not there."""
        return _hours(each for each in self.stretches if each.by == (place,))


def cover(hours: Sequence[Iterable[Span]]) -> Coverage:
    """Lay the open spans of each over the week; spans end where the week does.

    >>> found = cover([[(0, 8 * HOUR)], [(6 * HOUR, WEEK)]])
    >>> (found.gaps, found.overlaps, found.without(0))
    ([], [Named(days=(0,), opens=21600, length=7200)], 6.0)
    """
    spans = [list(each) for each in hours]
    edges = sorted({0, WEEK, *(edge for each in spans for span in each for edge in span)})
    stretches: list[Stretch] = []
    for start, end in pairwise(edges):
        by = tuple(place for place, each in enumerate(spans) if any(a <= start < b for a, b in each))
        if stretches and stretches[-1].by == by:
            start = stretches.pop().start  # noqa: PLW2901  # it goes on
        stretches.append(Stretch(start, end, by))
    gaps = _named([(each.start, each.end) for each in stretches if not each.by])
    return Coverage(stretches, gaps, _named(_joined([(s.start, s.end) for s in stretches if len(s.by) > 1])))


def by_day(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """The stretches cut at each midnight, by day; seconds count from the day's own midnight."""
    days: list[list[Stretch]] = [[] for _ in range(7)]
    for each in stretches:
        for day in range(each.start // DAY, (each.end - 1) // DAY + 1):
            start, end = max(each.start - day * DAY, 0), min(each.end - day * DAY, DAY)
            days[day].append(Stretch(start, end, each.by))
    return days


def _hours(stretches: Iterable[Stretch]) -> float:
    return sum(each.end - each.start for each in stretches) / HOUR


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch as one: an overlap of two goes on when it becomes one of three."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _named(spans: list[Span]) -> list[Named]:
    """Spans that begin at the same time and are as long, together; one over Sunday's midnight is whole."""
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == WEEK:
        spans = [*spans[1:-1], (spans[-1][0], WEEK + spans[0][1])]
    days: dict[Span, list[int]] = {}
    for start, end in spans:
        days.setdefault((start % DAY, end - start), []).append(start // DAY)
    return [Named(tuple(found), opens, length) for (opens, length), found in days.items()]

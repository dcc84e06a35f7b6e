"""Opening hours against the porter who looks every minute; 500 cases here, 10,000 by name."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagements.opening_hours import OpeningHours, from_us, to_us
from tests.engagements.calendars import Calendar, calendars, instants
from tests.engagements.door import SPAN, Door

MINUTE = 60_000_000
SHORT = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CASES = (calendars(), instants(), st.integers(0, 9 * 1440), st.integers(0, 1500), st.integers(0, 4))


def agree(calendar: Calendar, start: int, length: int, target: int, days: int) -> None:
    hours, door = calendar
    stop = start + length
    at = door.at(start)
    assert hours.is_open(at) is door.is_open[start]
    assert hours.open_between(at, door.at(stop)) == door.elapsed(start, stop) * MINUTE
    for expected, found in (
        (door.due(start, target), hours.due(at, target * MINUTE)),
        (door.next_opening(start), hours.next_opening(at)),
        (door.business_days_due(start, days), hours.business_days_due(at, days)),
    ):
        if expected is not None:
            assert found == door.at(expected)
    lit = [
        minute
        for low, high in hours.open_intervals(at, door.at(stop))
        for minute in (door.minute(low), door.minute(high))
    ]
    assert lit == [m for m in range(start, stop + 1) if _is_edge(door.is_open, start, stop, m)]
    _agree_in_bulk(hours, door, start, target)


def _is_edge(is_open: list[bool], start: int, stop: int, minute: int) -> bool:
    before = minute > start and is_open[minute - 1]
    after = minute < stop and is_open[minute]
    return before != after


def _agree_in_bulk(hours: OpeningHours, door: Door, start: int, target: int) -> None:
    begin = to_us(door.begin)
    starts = begin + (start + np.arange(0, 1440, 7)) * MINUTE + 123
    stops = starts[::-1].copy()
    expected = [
        hours.open_between(from_us(low), from_us(high))
        for low, high in zip(starts.tolist(), stops.tolist(), strict=True)
    ]
    assert hours.open_between_many(starts, stops).tolist() == expected
    dues = [to_us(hours.due(from_us(low), target * MINUTE)) for low in starts.tolist()]
    assert hours.due_many(starts, np.full(len(starts), target * MINUTE)).tolist() == dues
    assert start < SPAN


@SHORT
@given(*CASES)
def test_opening_hours_agree_with_the_porter(
    calendar: Calendar, start: int, length: int, target: int, days: int
) -> None:
    agree(calendar, start, length, target, days)


@pytest.mark.long
@pytest.mark.timeout(3600)
@LONG
@given(*CASES)
def test_opening_hours_agree_with_the_porter_in_the_long_run(
    calendar: Calendar, start: int, length: int, target: int, days: int
) -> None:
    agree(calendar, start, length, target, days)

"""A slow oracle: a porter who looks at the wall clock every minute and opens or shuts the door.

Written apart from the product: it never asks for an offset, a fold or a sum; it only reads clocks and counts minutes.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
SPAN = 13 * 24 * 60
FIRST_MINUTES = 2 * 24 * 60


@lru_cache(maxsize=400)
def clock_readings(zone: str, begin: datetime) -> tuple[list[datetime], list[datetime]]:
    """What a clock on the wall shows each minute, and the latest reading it has shown so far."""
    tz = ZoneInfo(zone)
    shown: list[datetime] = []
    latest: list[datetime] = []
    for minute in range(SPAN):
        reading = (begin + minute * MINUTE).astimezone(tz).replace(tzinfo=None)
        shown.append(reading)
        latest.append(max(reading, latest[-1]) if latest else reading)
    return shown, latest


@dataclass(frozen=True)
class Door:
    """Minutes are counted from `begin` (UTC); windows are (opens, closes) in minutes of the local date."""

    zone: str
    begin: datetime
    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date]
    overrides: tuple[tuple[date, tuple[tuple[int, int], ...]], ...]

    def minute(self, at: datetime) -> int:
        return int((at - self.begin) / MINUTE)

    def at(self, minute: int) -> datetime:
        return self.begin + minute * MINUTE

    def first(self, reading: datetime) -> int:
        """The first minute at which the clock shows `reading` or later."""
        return bisect_left(clock_readings(self.zone, self.begin)[1], reading)

    @cached_property
    def shown(self) -> list[datetime]:
        return clock_readings(self.zone, self.begin)[0]

    @cached_property
    def is_open(self) -> list[bool]:
        door = [False] * SPAN
        special = dict(self.overrides)
        day = self.shown[0].date() - timedelta(days=2)
        while day <= self.shown[-1].date() + timedelta(days=1):
            midnight = datetime.combine(day, time())
            for opens, closes in special.get(day, self.week[day.weekday()]):
                low, high = self.first(midnight + opens * MINUTE), self.first(midnight + closes * MINUTE)
                door[low:high] = [True] * (high - low)
            day += timedelta(days=1)
        for day in self.holidays:
            low = self.first(datetime.combine(day, time()))
            high = self.first(datetime.combine(day + timedelta(days=1), time()))
            door[low:high] = [False] * (high - low)
        return door

    def elapsed(self, start: int, stop: int) -> int:
        return sum(self.is_open[start:stop])

    def next_opening(self, start: int) -> int | None:
        return next((minute for minute in range(start, SPAN) if self.is_open[minute]), None)

    def due(self, start: int, target: int) -> int | None:
        if target == 0:
            return self.next_opening(start)
        for minute in range(start, SPAN):
            target -= self.is_open[minute]
            if target == 0:
                return minute + 1
        return None

    def business_days_due(self, start: int, days: int) -> int | None:
        begin = self.next_opening(start)
        if begin is None or days == 0:
            return begin
        dates = sorted({self.shown[minute].date() for minute in range(begin, SPAN) if self.is_open[minute]})
        later = [day for day in dates if day > self.shown[begin].date()]
        # The last date may be cut off by the end of what the porter sees.
        if len(later) <= days:
            return None
        day = later[days - 1]
        candidate = self.first(datetime.combine(day, self.shown[begin].time()))
        if self.is_open[candidate]:
            return candidate
        minute = candidate
        while self.shown[minute - 1].date() == day:
            if self.is_open[minute - 1] and not self.is_open[minute]:
                return minute
            minute -= 1
        return self.next_opening(candidate)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)

"""Between wall-clock time and instants, with daylight-saving gaps and folds decided once (docs/metrics.md, clocks 3).

Instants are integer microseconds since 1970-01-01 UTC (`us`), exact and cheap to compare; walls are naive datetimes.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY_SECONDS = 86_400

_EPOCH_WALL = datetime(1970, 1, 1)  # noqa: DTZ001 (a wall clock has no zone)


class WallKind(StrEnum):
    """How often a wall-clock reading occurs in its zone: once, never (gap) or twice (fold)."""

    UNIQUE = "unique"
    GAP = "gap"
    FOLD = "fold"


def to_us(at: datetime) -> int:
    """The instant `at` (aware) in microseconds since the epoch; ValueError when it is naive."""
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {at.isoformat()}")
    return _microseconds(at - EPOCH)


def from_us(us: int) -> datetime:
    """The aware UTC datetime of `us` microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=us)


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone `name`; ValueError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {name!r}") from error


def instant_us(wall: datetime, zone: ZoneInfo) -> int:
    """The first instant at which a clock in `zone` shows `wall` (naive) or later, in microseconds.

    So a reading inside a gap is the first valid instant after it, and one inside a fold is its first occurrence.
    """
    return localize(wall, zone)[0]


def localize(wall: datetime, zone: ZoneInfo) -> tuple[int, WallKind]:
    """The instant of `wall` as in `instant_us`, and whether it was unique: an import warns about gaps and folds."""
    wall_us = _microseconds(wall - _EPOCH_WALL)
    before = _offset_us(wall.replace(tzinfo=zone, fold=0))
    after = _offset_us(wall.replace(tzinfo=zone, fold=1))
    if before == after:
        return wall_us - before, WallKind.UNIQUE
    if before > after:
        return wall_us - before, WallKind.FOLD
    return _transition(zone, wall_us - after, wall_us - before, after), WallKind.GAP


def local_wall(us: int, zone: ZoneInfo) -> datetime:
    """What a clock in `zone` shows at the instant `us`, as a naive datetime."""
    return from_us(us).astimezone(zone).replace(tzinfo=None)


def _transition(zone: ZoneInfo, early: int, late: int, offset: int) -> int:
    """The first whole second in (early, late] at which `zone` has `offset`."""
    low, high = early // SECOND, -(-late // SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_us(from_us(middle * SECOND).astimezone(zone)) == offset:
            high = middle
        else:
            low = middle
    return high * SECOND


def _offset_us(at: datetime) -> int:
    return _microseconds(at.utcoffset() or timedelta(0))


def _microseconds(delta: timedelta) -> int:
    return (delta.days * DAY_SECONDS + delta.seconds) * SECOND + delta.microseconds

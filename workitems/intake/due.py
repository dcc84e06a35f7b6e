"""Local times that people write, and the instants that they mean. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WRITTEN: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}:\d{2})(?::\d{2})?(?:\.\d+)?\s*"
    r"(?:(Z|[+-]\d{2}:?\d{2})|([A-Za-z]\w*(?:/[\w+-]+)*))?\s*"
)
_FORMAT: Final = "%Y-%m-%dT%H:%M"


class LocalTime(NamedTuple):
    """A time as a form takes it: local, to the minute, and its IANA zone."""

    text: str
    zone: str


class NoSuchTimeError(ValueError):
    """The clocks go forward then: that local time does not exist."""


def instant_of(local: datetime, zone: str) -> datetime:
    """The instant (UTC) of a local time; one that comes twice is its first occurrence.

    Raises:
        NoSuchTimeError: for a local time that the zone skips.
    """
    place = ZoneInfo(zone)
    instant = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None, fold=0) != local.replace(tzinfo=None, fold=0):
        raise NoSuchTimeError(f"{local} does not exist in {zone}")
    return instant


def local_time(instant: datetime, zone: str) -> LocalTime:
    """An instant as the clocks of a zone show it."""
    return LocalTime(instant.astimezone(ZoneInfo(zone)).strftime(_FORMAT), zone)


def read_time(text: str, *, zone: str) -> LocalTime | None:
    """A time such as ``2026-11-30 17:00``, perhaps with an offset or a zone; ``zone`` is the one meant otherwise.

    None for anything else: dates in other orders are not guessed.

    >>> read_time("2026-11-30 17:00 Asia/Manila", zone="UTC")
    LocalTime(text='2026-11-30T17:00', zone='Asia/Manila')
    >>> read_time("2026-11-30T17:00:00+02:00", zone="Europe/Berlin")
    LocalTime(text='2026-11-30T16:00', zone='Europe/Berlin')
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    day, hour, offset, name = found.groups()
    try:
        if offset:
            instant = datetime.fromisoformat(f"{day}T{hour.zfill(5)}:00{offset.replace('Z', '+00:00')}")
            return local_time(instant, zone)
        ZoneInfo(name or zone)
        return LocalTime(datetime.fromisoformat(f"{day}T{hour.zfill(5)}").strftime(_FORMAT), name or zone)
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        return None

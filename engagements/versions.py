"""From when a version holds. Pure: no Django, no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from engagements.periods import local_instant

BEGINNING_DAY: Final = date(1970, 1, 1)
"""A first version holds from here, so that imported history is governed by it."""

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The same as an instant."""

EARLIEST_DAY: Final = date(1970, 1, 1)
LATEST_DAY: Final = date(2199, 12, 31)


def next_monday(today: date) -> date:
    """The first Monday after a local date: the next week that has not begun."""
    return today + timedelta(days=7 - today.weekday())


def begins(day: date | None, zone: str) -> datetime:
    """The instant at which a day begins in a zone (IANA), in UTC; without a day, the beginning."""
    if day is None or day <= BEGINNING_DAY:
        return BEGINNING
    return local_instant(day, time(0), zone)

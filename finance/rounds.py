"""When a case is mailed again: the same local time a week, a month or a quarter later. Pure."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MONTHS: Final = {"month": 1, "quarter": 3}


def next_round(first: datetime, rounds: int, every: str, zone: ZoneInfo) -> datetime | None:
    """The instant of the round after so many, counted from the first; None when it goes out once.

    Local wall time is kept over changes of the clock; a month without the day takes its last.
    """
    local = first.astimezone(zone)
    if every == "week":
        naive = local.replace(tzinfo=None) + timedelta(weeks=rounds)
    elif every in MONTHS:
        months = local.year * 12 + local.month - 1 + rounds * MONTHS[every]
        year, month = months // 12, months % 12 + 1
        day = min(local.day, calendar.monthrange(year, month)[1])
        naive = local.replace(tzinfo=None, year=year, month=month, day=day)
    else:
        return None
    return naive.replace(tzinfo=zone).astimezone(first.tzinfo)

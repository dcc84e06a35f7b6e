"""Calendar months. A month later is the same day of that month, or its last day when there is none."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

MONTHS_A_YEAR: Final = 12


def months_later(day: date, months: int) -> date:
    """The day so many months later (or earlier), clamped to the month's end.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2024, 2, 29), 12), months_later(date(2026, 8, 28), -2)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28), datetime.date(2026, 6, 28))

    Raises:
        OverflowError: outside the years 1 to 9999.
    """
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not date.min.year <= years <= date.max.year:
        raise OverflowError("no such year")
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))

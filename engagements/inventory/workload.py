"""How much work a process is a month. Pure.

A year has 52 weeks and 260 working days; a month is a twelfth of it. Figures are exact Decimals, rounded only to show.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

PERIODS_A_YEAR: Final = {"daily": 260, "weekly": 52, "monthly": 12}
MONTHS_A_YEAR: Final = 12


def volume_a_month(volume: int | None, frequency: str) -> Decimal | None:
    """How many a month: volume x periods a year / 12; None while volume or frequency is not known."""
    if volume is None or frequency not in PERIODS_A_YEAR:
        return None
    return Decimal(volume * PERIODS_A_YEAR[frequency]) / MONTHS_A_YEAR


def minutes_a_month(volume: int | None, frequency: str, minutes: Decimal | None) -> Decimal | None:
    """How many minutes a month: volume a month x minutes of one; None while one of the three is not known."""
    if volume is None or minutes is None or frequency not in PERIODS_A_YEAR:
        return None
    return volume * PERIODS_A_YEAR[frequency] * minutes / MONTHS_A_YEAR

"""Quick wins: high volume, repeatable, clear acceptance criteria. Pure."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

HIGH_VOLUME: Final = 100
"""From how many a month on a volume is high."""

REPEATABLE: Final = 2
"""From which repetition on (0 to 3) a process is repeatable."""


class Lack(StrEnum):
    """What keeps a process from being a quick win."""

    VOLUME = "volume"
    REPEATABLE = "repeatable"
    CRITERIA = "criteria"


def lacks(*, volume_a_month: Decimal | None, repetition: int | None, acceptance_criteria: str) -> tuple[Lack, ...]:
    """What a process lacks to be a quick win; nothing when it is one. What is not known counts as lacking."""
    found = []
    if volume_a_month is None or volume_a_month < HIGH_VOLUME:
        found.append(Lack.VOLUME)
    if repetition is None or repetition < REPEATABLE:
        found.append(Lack.REPEATABLE)
    if not acceptance_criteria.strip():
        found.append(Lack.CRITERIA)
    return tuple(found)

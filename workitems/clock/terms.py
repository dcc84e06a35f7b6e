"""What a service level asks of a clock: how much time, in which unit, and what a reopening does."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from engagements.opening_hours import OpeningHours
from workitems.clock.reasons import PauseReason

MINUTE_US = 60_000_000
WARN_AT = (50, 75, 90)


class TargetUnit(StrEnum):
    """What a target counts: minutes of opening hours, the calendar's days, or minutes around the clock."""

    OPEN_MINUTES = "open_minutes"
    BUSINESS_DAYS = "business_days"
    CLOCK_MINUTES = "clock_minutes"


class OnReopen(StrEnum):
    """Whether reopening keeps the fixed outcome, or resumes the clock so that the last stop decides."""

    KEEP = "keep"
    RESUME = "resume"


@dataclass(frozen=True)
class Target:
    """The time allowed: `amount` minutes (whole or Decimal, 0 allowed) or whole business days.

    Raises ValueError for a negative amount, a part of a day, or minutes that are no whole microseconds.
    """

    unit: TargetUnit
    amount: Decimal | int

    def __post_init__(self) -> None:
        scale = 1 if self.unit is TargetUnit.BUSINESS_DAYS else MINUTE_US
        if self.amount < 0 or self.amount * scale != int(self.amount * scale):
            raise ValueError(f"not a target: {self.amount} {self.unit.value}")

    @property
    def microseconds(self) -> int:
        """The allowed time in microseconds; ValueError for business days, which have no fixed length."""
        if self.unit is TargetUnit.BUSINESS_DAYS:
            raise ValueError("business days have no fixed length")
        return int(self.amount * MINUTE_US)

    def hours(self, calendar: OpeningHours) -> OpeningHours:
        """The opening hours in which the target counts: the calendar's own, or around the clock in its zone."""
        return _around_the_clock(calendar.zone) if self.unit is TargetUnit.CLOCK_MINUTES else calendar


@dataclass(frozen=True)
class LevelTerms:
    """One version of a service level for one priority: the target, what a reopening does, when to warn (percent).

    `ignored` are reasons for which work may wait but this clock runs on.
    """

    target: Target
    on_reopen: OnReopen = OnReopen.KEEP
    warn_at: tuple[int, ...] = WARN_AT
    ignored: frozenset[PauseReason] = frozenset()


@lru_cache(maxsize=64)
def _around_the_clock(zone: str) -> OpeningHours:
    return OpeningHours(zone, always_open=True)

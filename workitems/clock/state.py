"""The state of a clock at one instant: what a row of SlaClock stores and a page draws."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workitems.clock.reasons import PauseReason
from workitems.clock.terms import Target


class ClockOutcome(StrEnum):
    """What has become of a clock. Met and missed count; the others are no part of attainment."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"
    NO_DATA = "no_data"

    @property
    def counts(self) -> bool:
        """Whether it is in the denominator of attainment."""
        return self in (ClockOutcome.MET, ClockOutcome.MISSED)


@dataclass(frozen=True)
class Pause:
    """One allowed pause [started_at, ended_at), cut to the clock's life; without an end it still lasts."""

    started_at: datetime
    ended_at: datetime | None
    reason: PauseReason


@dataclass(frozen=True)
class ClockWarning:
    """The instant at which `percent` of the target's open time is used, and whether the clock got there."""

    percent: int
    at: datetime
    is_reached: bool


@dataclass(frozen=True)
class ClockState:
    """A clock as its events stood at `now`; instants are UTC, lengths microseconds of the target's own hours.

    While paused, `due_at` is projected as if the clock resumed at `now`, and `due_is_projected` says so. `breached_at`
    is the deadline that passed, or the reprioritisation that found it passed; it never goes away. The outcome is fixed
    at `outcome_at` and belongs to the period that holds it. `remaining_us` is negative once more than the target is
    used. `target_us` of business days is the open time between the start and their deadline.
    """

    outcome: ClockOutcome
    target: Target | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    due_is_projected: bool = False
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    breached_at: datetime | None = None
    outcome_at: datetime | None = None
    target_us: int = 0
    elapsed_us: int = 0
    pauses: tuple[Pause, ...] = ()
    warnings: tuple[ClockWarning, ...] = ()
    reopen_count: int = 0

    @property
    def remaining_us(self) -> int:
        """Open time left to the target, negative when overspent."""
        return self.target_us - self.elapsed_us

    @property
    def is_live(self) -> bool:
        """Whether it still runs or is paused, though perhaps already missed."""
        return self.started_at is not None and self.stopped_at is None and self.outcome is not ClockOutcome.CANCELLED

    @classmethod
    def no_data(cls) -> "ClockState":
        """The clock of an item whose source cannot tell, for instance one without a column for the first response."""
        return cls(ClockOutcome.NO_DATA)

"""Whether questions are answered in time: the deadline of one, how one ended, the share of a period. Pure.

Both sides run the same clock: the client's for what the vendor asks, the vendor's for what the client asks. The
formula, with a worked example, stands in docs/metrics.md ("Answers in time").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from engagements.opening_hours import OpeningHours

VERSION = 1
_HOUR_US = 3_600_000_000


class Unit(StrEnum):
    """What an answer's time is counted in; the values of ``PromiseUnit``."""

    HOURS = "hours"
    BUSINESS_DAYS = "business_days"


@dataclass(frozen=True, slots=True)
class Within:
    """How soon an answer is promised: an amount of open hours, or of business days."""

    amount: int
    unit: Unit


USUAL = Within(1, Unit.BUSINESS_DAYS)
"""What holds as long as nothing else was agreed: by the same time of the next business day."""


class Outcome(StrEnum):
    """How a question ended; ``open`` while its time runs and nobody has answered."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its deadline as fixed when it was asked, the first answer of the other side, and whether the asking
    side took it back."""

    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The figure of a period: numerator ``met``, denominator ``met + missed``. ``overdue`` of the open ones are late
    now: they count as missed already, in the period of their deadline."""

    met: int
    missed: int
    open: int
    overdue: int

    @property
    def decided(self) -> int:
        """The denominator."""
        return self.met + self.missed

    @property
    def share(self) -> Fraction | None:
        """Answered in time, in percent, unrounded; None without a single decided question: no data is not zero."""
        return Fraction(100 * self.met, self.decided) if self.decided else None


def due_at(asked_at: datetime, within: Within, hours: OpeningHours) -> datetime:
    """Until when a question of ``asked_at`` is to be answered, in UTC (docs/metrics.md, clocks 1 and 2)."""
    if within.unit is Unit.BUSINESS_DAYS:
        return hours.business_days_due(asked_at, within.amount)
    return hours.due(asked_at, within.amount * _HOUR_US)


def outcome(asked: Asked, now: datetime) -> tuple[Outcome, datetime | None]:
    """How a question ended as seen at ``now``, and when that was decided: at the answer, or at the missed deadline.

    Taken back before its deadline, and before an answer, it is not counted. A later answer never un-misses.
    """
    if asked.answered_at is not None and asked.answered_at <= asked.due_at:
        return Outcome.MET, asked.answered_at
    if asked.withdrawn_at is not None and asked.withdrawn_at <= asked.due_at:
        return Outcome.WITHDRAWN, asked.withdrawn_at
    if now > asked.due_at:
        return Outcome.MISSED, asked.due_at
    return Outcome.OPEN, None


def punctuality(questions: Iterable[Asked], *, start: datetime, end: datetime, now: datetime) -> Punctuality:
    """The figure of [start, end): each question counts once, in the period that holds the instant of its outcome.

    ``open`` and ``overdue`` are those that nobody has answered or taken back at ``now``, whenever they were asked.
    """
    counts = dict.fromkeys(Outcome, 0)
    waiting = overdue = 0
    for asked in questions:
        verdict, at = outcome(asked, now)
        if at is not None and start <= at < end:
            counts[verdict] += 1
        if asked.answered_at is None and asked.withdrawn_at is None:
            waiting += 1
            overdue += verdict is Outcome.MISSED
    return Punctuality(counts[Outcome.MET], counts[Outcome.MISSED], waiting, overdue)

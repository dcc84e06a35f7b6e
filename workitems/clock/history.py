"""What a clock has to announce, and what is history and stays quiet (docs/metrics.md, clocks 8)."""

from dataclasses import dataclass
from datetime import datetime

from workitems.clock.state import ClockState

BREACH_PERCENT = 100


@dataclass(frozen=True)
class Announcement:
    """A share of the target used, 100 for a breach, and when."""

    percent: int
    at: datetime


def announcements(state: ClockState, *, known_at: datetime, now: datetime) -> list[Announcement]:
    """The warnings and the breach that happened in [known_at, now], in order of time.

    `known_at` is the commit of the import that brought the item: what happened before is recorded, never notified.
    """
    found = [Announcement(warning.percent, warning.at) for warning in state.warnings if warning.is_reached]
    if state.breached_at is not None:
        found.append(Announcement(BREACH_PERCENT, state.breached_at))
    return sorted((item for item in found if known_at <= item.at <= now), key=lambda item: (item.at, item.percent))

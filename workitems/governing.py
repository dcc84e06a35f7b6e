"""Which version of a service level and of its calendar governs an item. Pure: filled by ``queries.agreements``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from engagements.opening_hours import OpeningHours
from workitems.clock import LevelTerms, OnReopen, PauseReason, Target


@dataclass(frozen=True)
class GovernedTarget(Target):
    """A target that knows the row it came from."""

    pk: int = 0


@dataclass(frozen=True, slots=True)
class CalendarHours:
    """The hours of a calendar from an instant on; ``pk`` is the version's."""

    pk: int
    valid_from: datetime
    hours: OpeningHours


@dataclass(frozen=True, slots=True)
class Level:
    """One version of a service level: its targets by priority (lower case, "" for every other one).

    ``ignored`` are the reasons to wait that do not stop its clock.
    """

    pk: int
    valid_from: datetime
    calendar_id: int | None
    on_reopen: OnReopen
    targets: Mapping[str, GovernedTarget]
    ignored: frozenset[PauseReason] = frozenset()

    def target(self, priority: str) -> GovernedTarget | None:
        """What is asked of a priority; None when the level says nothing about it."""
        return self.targets.get(priority.strip().lower()) or self.targets.get("")


@dataclass(frozen=True, slots=True)
class Governing:
    """What one clock of one item is counted by; ``calendar_version`` is None around the clock."""

    level: Level
    hours: OpeningHours
    calendar_version: int | None

    def terms(self, target: GovernedTarget) -> LevelTerms:
        """The terms with the target that the item starts with."""
        return LevelTerms(target, self.level.on_reopen, ignored=self.level.ignored)


Version = TypeVar("Version", Level, CalendarHours)


@dataclass
class Agreements:
    """Every version of the levels and calendars of some engagements.

    ``levels`` by (engagement, kind of clock), ``calendars`` by calendar, both in order of ``valid_from``;
    ``around_the_clock`` by organization, in its zone.
    """

    levels: dict[tuple[int, str], list[Level]] = field(default_factory=dict)
    calendars: dict[int, list[CalendarHours]] = field(default_factory=dict)
    around_the_clock: dict[int, OpeningHours] = field(default_factory=dict)

    def governing(
        self, *, organization_id: int, engagement_id: int, kind: str, opened_at: datetime
    ) -> Governing | None:
        """The versions in force when the item was opened; None when no level was.

        A calendar's first version also holds for the time before it, since nothing else is known about that time.
        """
        level = _in_force(self.levels.get((engagement_id, kind), ()), opened_at)
        if level is None:
            return None
        if level.calendar_id is None:
            return Governing(level, self.around_the_clock[organization_id], None)
        versions = self.calendars.get(level.calendar_id, [])
        version = _in_force(versions, opened_at) or (versions[0] if versions else None)
        return Governing(level, version.hours, version.pk) if version else None


def _in_force(versions: Sequence[Version], at: datetime) -> Version | None:
    place = bisect_right(versions, at, key=lambda version: version.valid_from)
    return versions[place - 1] if place else None


def by_priority(targets: Iterable[tuple[str, GovernedTarget]]) -> dict[str, GovernedTarget]:
    """Targets under the lower case of their priorities."""
    return {priority.strip().lower(): target for priority, target in targets}

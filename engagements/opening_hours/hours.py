"""When a calendar is open: the value object, its checks and its plain form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from engagements.opening_hours.business_days import business_days_due_us
from engagements.opening_hours.kernel import Interval, Kernel
from engagements.opening_hours.plain import WEEKDAYS, read_plain
from engagements.opening_hours.problems import OpeningHoursError, Problem, ProblemCode
from engagements.opening_hours.wall import DAY_SECONDS, from_us, to_us, zone_of
from engagements.opening_hours.windows import Window, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    import numpy as np
    from numpy.typing import NDArray

Windows = tuple[Window, ...]
_CLOSED_WEEK: tuple[Windows, ...] = ((),) * len(WEEKDAYS)


@dataclass(frozen=True)
class OpeningHours:
    """The opening hours of one business calendar in one version: immutable, hashable, checked when made.

    `week` holds seven tuples of windows, Monday first; a window over midnight belongs to the date on which it opens.
    A date in `holidays` is closed from local 00:00 to 24:00 and cuts windows at its midnights. `overrides` replace the
    windows that open on their date (a partial holiday, a Saturday of work). `always_open` is 24x7 and takes no others.
    Windows are half-open: the closing instant is closed. Raises OpeningHoursError with every problem found.
    """

    zone: str
    week: tuple[Windows, ...] = _CLOSED_WEEK
    holidays: tuple[date, ...] = ()
    overrides: tuple[tuple[date, Windows], ...] = ()
    always_open: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", tuple(tuple(sorted(windows)) for windows in self.week))
        object.__setattr__(self, "holidays", tuple(sorted(set(self.holidays))))
        tidy = sorted((day, tuple(sorted(windows))) for day, windows in self.overrides)
        object.__setattr__(self, "overrides", tuple(tidy))
        problems = list(_problems(self))
        if problems:
            raise OpeningHoursError(problems)

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> OpeningHours:
        """From the plain form of `to_dict`; raises OpeningHoursError naming every value that cannot be read."""
        parts, unreadable = read_plain(plain)
        try:
            hours = cls(*parts)
        except OpeningHoursError as error:
            # A window that cannot be read would otherwise be reported once more, as no open time.
            rest = (problem for problem in error.problems if problem.code is not ProblemCode.NO_OPEN_TIME)
            raise OpeningHoursError([*unreadable, *(rest if unreadable else error.problems)]) from None
        if unreadable:
            raise OpeningHoursError(unreadable)
        return hours

    def to_dict(self) -> dict[str, object]:
        """For JSON: zone, week {"mon": ["09:00-17:00"]}, holidays [date], overrides {date: windows}, always_open."""
        return {
            "zone": self.zone,
            "week": {name: _texts(windows) for name, windows in zip(WEEKDAYS, self.week, strict=True) if windows},
            "holidays": [day.isoformat() for day in self.holidays],
            "overrides": {day.isoformat(): _texts(windows) for day, windows in self.overrides},
            "always_open": self.always_open,
        }

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of the plain form: equal hours have equal fingerprints, in every process and version."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def tzinfo(self) -> ZoneInfo:
        """The zone as a tzinfo."""
        return zone_of(self.zone)

    @cached_property
    def kernel(self) -> Kernel:
        """The compiled open time; equal hours share one, so that a request does not compile again."""
        return _kernel(self)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies in open time; a closing instant does not."""
        return self.kernel.is_open(to_us(at))

    def open_between(self, start: datetime, stop: datetime) -> int:
        """Open time in [start, stop), in microseconds; 0 when `stop` is not after `start`."""
        return self.kernel.open_between(to_us(start), to_us(stop))

    def due(self, start: datetime, target_us: int) -> datetime:
        """The earliest instant at which the open time since `start` equals `target_us` microseconds, in UTC.

        It may be a closing instant. A target of 0 is due at the start when that is open, else at the next opening.
        """
        return from_us(self.kernel.due(to_us(start), target_us))

    def business_days_due(self, start: datetime, days: int) -> datetime:
        """`days` open days after `start`, in UTC, by docs/metrics.md clocks 2; negative counts back.

        An open day is a local date with any open time. A closed start moves to the next opening; then that many open
        days on, at the same local time; if closed then, back to that day's last closing so far, else its first opening.
        """
        return from_us(business_days_due_us(self.kernel, to_us(start), days))

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant at or after `at` (itself when open), in UTC."""
        return from_us(self.kernel.next_opening(to_us(at)))

    def open_intervals(self, start: datetime, stop: datetime) -> list[Interval]:
        """The open parts of [start, stop), in order, as UTC pairs."""
        return self.kernel.intervals(to_us(start), to_us(stop), is_open=True)

    def closed_intervals(self, start: datetime, stop: datetime) -> list[Interval]:
        """The closed parts of [start, stop), in order, as UTC pairs."""
        return self.kernel.intervals(to_us(start), to_us(stop), is_open=False)

    def open_between_many(self, start: NDArray[np.int64], stop: NDArray[np.int64]) -> NDArray[np.int64]:
        """`open_between` over arrays of UTC microseconds, giving microseconds."""
        return self.kernel.open_between_many(start, stop)

    def due_many(self, start: NDArray[np.int64], target_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """`due` over arrays of UTC microseconds and of targets in microseconds."""
        return self.kernel.due_many(start, target_us)


@lru_cache(maxsize=256)
def _kernel(hours: OpeningHours) -> Kernel:
    week = ((Window(0, DAY_SECONDS),),) * len(WEEKDAYS) if hours.always_open else hours.week
    return Kernel(hours.tzinfo, week, frozenset(hours.holidays), dict(hours.overrides))


def _texts(windows: Windows) -> list[str]:
    return [str(window) for window in windows]


def _problems(hours: OpeningHours) -> Iterator[Problem]:
    try:
        zone_of(hours.zone)
    except ValueError as error:
        yield Problem(ProblemCode.UNKNOWN_ZONE, hours.zone, str(error))
    if len(hours.week) != len(WEEKDAYS):
        yield Problem(ProblemCode.BAD_SHAPE, str(len(hours.week)), "a week has seven days, Monday first")
        return
    yield from _open_time_problems(hours)
    based = [(day * DAY_SECONDS, window) for day, windows in enumerate(hours.week) for window in windows]
    for first, second in overlaps(based, cycle=len(WEEKDAYS) * DAY_SECONDS):
        yield _overlap(first, second, "in the week")
    for day, windows in hours.overrides:
        for first, second in overlaps([(0, window) for window in windows]):
            yield _overlap(first, second, f"on {day}")


def _open_time_problems(hours: OpeningHours) -> Iterator[Problem]:
    overridden = [day for day, _ in hours.overrides]
    for day in sorted({day for day in overridden if overridden.count(day) > 1}):
        yield Problem(ProblemCode.CLASH, str(day), f"{day} is overridden twice")
    for day in sorted(set(overridden) & set(hours.holidays)):
        yield Problem(ProblemCode.CLASH, str(day), f"{day} is both a holiday and an override: keep one of them")
    if hours.always_open:
        if any(hours.week) or hours.holidays or hours.overrides:
            text = "always open takes no windows, holidays or overrides: use 00:00-24:00 windows instead"
            yield Problem(ProblemCode.CLASH, "always_open", text)
    elif not any(hours.week):
        text = "no open time at all: give at least one weekly window, or choose always open"
        yield Problem(ProblemCode.NO_OPEN_TIME, "", text)


def _overlap(first: Window, second: Window, where: str) -> Problem:
    return Problem(ProblemCode.OVERLAP, f"{first} {second}", f"windows {first} and {second} overlap {where}")

"""When somebody is there for a process: the hours of its engagements in one week, in the organization's zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.opening_hours import OpeningHours
from engagements.opening_hours.windows import clock_text
from engagements.periods import Period, PeriodKind, period_at
from engagements.queries.calendars import listed_calendars
from foundation.charts import CoverageBand
from sourcing.coverage import DAY, HOUR, WEEK, Coverage, Named, Span, Stretch, by_day, cover

_USUAL_HOURS = 168
_TO = "\N{EN DASH}"


class DayRow(NamedTuple):
    """A day of the table: its name, and each engagement's hours as text, in the order of the map's engagements."""

    name: str
    hours: list[str]


class CoverageMap(NamedTuple):
    """A process's week. ``unknown`` are the engagements whose hours nobody can tell; they are not in the map."""

    week: Period
    engagements: list[Engagement]
    unknown: list[Engagement]
    coverage: Coverage
    picture: list[tuple[str, list[CoverageBand]]]
    days: list[DayRow]
    gaps: list[str]
    overlaps: list[str]
    label: str


Hours = dict[int, OpeningHours | None]


def ordinary_week(now: datetime, zone: str) -> Period:
    """The running week, or the next one in which no clock changes."""
    week = period_at(PeriodKind.WEEK, now, zone)
    while week.hours != _USUAL_HOURS:
        week = week.next()
    return week


def hours_by_calendar(now: datetime) -> Hours:
    """The hours in force of every calendar, by its id; two queries."""
    return {row.calendar.pk: row.hours for row in listed_calendars(now=now)}


def coverage_map(engagements: Sequence[Engagement], hours: Hours, week: Period) -> CoverageMap:
    """Lay the hours of some engagements over a week; holidays and single days are left out."""
    spans = {each.pk: spans_of(each, hours, week) for each in engagements}
    known = [each for each in engagements if spans[each.pk] is not None]
    found = [spans[each.pk] or [] for each in known]
    coverage = cover(found)
    cut = by_day(coverage.stretches)
    own = [by_day([Stretch(start, end, (0,)) for start, end in each]) for each in found]
    rows = [DayRow(str(WEEKDAYS[day]), [_day_text(each[day]) for each in own]) for day in range(7)]
    picture = [(str(WEEKDAYS_ABBR[day]), _bands(cut[day])) for day in range(7)]
    gaps, overlaps = [words(each) for each in coverage.gaps], [words(each) for each in coverage.overlaps]
    label = _("Somebody is there in %(hours)d of 168 hours of the week.") % {"hours": round(coverage.covered_hours)}
    if gaps:
        label += " " + _("Nobody: %(gaps)s.") % {"gaps": "; ".join(gaps)}
    unknown = [each for each in engagements if spans[each.pk] is None]
    return CoverageMap(week, known, unknown, coverage, picture, rows, gaps, overlaps, label)


def spans_of(engagement: Engagement, hours: Hours, week: Period) -> list[Span] | None:
    """The open spans of an engagement in seconds of a week; None when nobody can tell. No calendar is around the
    clock."""
    if engagement.calendar_id is None:
        return [(0, WEEK)]
    known = hours.get(engagement.calendar_id)
    if known is None:
        return None
    usual = known if known.always_open else replace(known, holidays=(), overrides=())
    pairs = usual.open_intervals(week.start, week.end)
    return [(round((a - week.start).total_seconds()), round((b - week.start).total_seconds())) for a, b in pairs]


def words(named: Named) -> str:
    """A stretch in words: "Mon-Thu 18:00-08:00", "Fri 18:00 - Mon 08:00"."""
    if named.length >= WEEK:
        return _("the whole week")
    end = named.opens + named.length
    after, until = (end - 1) // DAY, clock_text((end - 1) % DAY + 1)
    opens = clock_text(named.opens)
    if after > 1:
        each = [f"{_day(day)} {opens} {_TO} {_day((day + after) % 7)} {until}" for day in named.days]
        return ", ".join(each)
    return f"{_days(named.days)} {opens}{_TO}{until}"


def _bands(stretches: Sequence[Stretch]) -> list[CoverageBand]:
    """As many there are one band, whoever they are."""
    bands: list[CoverageBand] = []
    for each in stretches:
        if bands and bands[-1].there == len(each.by):
            bands[-1] = bands[-1]._replace(end=each.end / HOUR)
        else:
            bands.append(CoverageBand(each.start / HOUR, each.end / HOUR, len(each.by)))
    return bands


def _day(day: int) -> str:
    return str(WEEKDAYS_ABBR[day])


def _days(days: Sequence[int]) -> str:
    """Days in a row from the first to the last; others one by one."""
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):  # noqa: PLR2004  # two are named
        return f"{_day(days[0])}{_TO}{_day(days[-1])}"
    return ", ".join(_day(day) for day in days)


def _day_text(stretches: Sequence[Stretch]) -> str:
    return ", ".join(f"{clock_text(each.start)}{_TO}{clock_text(each.end)}" for each in stretches)

"""What the first weeks of an import say about hours, speed and quality: evidence for agreements to propose. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from engagements.opening_hours import OpeningHours, Window
from engagements.periods import Period, PeriodKind, period_at
from workitems.canonical import CanonicalItem, EventKind, ItemEvent

WEEKS: Final = 12
MOST_KEPT: Final = 200_000
HOUR_US: Final = 3_600_000_000
DAY_HOURS: Final = 24
WORKDAYS: Final = 5
# A window holds at least this share of the week's changes; weekends below 5 % are closed.
INSIDE: Final = Fraction(90, 100)
WEEKEND: Final = Fraction(5, 100)
WIDEST: Final = 16
PERCENTILE: Final = 80
# Times people agree on, in minutes.
ROUND_MINUTES: Final = (15, 30, 60, 120, 240, 480, 600, 960, 1200, 1440, 2400, 2880, 3600, 4800, 7200, 9600, 14400)


class Fact(NamedTuple):
    """What is kept of an item of a new engagement; instants in UTC."""

    opened_at: datetime
    responded_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    priority: str
    source_met: bool | None
    reopened: bool
    csat: Decimal | None


class Weekly(NamedTuple):
    """A metric's figure over the first weeks: the median of weekly figures, from so many weeks with data."""

    value: Decimal
    weeks: int
    period: str


class Hours(NamedTuple):
    """Proposed opening hours, with the share of changes that fall inside, and on how many changes that rests."""

    hours: OpeningHours
    inside: Decimal
    changes: int


@dataclass
class Evidence:
    """Collects while items go by; keeps at most 200,000 items and the hours of every change."""

    zone: str
    facts: dict[int, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    changes: Counter[tuple[int, int]] = field(default_factory=Counter)
    kept: int = 0

    def add(self, place: int, item: CanonicalItem, events: Iterable[ItemEvent]) -> None:
        """An item that goes to the engagement ``place``; what people did to it says when they work."""
        zone = ZoneInfo(self.zone)
        for event in events:
            if event.kind != EventKind.START and event.at > item.opened_at:
                local = event.at.astimezone(zone)
                self.changes[local.weekday(), local.hour] += 1
        if self.kept < MOST_KEPT:
            self.kept += 1
            self.facts[place].append(
                Fact(
                    item.opened_at,
                    item.first_response_at,
                    item.resolved_at or item.closed_at,
                    item.closed_at,
                    item.priority or "",
                    item.source_met,
                    bool(item.reopen_count),
                    item.csat_score,
                )
            )

    def weeks(self) -> list[Period]:
        """The first 12 whole weeks of the items, in the organization's zone."""
        opened = [fact.opened_at for facts in self.facts.values() for fact in facts]
        if not opened:
            return []
        first, last = period_at(PeriodKind.WEEK, min(opened), self.zone), max(opened)
        period = first if min(opened) - first.start < timedelta(days=1) else first.next()
        found: list[Period] = []
        while len(found) < WEEKS and period.end <= last:
            found.append(period)
            period = period.next()
        return found

    def hours(self) -> Hours:
        """The shortest daily window with 90 % of the changes, on the days that have them; else around the clock."""
        total = self.changes.total()
        weekend = sum(count for (day, _), count in self.changes.items() if day >= WORKDAYS)
        days = WORKDAYS if total and Fraction(weekend, total) < WEEKEND else 7
        by_hour = [sum(self.changes[day, hour] for day in range(days)) for hour in range(DAY_HOURS)]
        window = _shortest(by_hour)
        if window is None or window[1] - window[0] > WIDEST:
            return Hours(OpeningHours(self.zone, always_open=True), Decimal(100), total)
        opens, closes = window
        week = tuple((Window(opens * 3600, closes * 3600),) if day < days else () for day in range(7))
        inside = Decimal(100) * sum(by_hour[opens:closes]) / total
        return Hours(OpeningHours(self.zone, week), inside.quantize(Decimal(1), ROUND_HALF_UP), total)


def _shortest(by_hour: Sequence[int]) -> tuple[int, int] | None:
    """The shortest [from, to) of whole hours with 90 % of the counts, the one with more of them among equals."""
    total = sum(by_hour)
    if not total:
        return None
    spans = ((opens, closes) for opens in range(DAY_HOURS) for closes in range(opens + 1, DAY_HOURS + 1))
    fitting = [span for span in spans if Fraction(sum(by_hour[slice(*span)]), total) >= INSIDE]
    return min(fitting, key=lambda span: (span[1] - span[0], -sum(by_hour[slice(*span)])))


def baselines(facts: Sequence[Fact], weeks: Sequence[Period]) -> dict[str, Weekly]:
    """Per measure the median of its weekly figures over the weeks that have data; a measure without data is left out.

    Shares are in percent, pooled within a week; durations in hours.
    """
    figures: dict[str, list[Decimal]] = defaultdict(list)
    for week in weeks:
        for measure, value in _week(facts, week):
            figures[measure].append(value)
    period = f"{weeks[0].key} to {weeks[-1].key}" if weeks else ""
    return {measure: Weekly(_median(values), len(values), period) for measure, values in figures.items()}


def _week(facts: Sequence[Fact], week: Period) -> Iterator[tuple[str, Decimal]]:
    done = [fact for fact in facts if fact.completed_at and fact.completed_at in week]
    closed = [fact for fact in facts if fact.closed_at and fact.closed_at in week and fact.source_met is not None]
    rated = [fact for fact in done if fact.csat is not None]
    yield "throughput", Decimal(len(done))
    if done:
        hours = [(fact.completed_at - fact.opened_at) / timedelta(hours=1) for fact in done if fact.completed_at]
        yield "turnaround_p90", Decimal(str(round(float(np.percentile(hours, 90)), 4)))
        yield "reopen_rate", _share(sum(fact.reopened for fact in done), len(done))
    if closed:
        yield "source_met", _share(sum(bool(fact.source_met) for fact in closed), len(closed))
    if rated:
        yield "csat", _share(sum(fact.csat is not None and fact.csat >= 4 for fact in rated), len(rated))  # noqa: PLR2004 - top two of five


def _share(part: int, whole: int) -> Decimal:
    return Decimal(100) * part / whole


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered, half = sorted(values), len(values) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return middle.quantize(Decimal("0.1"), ROUND_HALF_UP)


def times_allowed(facts: Sequence[Fact], hours: OpeningHours, kind: str) -> dict[str, int]:
    """Per priority the minutes of open time within which four of five items were answered or resolved, rounded up.

    ``kind`` is ``response`` or ``resolution``. Pauses are not taken off, so the proposal is on the generous side.
    """
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for fact in facts:
        stopped = fact.responded_at if kind == "response" else fact.completed_at
        if stopped is not None and stopped >= fact.opened_at:
            spans[fact.priority].append((fact.opened_at, stopped))
    return {priority: _minutes(pairs, hours) for priority, pairs in sorted(spans.items())}


def _minutes(pairs: Sequence[tuple[datetime, datetime]], hours: OpeningHours) -> int:
    starts, stops = (np.array([_us(at) for at in column], dtype=np.int64) for column in zip(*pairs, strict=True))
    minutes = float(np.percentile(hours.open_between_many(starts, stops), PERCENTILE)) / (HOUR_US / 60)
    day = 1440
    return next((each for each in ROUND_MINUTES if each >= minutes), int(-(-minutes // day)) * day)


def _us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def as_json(evidence: Evidence, names: dict[int, str]) -> dict[str, Any]:
    """Everything proposed, by the names of the engagements to be made."""
    hours, weeks = evidence.hours(), evidence.weeks()
    return {
        "zone": evidence.zone,
        "hours": hours.hours.to_dict(),
        "inside": str(hours.inside),
        "changes": hours.changes,
        "weeks": [week.key for week in weeks],
        "engagements": {
            names[place]: {
                "items": len(facts),
                "started_on": min(fact.opened_at for fact in facts).date().isoformat(),
                "baselines": {
                    measure: [str(weekly.value), weekly.weeks, weekly.period]
                    for measure, weekly in baselines(facts, weeks).items()
                },
                "levels": {
                    kind: allowed
                    for kind in ("response", "resolution")
                    if (allowed := times_allowed(facts, hours.hours, kind))
                },
            }
            for place, facts in evidence.facts.items()
        },
    }

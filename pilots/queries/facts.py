"""What the items say: each criterion over the days so far, each trigger over its windows. One statement a family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from engagements.models import Metric, MetricVersion
from engagements.models.metrics import Direction, Unit
from foundation.accounts.models import Organization
from pilots.figures.triggers import Day, Limit, Window, counted, first_firing
from pilots.figures.verdicts import Kind, Moments, Rule, moments
from pilots.models import Event, Pilot, RollbackTrigger, SuccessCriterion
from pilots.windows import DAY, days_between, each_day
from scorecards.measures import Figure, Parameters, Request, measure
from scorecards.measures.completed import durations
from scorecards.statistics import percentile_microseconds
from vendors.models import Deviation
from workitems.models import SlaClock

_HOUR_US: Final = 3_600_000_000
_DAY_HOURS: Final = 24
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Sample:
    """A criterion's items over some days: k of n for a share (k as the metric counts) or a percentile (k within the
    threshold), the moments for a mean; ``value`` is the metric's own figure (of a percentile the percentile)."""

    n: int
    k: int | None
    value: Decimal | None
    moments: Moments | None = None


def rule_of(criterion: SuccessCriterion) -> Rule:
    """The criterion as it is judged: shares as 0 to 1, all else in the metric's unit."""
    threshold = float(criterion.threshold)
    return Rule(
        kind=Kind(criterion.kind),
        threshold=threshold / _HUNDRED if criterion.kind == Kind.SHARE else threshold,
        higher=criterion.direction == Direction.HIGHER,
        part=None if criterion.percentile is None else criterion.percentile / _HUNDRED,
    )


def samples(pilot: Pilot, criteria: Sequence[SuccessCriterion], *, until: date) -> dict[tuple[int, date], Sample]:
    """(criterion, day) -> its sample from the pilot's first day to the end of that day, through ``until``.

    Items with an approved exclusion are left out, as everywhere.
    """
    zone = zone_of(pilot)
    days = each_day(pilot.start_date, until)
    known = _parameters([each.metric for each in criteria], pilot.start_date)
    asked: dict[Request, tuple[SuccessCriterion, date]] = {}
    for criterion in criteria:
        for day in days:
            request = _request(criterion.metric, criterion.engagement_id, known, pilot.start_date, day, zone)
            asked[request] = (criterion, day)
    shares = [each for each, (criterion, _day) in asked.items() if criterion.kind == Kind.SHARE]
    rest = [each for each in asked if each not in set(shares)]
    found: dict[tuple[int, date], Sample] = {}
    for request, figure in (measure(shares) if shares else {}).items():
        criterion, day = asked[request]
        found[criterion.pk, day] = _share(figure)
    for request, spent in (durations(rest) if rest else {}).items():
        criterion, day = asked[request]
        found[criterion.pk, day] = _values(criterion, spent)
    return found


def first_fired(pilot: Pilot, triggers: Iterable[RollbackTrigger], *, until: date) -> dict[int, Window]:
    """Trigger -> the first window beyond its limit, of the days from the first to ``until``; others are left out.

    In the first days a window holds the days that there are.
    """
    rows = list(triggers)
    windows = _windows(pilot, rows, each_day(pilot.start_date, until))
    fired = {each.pk: first_firing(_limit(each), windows[each.pk]) for each in rows}
    return {pk: window for pk, window in fired.items() if window is not None}


def newest_windows(pilot: Pilot, triggers: Iterable[RollbackTrigger]) -> dict[int, Window]:
    """Trigger -> its window up to the last day that was read; none before the first."""
    until, rows = pilot.read_until, list(triggers)
    if until is None or until < pilot.start_date:
        return {}
    return {pk: windows[-1] for pk, windows in _windows(pilot, rows, [until]).items()}


def _limit(trigger: RollbackTrigger) -> Limit:
    if trigger.metric is None:
        return Limit(trigger.threshold, fires_below=False, fewest=0)
    return Limit(trigger.threshold, fires_below=trigger.direction == "below", fewest=trigger.minimum_n)


def _windows(pilot: Pilot, triggers: Sequence[RollbackTrigger], days: Sequence[date]) -> dict[int, list[Window]]:
    """Trigger -> the windows that end on these days."""
    zone = zone_of(pilot)
    known = _parameters([each.metric for each in triggers if each.metric is not None], pilot.start_date)
    asked: dict[tuple[int, date], Request] = {}
    for trigger in triggers:
        for day in days if trigger.metric is not None else ():
            first = max(pilot.start_date, day - DAY * (trigger.window_days - 1))
            asked[trigger.pk, day] = _request(trigger.metric, trigger.engagement_id, known, first, day, zone)
    figures = measure(asked.values()) if asked else {}
    found: dict[int, list[Window]] = {}
    for trigger in triggers:
        if trigger.metric is None:
            so_far = each_day(pilot.start_date, days[-1]) if days else []
            counts = counted(_events(pilot, trigger, so_far), length=trigger.window_days)
            found[trigger.pk] = [each for each in counts if each.day >= days[0]] if days else []
        else:
            found[trigger.pk] = [_window(day, figures[asked[trigger.pk, day]]) for day in days]
    return found


def _window(day: date, figure: Figure) -> Window:
    return Window(day, figure.value, figure.sample, figure.numerator)


def _events(pilot: Pilot, trigger: RollbackTrigger, days: Sequence[date]) -> list[Day]:
    """How many events each day had."""
    if not days:
        return []
    if trigger.event == Event.DEVIATION:
        rows = Deviation.objects.filter(vendor=trigger.engagement.vendor_id, found_on__range=(days[0], days[-1]))
        counts = dict(rows.values_list("found_on").annotate(n=Count("pk")))
    else:
        span = days_between(days[0], days[-1], zone_of(pilot))
        missed = SlaClock.objects.filter(
            engagement=trigger.engagement_id, outcome="missed", outcome_at__gte=span.start, outcome_at__lt=span.end
        )
        local = TruncDate("outcome_at", tzinfo=ZoneInfo(span.zone))
        counts = dict(missed.annotate(day=local).values_list("day").annotate(n=Count("pk")))
    return [Day(day, Decimal(counts.get(day, 0)), 1) for day in days]


def _share(figure: Figure) -> Sample:
    n = int(figure.denominator or 0)
    return Sample(n, int(figure.numerator or 0) if n else 0, figure.value)


def _values(criterion: SuccessCriterion, spent: Sequence[int]) -> Sample:
    """From durations in microseconds, as the metric's unit counts them."""
    unit = _HOUR_US * (_DAY_HOURS if criterion.unit == Unit.DAYS else 1)
    values = [each / unit for each in spent]
    known = moments(values)
    if criterion.kind == Kind.MEAN:
        return Sample(len(values), None, None if known.mean is None else Decimal(repr(known.mean)), known)
    limit = criterion.threshold * unit
    within = sum(each >= limit if criterion.direction == Direction.HIGHER else each <= limit for each in spent)
    part = Decimal(criterion.percentile or 0) / _HUNDRED
    exact = percentile_microseconds(spent, part)
    return Sample(len(values), within, None if exact is None else Decimal(exact) / unit)


def _request(
    metric: Metric, engagement_id: int, known: dict[int, tuple[int, Parameters]], first: date, last: date, zone: str
) -> Request:
    version, parameters = known[metric.pk]
    return Request(
        organization_id=metric.organization_id,
        engagement_ids=(engagement_id,),
        period=days_between(first, last, zone),
        measure=metric.measure,
        unit=metric.unit,
        metric_id=metric.pk,
        version_id=version,
        parameters=parameters,
    )


def _parameters(metrics: Iterable[Metric], day: date) -> dict[int, tuple[int, Parameters]]:
    """Metric -> the version in force on a day (before the first one, the first) and its parameters."""
    found: dict[int, tuple[int, Parameters]] = {}
    rows = MetricVersion.objects.filter(metric__in={each.pk for each in metrics}).order_by("metric_id", "valid_from")
    for row in rows:
        if row.metric_id not in found or row.valid_from <= day:
            found[row.metric_id] = (row.pk, Parameters.read(row.parameters))
    return found


def zone_of(pilot: Pilot) -> str:
    """The organization's time zone, which decides where a day begins."""
    zone: str = Organization.objects.values_list("time_zone", flat=True).get(pk=pilot.organization_id)
    return zone

"""What the planner starts from: how much comes a day, and what is held to be true before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, Sum

from engagements.models import Route, Segment
from pilots.figures.verdicts import Kind, Rule
from pilots.models import CriterionReading, Pilot, SuccessCriterion
from pilots.queries.facts import rule_of, zone_of
from pilots.queries.readings import readings_of
from pilots.windows import days_between
from workitems.models import WorkItem

RECENT_DAYS: Final = 28
_WEEK: Final = 7
_HUNDRED: Final = 100
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Guess:
    """What a criterion's plan assumes unless people say otherwise; shares 0 to 1, a mean with its deviation."""

    value: float
    deviation: float | None


def daily_volume(pilot: Pilot, engagement_id: int, *, today: date) -> tuple[float, str]:
    """Items a day of one process, and where that comes from: "segments", "recent" or "" (nothing is known).

    What the segments that go to the partner expect, else what was completed there in the last four weeks.
    """
    routed = Segment.objects.filter(engagement=engagement_id, route=Route.PARTNER)
    weekly = routed.aggregate(n=Sum("weekly_volume"))["n"]
    if weekly:
        return weekly / _WEEK, "segments"
    span = days_between(today - timedelta(days=RECENT_DAYS), today - timedelta(days=1), zone_of(pilot))
    done = WorkItem.objects.filter(
        engagement=engagement_id, first_completed_at__gte=span.start, first_completed_at__lt=span.end
    )
    n = done.aggregate(n=Count("pk", filter=~Q(status_class="cancelled")))["n"]
    return (n / RECENT_DAYS, "recent") if n else (0.0, "")


def guesses(criteria: list[SuccessCriterion]) -> dict[int, Guess]:
    """Criterion -> what is assumed: the baseline where it is better than the threshold, else half of the failures that
    the threshold allows (of a mean: a tenth better). A mean's deviation is the newest one read, else half its mean."""
    readings = readings_of(criteria)
    return {each.pk: _guess(each, _deviation(readings.get(each.pk, []))) for each in criteria}


def _guess(criterion: SuccessCriterion, deviation: float | None) -> Guess:
    rule = rule_of(criterion)
    baseline = None if criterion.baseline is None else float(criterion.baseline)
    if rule.kind is Kind.MEAN:
        better = rule.threshold * (1.1 if rule.higher else 0.9)
        value = baseline if baseline is not None and _is_better(rule, baseline) else better
        return Guess(value, deviation if deviation is not None else abs(value) * _HALF)
    if rule.kind is Kind.SHARE and baseline is not None and _is_better(rule, baseline / _HUNDRED):
        return Guess(baseline / _HUNDRED, None)
    needed = rule.needed_share
    return Guess(1 - (1 - needed) * _HALF if rule.is_more_better else needed * _HALF, None)


def _is_better(rule: Rule, value: float) -> bool:
    return value > rule.threshold if rule.higher else value < rule.threshold


def _deviation(readings: list[CriterionReading]) -> float | None:
    found = readings[-1].deviation if readings else None
    return float(found) if found else None

"""What happened in one week of a pilot, from the readings and the actions: the facts of its retrospective."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q

from engagements.models import ActionItem
from engagements.models.metrics import Direction
from pilots.models import CriterionReading, Kind, Pilot, RollbackTrigger, SuccessCriterion
from pilots.queries.facts import zone_of
from pilots.queries.plans import criteria_of
from pilots.windows import days_between
from pilots.words import fired_words

MOST_ACTIONS: Final = 20
_HUNDRED: Final = 100


def facts_of_week(pilot: Pilot, week: date) -> dict[str, Any]:
    """The facts as JSON: the week's own figure of each criterion (not the one so far), triggers, actions.

    ``week`` is its local Monday; the figure of a share or a percentile is the week's share, of a mean its mean.
    """
    first, last = max(week, pilot.start_date), min(week + timedelta(days=6), pilot.last_day)
    ids = pilot.engagement_ids
    span = days_between(first, last, zone_of(pilot))
    actions = ActionItem.objects.filter(engagement__in=ids, created_at__lt=span.end)
    closed = actions.filter(done_at__gte=span.start, done_at__lt=span.end).order_by("pk")
    carried = actions.filter(Q(done_at=None) | Q(done_at__gte=span.end), dropped_at=None).order_by("due_date", "pk")
    fired = RollbackTrigger.objects.filter(pilot=pilot, fired_on__range=(first, last)).order_by("pk")
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "criteria": [_figure(each, first, last) for each in criteria_of(pilot)],
        "fired": [fired_words(each) for each in fired],
        "closed": [each.title for each in closed[:MOST_ACTIONS]],
        "carried": [
            {"title": each.title, "due": each.due_date.isoformat(), "late": each.due_date <= last}
            for each in carried[:MOST_ACTIONS]
        ],
    }


def _figure(criterion: SuccessCriterion, first: date, last: date) -> dict[str, Any]:
    """The week's part: what the reading at its end has more than the one before its beginning."""
    rows = CriterionReading.objects.filter(criterion=criterion)
    end = rows.filter(day__lte=last, day__gte=first).order_by("-day").first()
    start = rows.filter(day__lt=first).order_by("-day").first()
    n = (end.n if end else 0) - (start.n if start and end else 0)
    facts: dict[str, Any] = {"id": criterion.pk, "name": criterion.name, "n": n, "met": None, "value": None, "unit": ""}
    if end is None or n <= 0:
        return facts
    if criterion.kind == Kind.MEAN:
        value = _mean(end, start, n)
        limit, unit = criterion.threshold, criterion.unit
        higher = criterion.direction == Direction.HIGHER
    else:
        k = (end.numerator or Decimal(0)) - ((start.numerator if start else None) or Decimal(0))
        value, unit = k * _HUNDRED / n, "percent"
        is_percentile = criterion.kind == Kind.PERCENTILE
        limit = Decimal(criterion.percentile or 0) if is_percentile else criterion.threshold
        higher = is_percentile or criterion.direction == Direction.HIGHER
    met = value >= limit if higher else value <= limit
    return facts | {"met": met, "value": str(value.quantize(Decimal("0.01"))), "unit": unit, "kind": criterion.kind}


def _mean(end: CriterionReading, start: CriterionReading | None, n: int) -> Decimal:
    total = (end.estimate or Decimal(0)) * end.n
    before = (start.estimate or Decimal(0)) * start.n if start else Decimal(0)
    return (total - before) / n

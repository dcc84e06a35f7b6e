"""Measuring weeks whose facts changed: figures, then the scorecards that show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from engagements.periods import Period, PeriodKind, last_closed, period_of_date
from foundation.accounts.models import Organization
from scorecards.actions.composing import compose_scorecards
from scorecards.actions.values import store_figures
from scorecards.measures import measure
from scorecards.models import Scorecard
from scorecards.queries.agreements import Agreements
from scorecards.queries.plan import requests_for
from workitems.models import DirtyWeek

BATCH = 400
"""Weeks measured in one transaction."""

Weeks = dict[int, list[Period]]


class Measured(NamedTuple):
    """What measuring came to: weeks looked at, figures and scorecards that changed."""

    weeks: int
    figures: int
    scorecards: int


@transaction.atomic
def measure_dirty_weeks(*, now: datetime, limit: int = BATCH) -> Measured:
    """Measure the weeks marked longest ago that have ended, in whatever organizations are in scope.

    A mark is deleted only if nobody marked the week again meanwhile; then it comes round once more. Harmless to run
    twice at once: figures are upserted in one order, and equal ones change nothing.
    """
    zones = dict(Organization.objects.values_list("pk", "time_zone"))
    latest = max((last_closed(PeriodKind.WEEK, now, zone).first_date for zone in zones.values()), default=None)
    if latest is None:
        return Measured(0, 0, 0)
    marks = list(
        DirtyWeek.objects.filter(week_start__lte=latest)
        .order_by("marked_at", "pk")
        .values_list("pk", "organization_id", "engagement_id", "week_start", "marked_at")[:limit]
    )
    weeks: Weeks = {}
    done = []
    for pk, organization, engagement, week_start, marked_at in marks:
        week = period_of_date(PeriodKind.WEEK, week_start, zones[organization])
        if week.end <= now:
            weeks.setdefault(engagement, []).append(week)
            done.append((pk, marked_at))
    measured = measure_weeks(weeks, now=now)
    for pk, marked_at in done:
        DirtyWeek.objects.filter(pk=pk, marked_at=marked_at).delete()
    return measured


@transaction.atomic
def measure_weeks(weeks: Mapping[int, list[Period]], *, now: datetime) -> Measured:
    """Measure weeks per engagement and compose their scorecards.

    Later weeks that have a scorecard get their backlog anew, and their trend. Weeks that have not ended are left alone.
    """
    ended = {engagement: [week for week in periods if week.end <= now] for engagement, periods in weeks.items()}
    ended = {engagement: periods for engagement, periods in ended.items() if periods}
    agreements = Agreements.of(ended)
    known = {engagement: periods for engagement, periods in ended.items() if engagement in agreements.engagements}
    later = _later(known)
    requests = requests_for(agreements, _pairs(known), now=now, standing_weeks=_pairs(later))
    figures = store_figures(measure(requests), now=now) if requests else 0
    affected = {engagement: periods + later.get(engagement, []) for engagement, periods in known.items()}
    cards = compose_scorecards(agreements, affected, now=now)
    return Measured(sum(map(len, ended.values())), figures, cards)


def _pairs(weeks: Mapping[int, list[Period]]) -> list[tuple[int, Period]]:
    return [(engagement, week) for engagement, periods in weeks.items() for week in periods]


def _later(weeks: Mapping[int, list[Period]]) -> Weeks:
    """The weeks after the first one at hand that have a scorecard already, the ones at hand left out."""
    newest = dict(
        Scorecard.objects.filter(engagement_id__in=list(weeks), period_kind=PeriodKind.WEEK)
        .values_list("engagement_id")
        .annotate(newest=Max("period_start"))
    )
    found: Weeks = {}
    for engagement, periods in weeks.items():
        at_hand = {week.key for week in periods}
        week = min(periods, key=lambda each: each.start)
        last = newest.get(engagement)
        while last is not None and week.start < last:
            week = week.next()
            if week.key not in at_hand:
                found.setdefault(engagement, []).append(week)
    return found


@transaction.atomic
def mark_weeks(weeks: Mapping[int, list[Period]], *, now: datetime) -> None:
    """Ask for weeks to be measured again."""
    agreements = Agreements.of(weeks)
    DirtyWeek.objects.bulk_create(
        [
            DirtyWeek(
                organization_id=agreements.engagements[engagement].organization_id,
                engagement_id=engagement,
                week_start=week.first_date,
                marked_at=now,
            )
            for engagement, periods in weeks.items()
            for week in periods
        ],
        update_conflicts=True,
        unique_fields=["organization", "engagement", "week_start"],
        update_fields=["marked_at"],
    )

"""Measuring weeks whose facts changed: figures, then the scorecards that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from engagements.periods import Period, PeriodKind, period_of_date
from foundation.accounts.models import Organization
from scorecards.actions.composing import compose_scorecards
from scorecards.actions.values import store_figures
from scorecards.measures import measure
from scorecards.models import Scorecard
from scorecards.queries.agreements import Agreements
from scorecards.queries.dirty import Mark, weeks_to_measure
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
    marks = weeks_to_measure(now=now, limit=limit)
    zones = dict(Organization.objects.values_list("pk", "time_zone"))
    weeks: Weeks = {}
    for mark in marks:
        week = period_of_date(PeriodKind.WEEK, mark.week_start, zones[mark.organization_id])
        weeks.setdefault(mark.engagement_id, []).append(week)
    measured = measure_weeks(weeks, now=now)
    _take_away(marks)
    return measured


def _take_away(marks: Sequence[Mark]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM workitems_dirtyweek d USING unnest(%s::bigint[], %s::bigint[], %s::timestamptz[])"
            " AS m (organization_id, id, marked_at)"
            " WHERE d.organization_id = m.organization_id AND d.id = m.id AND d.marked_at = m.marked_at",
            [[mark.organization_id for mark in marks], [mark.pk for mark in marks], [mark.marked_at for mark in marks]],
        )


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

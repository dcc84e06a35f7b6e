"""Reads about the weeks that partners are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from engagements.models import Engagement, EngagementGrant
from scorecards.measures.entries import ENTERED_ONLY, MEASURES
from scorecards.models import MetricValue, ScorecardLine, Submission, WeekReturn
from vendors.models import VendorKind
from workitems.models import WorkItem

SHOWN = 12


class Week(NamedTuple):
    """A week's form, and what was sent last."""

    asked: WeekReturn
    sent: Submission | None


def engagements_to_ask(*, now: datetime) -> list[Engagement]:
    """Running engagements of partners whose people are in the portal, of which the week that runs is not asked yet."""
    asked = WeekReturn.objects.filter(engagement=OuterRef("pk"), period_end__gt=now)
    followed = EngagementGrant.objects.filter(content_object=OuterRef("pk"))
    running = Q(ended_on=None) | Q(ended_on__gte=now.date())
    found = Engagement.objects.filter(running, vendor__kind=VendorKind.EXTERNAL, started_on__lte=now.date())
    return list(found.filter(Exists(followed), ~Exists(asked)).order_by("organization_id", "pk")[:500])


def newest_limits(engagement_ids: Sequence[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """The control limits of each metric on the newest scorecard that shows it, by (engagement, metric)."""
    lines = ScorecardLine.objects.filter(scorecard__engagement__in=list(engagement_ids)).exclude(limits={})
    newest = lines.order_by("scorecard__engagement_id", "metric_id", "-scorecard__period_start", "-scorecard__revision")
    rows = newest.distinct("scorecard__engagement_id", "metric_id").values_list(
        "scorecard__engagement_id", "metric_id", "limits"
    )
    return {(engagement, metric): limits for engagement, metric, limits in rows}


def counted_from_items(engagement_ids: Sequence[int]) -> set[tuple[int, int]]:
    """The metrics of engagements that the work items have ever told, though they could be entered too."""
    told = MetricValue.objects.filter(
        engagement__in=list(engagement_ids), metric__measure__in=sorted(MEASURES - ENTERED_ONLY), value__isnull=False
    ).exclude(detail__has_key="entry")
    return set(told.values_list("engagement_id", "metric_id").distinct())


def item_counts(asked: WeekReturn) -> dict[str, int]:
    """How many of an engagement's items were opened and completed in the week."""
    items = WorkItem.objects.filter(engagement_id=asked.engagement_id)
    since, until = asked.period_start, asked.period_end
    counted: dict[str, int] = items.aggregate(
        opened=Count("pk", filter=Q(opened_at__gte=since, opened_at__lt=until)),
        completed=Count("pk", filter=Q(first_completed_at__gte=since, first_completed_at__lt=until)),
    )
    return counted


def weeks() -> QuerySet[WeekReturn]:
    """The forms of the partner in force, the newest first."""
    return WeekReturn.objects.select_related("engagement").order_by("-period_start", "engagement__name", "pk")


def latest_weeks(*, now: datetime) -> list[Week]:
    """The newest forms with what was sent last: those that run first."""
    found = list(weeks()[:SHOWN])
    sent = newest_submissions([each.pk for each in found])
    return [Week(each, sent.get(each.pk)) for each in found]


def newest_submissions(return_ids: Sequence[int]) -> dict[int, Submission]:
    """The newest submission of each form, with who sent it."""
    rows = Submission.objects.filter(week_return_id__in=list(return_ids)).select_related("sent_by")
    newest = rows.order_by("week_return_id", "-sent_at", "-pk").distinct("week_return_id")
    return {each.week_return_id: each for each in newest}


def note_of(engagement_id: int, period_key: str) -> Submission | None:
    """What the partner wrote about a week, for the client's scorecard."""
    sent = Submission.objects.filter(engagement_id=engagement_id, week_return__period_key=period_key)
    found: Submission | None = sent.select_related("sent_by").order_by("-sent_at", "-pk").first()
    return found

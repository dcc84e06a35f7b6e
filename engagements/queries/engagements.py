"""Reads about engagements, their money and their segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from engagements.models import Engagement, EngagementTerms
from engagements.queries.action_items import ActionCounts, counts_by_engagement
from engagements.queries.catalogue import newest_targets, not_ended
from foundation.accounts.models import Organization

NO_ACTIONS = ActionCounts(0, 0)


class State(StrEnum):
    """Where an engagement is in its life, a function of its days."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class EngagementFilter:
    """Which engagements: ``state`` is current (planned or running), one of ``State``, or all."""

    state: str = "current"
    vendor_id: int | None = None
    client_id: int | None = None
    process_id: int | None = None
    owner_id: int | None = None
    text: str = ""


class ListedEngagement(NamedTuple):
    """A row of the list: an engagement, its state and money today, its metrics in force and its actions."""

    engagement: Engagement
    state: State
    terms: EngagementTerms | None
    metric_count: int
    actions: ActionCounts


def local_today(organization: Organization, now: datetime) -> date:
    """The date that the organization's calendar shows."""
    return now.astimezone(ZoneInfo(organization.time_zone)).date()


def state_of(engagement: Engagement, *, today: date) -> State:
    """Planned before its first day, ended after its last."""
    if engagement.started_on > today:
        return State.PLANNED
    if engagement.ended_on is not None and engagement.ended_on < today:
        return State.ENDED
    return State.RUNNING


def with_names() -> QuerySet[Engagement]:
    """Engagements with what every page shows beside their name."""
    return Engagement.objects.select_related("process", "vendor", "client", "owner", "calendar")


def find_engagements(wanted: EngagementFilter, *, today: date) -> QuerySet[Engagement]:
    """The engagements of a filter, by name."""
    found = with_names().filter(_in_state(wanted.state, today))
    for name in ("vendor_id", "client_id", "process_id", "owner_id"):
        if (value := getattr(wanted, name)) is not None:
            found = found.filter(**{name: value})
    if wanted.text:
        found = found.filter(Q(name__icontains=wanted.text) | Q(reference__icontains=wanted.text))
    return found.order_by("name", "pk")


def listed_engagements(wanted: EngagementFilter, *, today: date) -> list[ListedEngagement]:
    """The rows of the list page; ``today`` is the organization's local date."""
    found = list(find_engagements(wanted, today=today))
    ids = [engagement.pk for engagement in found]
    terms = terms_by_engagement(today=today, engagement_ids=ids)
    metrics = _metric_counts(ids, today=today)
    actions = counts_by_engagement(today=today, engagement_ids=ids)
    return [
        ListedEngagement(
            engagement,
            state_of(engagement, today=today),
            terms.get(engagement.pk),
            metrics.get(engagement.pk, 0),
            actions.get(engagement.pk, NO_ACTIONS),
        )
        for engagement in found
    ]


def terms_on(engagement_id: int, day: date) -> EngagementTerms | None:
    """The money in force on a day, None before the first terms."""
    terms = EngagementTerms.objects.filter(engagement_id=engagement_id, valid_from__lte=day)
    return terms.order_by("-valid_from").first()


def terms_by_engagement(*, today: date, engagement_ids: list[int]) -> dict[int, EngagementTerms]:
    """The money in force on a day, by engagement."""
    newest = EngagementTerms.objects.filter(engagement=OuterRef("engagement"), valid_from__lte=today)
    in_force = EngagementTerms.objects.filter(
        engagement_id__in=engagement_ids, pk=Subquery(newest.order_by("-valid_from").values("pk")[:1])
    )
    return {terms.engagement_id: terms for terms in in_force}


def terms_history(engagement_id: int) -> list[EngagementTerms]:
    """All terms of an engagement, the newest first."""
    return list(EngagementTerms.objects.filter(engagement_id=engagement_id).order_by("-valid_from"))


def counts_by_vendor(today: date) -> dict[int, int]:
    """How many engagements that have not ended on a day each vendor has, by vendor id."""
    rows = Engagement.objects.filter(not_ended(today)).values("vendor_id").annotate(n=Count("pk")).order_by()
    return {row["vendor_id"]: row["n"] for row in rows}


def _metric_counts(engagement_ids: list[int], *, today: date) -> dict[int, int]:
    in_force = newest_targets(until=today).filter(not_ended(today), engagement_id__in=engagement_ids)
    rows = in_force.values("engagement_id").annotate(n=Count("pk")).order_by()
    return {row["engagement_id"]: row["n"] for row in rows}


def _in_state(state: str, today: date) -> Q:
    begun = Q(started_on__lte=today)
    return {
        "all": Q(),
        State.PLANNED: ~begun,
        State.RUNNING: begun & not_ended(today),
        State.ENDED: Q(ended_on__lt=today),
    }.get(state, not_ended(today))

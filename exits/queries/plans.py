"""Reads about exit plans."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engagements.models import Engagement
from engagements.queries.engagements import EngagementFilter, find_engagements
from exits.models import ExitPlan, ExitStep, RetentionRule
from vendors.models import VendorKind


class ListedPlan(NamedTuple):
    """An engagement and its way out."""

    engagement: Engagement
    plan: ExitPlan | None


def listed_plans(*, today: date) -> list[ListedPlan]:
    """The engagements with a partner that have not ended, by name, each with its plan."""
    found = find_engagements(EngagementFilter(state="current"), today=today).exclude(vendor__kind=VendorKind.INTERNAL)
    rows = list(found)
    plans = {each.engagement_id: each for each in ExitPlan.objects.filter(engagement__in=[row.pk for row in rows])}
    return [ListedPlan(row, plans.get(row.pk)) for row in rows]


def plan_of(engagement_id: int) -> ExitPlan | None:
    """An engagement's plan, None where none is kept."""
    plans = ExitPlan.objects.select_related("alternative_vendor", "reviewed_by")
    found: ExitPlan | None = plans.filter(engagement=engagement_id).first()
    return found


def steps_of(plan: ExitPlan) -> list[ExitStep]:
    """A plan's lines in their order."""
    return list(ExitStep.objects.filter(plan=plan).select_related("owner").order_by("position", "pk"))


def retention_of(plan: ExitPlan) -> list[RetentionRule]:
    """What becomes of each class of data, by its key."""
    return list(RetentionRule.objects.filter(plan=plan).order_by("data"))

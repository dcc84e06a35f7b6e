"""Pilots for a walk over every page: one that runs, with an amendment that waits, and one that is still a plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure
from foundation.accounts.models import User
from outsourcing.sample.pilots import RUNNING, try_out
from pilots.actions.plans import create_pilot
from pilots.models import Pilot, PilotAmendment, PilotRetrospective, PilotTerms
from tests.factories.pilots import criterion, trigger

PLAN_PAGES = {
    f"pilots:{page}"
    for page in (
        "pilot-edit",
        "pilot-waive",
        "pilot-backlog",
        "criterion-create",
        "criterion-edit",
        "trigger-create",
        "trigger-edit",
    )
}


def show_pilots(engagement: Engagement, *, by: User, now: datetime) -> dict[str, int]:
    """Make them; returns the id for each noun of their addresses."""
    try_out({RUNNING.engagement: engagement}, [], by=by, now=now)
    running = Pilot.objects.get(title=RUNNING.title)
    day = now.date() + timedelta(days=7)
    plan = Pilot(title="The next one", engagement=engagement, start_date=day, end_date=day, owner=by)
    create_pilot(pilot=plan, terms=PilotTerms(), by=by, now=now)
    counted = Metric.objects.filter(measure=Measure.ERROR_RATE, targets__engagement=engagement).first()
    assert counted is not None
    return {
        "pilots": running.pk,
        "planned pilots": plan.pk,
        "criteria": criterion(plan, counted, "lower", "5", 60).pk,
        "triggers": trigger(plan, counted, "20").pk,
        "amendments": PilotAmendment.objects.get(pilot=running).pk,
        "weeks": PilotRetrospective.objects.filter(pilot=running)[0].pk,
    }

"""Reads about outcomes: what is wanted, what shows it, what is tied to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engagements.models import Checkpoint, Engagement, Outcome
from engagements.queries.catalogue import newest_targets, not_ended
from engagements.queries.metrics import AgreedMetric, targets_on, versions_on

FEWEST, MOST = 5, 7
"""An outcome is shown by five to seven metrics; fewer hide something, more hide everything."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome (None: tied to none) and the metrics in force, or agreed for later, that show it."""

    outcome: Outcome | None
    agreed: list[AgreedMetric]


def outcomes_of(engagement_id: int) -> list[Outcome]:
    """The outcomes that are wanted, in their order."""
    return list(Outcome.objects.filter(engagement_id=engagement_id, dropped_at=None).order_by("position", "pk"))


def standing(engagement_id: int, day: date) -> list[AgreedMetric]:
    """What an engagement is judged by on a day, and then the metrics whose first target begins later."""
    in_force = targets_on(engagement_id, day)
    known = [each.target.metric_id for each in in_force]
    newest = newest_targets(until=date.max).filter(not_ended(day), engagement_id=engagement_id, valid_from__gt=day)
    later = list(newest.exclude(metric__in=known).select_related("metric").order_by("position", "metric__name", "pk"))
    versions = versions_on(date.max, [target.metric_id for target in later])
    return in_force + [AgreedMetric(target, versions.get(target.metric_id)) for target in later]


def shown_outcomes(engagement_id: int, day: date) -> list[Shown]:
    """Each outcome with its metrics on a day; those tied to none come last, when there are any."""
    agreed = standing(engagement_id, day)
    outcomes = outcomes_of(engagement_id)
    known = {outcome.pk for outcome in outcomes}
    groups = [Shown(each, [one for one in agreed if one.target.outcome_id == each.pk]) for each in outcomes]
    loose = [one for one in agreed if one.target.outcome_id not in known]
    return groups + ([Shown(None, loose)] if loose else [])


def checkpoints_of(engagement: Engagement) -> list[Checkpoint]:
    """The two looks, as far as they were asked."""
    return list(engagement.checkpoints.select_related("answered_by").order_by("week"))


def open_checkpoints_until(day: date) -> list[Checkpoint]:
    """Every checkpoint that waits for an answer on a day, the oldest first, with its engagement."""
    waiting = Checkpoint.objects.filter(answered_at=None, due_date__lte=day, engagement__ended_on=None)
    return list(waiting.select_related("engagement").order_by("due_date", "pk"))

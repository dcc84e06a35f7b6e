"""Outcomes in plain language, and which metrics show them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from engagements.models import Engagement, MetricTarget, Outcome, ServiceLevel
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision


@transaction.atomic
def add_outcome(
    *, engagement: Engagement, statement: str, why: str = "", metrics: Collection[int] = (), by: User, now: datetime
) -> Outcome:
    """Write an outcome down, after those that are there; ``metrics`` are ids of metrics that show it."""
    Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    last = engagement.outcomes.aggregate(last=Max("position"))["last"]
    row: Outcome = Outcome.objects.create(
        engagement=engagement,
        statement=statement,
        why=why,
        position=0 if last is None else last + 1,
        created_at=now,
    )
    record("outcome.added", by=by, subject=row, engagement=engagement.pk)
    show_by(outcome=row, metrics=metrics, by=by)
    return row


@transaction.atomic
def change_outcome(*, outcome: Outcome, seen: int, metrics: Collection[int], by: User) -> Outcome:
    """Save statement, reason and the metrics that show it.

    Raises:
        ConflictError: when somebody else changed it since revision ``seen``.
    """
    take_revision(outcome, seen=seen)
    was = Outcome.objects.get(pk=outcome.pk)
    outcome.save(update_fields=["statement", "why"])
    record("outcome.changed", by=by, subject=outcome, statement=[was.statement, outcome.statement])
    show_by(outcome=outcome, metrics=metrics, by=by)
    return outcome


@transaction.atomic
def drop_outcome(*, outcome: Outcome, by: User, now: datetime) -> None:
    """It is no longer wanted; its metrics and levels stay and are shown as tied to no outcome."""
    if Outcome.objects.filter(pk=outcome.pk, dropped_at=None).update(dropped_at=now) == 1:
        MetricTarget.objects.filter(outcome=outcome).update(outcome=None)
        ServiceLevel.objects.filter(outcome=outcome).update(outcome=None)
        record("outcome.dropped", by=by, subject=outcome, engagement=outcome.engagement_id)


@transaction.atomic
def show_by(*, outcome: Outcome, metrics: Collection[int], by: User) -> None:
    """Tie exactly these metrics of its engagement to an outcome. No figure changes by it, so targets keep their day."""
    targets = MetricTarget.objects.filter(engagement_id=outcome.engagement_id)
    freed = targets.filter(outcome=outcome).exclude(metric_id__in=metrics).update(outcome=None)
    tied = targets.filter(metric_id__in=metrics).exclude(outcome=outcome).update(outcome=outcome)
    # What has no outcome yet is not equal to this one either, and "exclude" leaves it out.
    tied += targets.filter(metric_id__in=metrics, outcome=None).update(outcome=outcome)
    if freed or tied:
        record("outcome.shown_by", by=by, subject=outcome, metrics=sorted(metrics))

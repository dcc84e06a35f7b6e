"""What was agreed about a metric for one engagement: versions from a day on, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.sealed import refuse_sealed
from engagements.models import Engagement, MetricTarget
from engagements.target_rules import Bounds, target_problems
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError


@transaction.atomic
def set_target(
    *, target: MetricTarget, seen: int | None = None, today: date | None = None, by: User | None
) -> MetricTarget:
    """Agree a target from ``target.valid_from`` on (an unsaved row); weeks before keep theirs, and so does what the
    metric shows. ``seen`` is the id of the newest target that the writer knew (0: none); None for writers that look at
    no page. With ``today`` (the organization's date) a target that has not begun makes way for one that begins earlier.

    Raises:
        ConflictError: when somebody agreed another target since.
        ValidationError: when it does not begin after the version before it, or in a week whose scorecard is closed.
        ValueError: when its numbers make no sense; forms ask ``target_problems`` first.
    """
    if problems := list(target_problems(bounds_of(target))):
        raise ValueError(f"This target makes no sense: {problems}")
    engagement = Engagement.objects.select_for_update().get(pk=target.engagement_id)
    before = MetricTarget.objects.filter(engagement=target.engagement_id, metric=target.metric_id)
    last = before.order_by("-valid_from").first()
    if seen is not None and seen != (last.pk if last else 0):
        raise ConflictError
    if last is not None:
        target.outcome_id = target.outcome_id or last.outcome_id
        refuse_sealed(
            engagements=[engagement.pk],
            organization=engagement.organization,
            day=target.valid_from,
            field="valid_from",
        )
    while last is not None and target.valid_from <= last.valid_from:
        if today is None or last.valid_from <= today:
            raise ValidationError({"valid_from": _("A target that begins then or later exists. Choose a later day.")})
        record("metrictarget.replaced", by=by, subject=last, engagement=engagement.pk, expected=str(last.expected))
        last.delete()
        last = before.order_by("-valid_from").first()
    target.save(force_insert=True)
    numbers = {name: str(getattr(target, name)) for name in ("minimum", "expected", "stretch")}
    valid_from = target.valid_from.isoformat()
    record("metrictarget.set", by=by, subject=target, engagement=target.engagement_id, valid_from=valid_from, **numbers)
    return target


@transaction.atomic
def end_target(*, target: MetricTarget, last_day: date, by: User) -> MetricTarget:
    """Stop judging a metric for an engagement after ``last_day``; weeks until then keep their target.

    Raises:
        ValidationError: when it ended already, would end before it begins, or in a week whose scorecard is closed.
    """
    if last_day < target.valid_from - timedelta(days=1):
        raise ValidationError({"ended_on": _("It cannot end before it begins.")})
    refuse_sealed(
        engagements=[target.engagement_id],
        organization=target.engagement.organization,
        day=last_day + timedelta(days=1),
        field="ended_on",
    )
    if MetricTarget.objects.filter(pk=target.pk, ended_on=None).update(ended_on=last_day) != 1:
        raise ValidationError(_("This target has ended already."))
    target.ended_on = last_day
    record("metrictarget.ended", by=by, subject=target, engagement=target.engagement_id, last_day=last_day.isoformat())
    return target


@transaction.atomic
def say_baselines(
    *, engagement: Engagement, figures: Mapping[int, Decimal], period: str, source: str, by: User
) -> list[int]:
    """Write down how good it was before, by metric (an id), for targets that do not say it; what was said stays.
    Returns the ids of the metrics that took one.

    No week is judged otherwise by it, so targets keep their day.
    """
    Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    taken = []
    for metric, value in figures.items():
        bare = MetricTarget.objects.filter(engagement=engagement, metric=metric, baseline_value=None)
        if bare.update(baseline_value=value, baseline_period=period, baseline_source=source):
            taken.append(metric)
    said = {str(metric): str(figures[metric]) for metric in taken}
    record("engagement.baselines_said", by=by, subject=engagement, figures=said, period=period, source=source)
    return taken


def bounds_of(target: MetricTarget) -> Bounds:
    """A target's numbers with the unit and direction of its metric."""
    metric = target.metric
    return Bounds(
        metric.unit, metric.direction, target.minimum, target.expected, target.stretch, is_strict=target.is_strict
    )

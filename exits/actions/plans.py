"""Exit plans: made from the default, changed."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.queries.engagements import terms_on
from exits.defaults import KEEP_DAYS, STEPS, clause_of
from exits.models import ExitPlan, ExitStep, RetentionRule, Topic
from exits.queries.plans import plan_of
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def make_plan(*, engagement: Engagement, by: User | None, now: datetime) -> ExitPlan:
    """Begin an engagement's exit plan, prefilled: every topic, the tasks with their days, the retention schedule.

    Raises:
        ValidationError: when it has one.
    """
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    if plan_of(engagement.pk) is not None:
        raise ValidationError(_("This engagement has an exit plan already."))
    terms = terms_on(engagement.pk, max(now.date(), engagement.started_on))
    currency = terms.currency if terms else engagement.organization.currency
    plan = ExitPlan(
        engagement=engagement, starts_on=engagement.started_on, currency=currency, created_by=by, created_at=now
    )
    if terms:
        plan.own_rate = terms.oversight_rate
    plan.save(force_insert=True)
    steps, rules = parts_of(plan)
    ExitStep.objects.bulk_create(steps)
    RetentionRule.objects.bulk_create(rules)
    record("exitplan.made", by=by, subject=plan, engagement=engagement.pk)
    return plan


def parts_of(plan: ExitPlan) -> tuple[list[ExitStep], list[RetentionRule]]:
    """The lines and the retention schedule that a plan begins with, unsaved."""
    steps = [
        ExitStep(
            plan=plan,
            key=step.key,
            position=place,
            topic=step.topic,
            title=str(step.title),
            detail=str(step.detail),
            agreement=step.agreement,
            clause=clause_of(step.topic),
            side=step.side,
            days_before=step.planned,
            stressed_days_before=step.stressed,
            after=list(step.after),
            kind=step.kind,
        )
        for place, step in enumerate(STEPS, start=1)
    ]
    clause = clause_of(Topic.RETENTION)
    rules = [RetentionRule(plan=plan, data=data, keep_days=days, clause=clause) for data, days in KEEP_DAYS.items()]
    return steps, rules

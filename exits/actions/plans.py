"""Exit plans: made from the default, changed, looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from engagements.models import Engagement
from engagements.queries.engagements import terms_on
from exits.defaults import KEEP_DAYS, STEPS, clause_of
from exits.models import ExitPlan, ExitStep, Mode, RetentionRule, Topic
from exits.queries.plans import plan_of
from exits.scheduling import Planned, Wrong, order_faults
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision


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


@transaction.atomic
def change_plan(*, plan: ExitPlan, was: dict[str, Any], seen: int, by: User) -> ExitPlan:
    """Save changed terms; ``was`` holds the old values, ``seen`` the revision that the form was opened with.

    Raises:
        ConflictError: when somebody saved in between.
    """
    if was:
        take_revision(plan, seen=seen)
        plan.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(plan, name))] for name, old in was.items()}
        record("exitplan.changed", by=by, subject=plan, **changes)
    return plan


@transaction.atomic
def review_plan(*, plan: ExitPlan, by: User, today: date) -> None:
    """Somebody looked at the plan and finds it right."""
    ExitPlan.objects.filter(pk=plan.pk).update(reviewed_on=today, reviewed_by=by)
    record("exitplan.reviewed", by=by, subject=plan)


@transaction.atomic
def save_step(*, step: ExitStep, by: User, was: dict[str, Any] | None = None) -> ExitStep:
    """Add a line (an unsaved row, at the end), or save a changed one.

    Raises:
        ValidationError: when the order would be impossible: a circle, or a task due before what comes first.
    """
    ExitPlan.objects.select_for_update().get(pk=step.plan_id)
    steps = ExitStep.objects.filter(plan=step.plan_id)
    if step._state.adding:
        last = steps.order_by("-position").first()
        step.position = last.position + 1 if last else 1
        step.key = _free_key(step, set(steps.values_list("key", flat=True)))
    if step.days_before is None:
        step.stressed_days_before, step.after = None, []
    _refuse_order([*steps.exclude(pk=step.pk), step])
    step.save()
    verb = "exitstep.added" if was is None else "exitstep.changed"
    record(verb, by=by, subject=step, plan=step.plan_id, key=step.key, fields=sorted(was or {}))
    return step


@transaction.atomic
def remove_step(*, step: ExitStep, by: User) -> None:
    """Take a line out of the plan; what came after it waits for it no longer."""
    for other in ExitStep.objects.select_for_update().filter(plan=step.plan_id, after__contains=[step.key]):
        other.after = [key for key in other.after if key != step.key]
        other.save(update_fields=["after"])
    record("exitstep.removed", by=by, subject=step, plan=step.plan_id, key=step.key)
    step.delete()


@transaction.atomic
def set_retention(*, plan: ExitPlan, rules: Sequence[RetentionRule], by: User) -> None:
    """Replace the retention schedule by these lines (unsaved rows)."""
    ExitPlan.objects.select_for_update().get(pk=plan.pk)
    RetentionRule.objects.filter(plan=plan).delete()
    for rule in rules:
        rule.plan = plan
    RetentionRule.objects.bulk_create(rules)
    told = {rule.data: f"{rule.disposition} {rule.keep_days}" for rule in rules}
    record("exitplan.retention_set", by=by, subject=plan, **told)


def _free_key(step: ExitStep, taken: set[str]) -> str:
    stem = slugify(step.title)[:32].strip("-") or step.topic
    return next(key for n in count(1) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)


def _refuse_order(steps: Sequence[ExitStep]) -> None:
    """Both kinds of exit must be possible in this order."""
    tasks = [step for step in steps if step.days_before is not None]
    titles = {step.key: step.title for step in steps}
    for mode in Mode:
        faults = order_faults([Planned(step.key, step.days(mode), tuple(step.after)) for step in tasks])
        if faults:
            fault = faults[0]
            words = {"step": titles[fault.key], "before": titles.get(fault.before, fault.before), "mode": mode.label}
            raise ValidationError(_ORDER[fault.wrong] % words)


_ORDER = {
    Wrong.UNKNOWN: _lazy("%(step)s waits for %(before)s, which is no task."),
    Wrong.CIRCLE: _lazy("%(step)s would wait for itself."),
    Wrong.TOO_EARLY: _lazy("%(step)s would be due before %(before)s, which comes first (exit %(mode)s)."),
}

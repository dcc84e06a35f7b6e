"""An exit: started from the plan, the portal narrowed and shut, closed or called off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.actions.engagements import end_engagement, resume_engagement
from engagements.actions.grants import revoke_engagement
from engagements.actions.stages import move_stage
from engagements.models import Engagement, EngagementGrant, Side, Stage
from engagements.queries.catalogue import not_ended
from exits.models import Erasure, Exit, ExitPlan, ExitTask, Mode, StepKind
from exits.queries.plans import earliest_end, plan_of, retention_of, tasks_of
from exits.queries.runs import open_tasks, running_of
from exits.scheduling import Planned, due_dates
from foundation.accounts.actions.people import end_membership
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User


@transaction.atomic
def start_exit(
    *, engagement: Engagement, mode: Mode, ends_on: date, reason: str, by: User, now: datetime, today: date
) -> Exit:
    """Leave: dated tasks from the plan, backwards from the last day, each with its owner; the engagement gets its end.

    Raises:
        ValidationError: while another exit runs, without a plan or a reason, or when the last day cannot be.
    """
    engagement = (
        Engagement.objects.select_for_update(of=("self",)).select_related("vendor", "owner").get(pk=engagement.pk)
    )
    if running_of(engagement.pk) is not None:
        raise ValidationError(_("An exit of this engagement is under way already."))
    plan = plan_of(engagement.pk)
    if plan is None or not tasks_of(plan):
        raise ValidationError(_("There is no exit plan to go by. Begin the plan first."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why we leave.")})
    _refuse_last_day(engagement, plan, mode, ends_on, today)
    run: Exit = Exit.objects.create(
        engagement=engagement,
        mode=mode,
        reason=reason.strip(),
        ends_on=ends_on,
        started_on=today,
        started_by=by,
        started_at=now,
    )
    ExitTask.objects.bulk_create(_tasks(run, plan, owner=engagement.owner or by))
    Erasure.objects.bulk_create(
        Erasure(
            exit=run,
            data=rule.data,
            disposition=rule.disposition,
            due_date=ends_on + timedelta(days=rule.keep_days),
        )
        for rule in retention_of(plan)
    )
    end_engagement(engagement=engagement, last_day=ends_on, by=by)
    if engagement.stage == Stage.LIVE:
        move_stage(engagement=engagement, to=Stage.EXIT, by=by, now=now, today=today)
    record("exit.started", by=by, subject=run, engagement=engagement.pk, mode=mode.value, ends_on=ends_on.isoformat())
    return run


@transaction.atomic
def call_off_exit(*, run: Exit, reason: str, by: User, now: datetime, today: date) -> Exit:
    """We stay: the engagement goes on, the portal opens again. What was done stays in the record.

    Raises:
        ValidationError: without a reason, or when it is over or the portal is shut.
    """
    run = _running(run)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why we stay.")})
    if run.portal_closed_at is not None:
        raise ValidationError(_("The partner's portal is shut: this can only be closed. Begin a new engagement."))
    run.called_off_at, run.called_off_by, run.called_off_reason = now, by, reason.strip()
    run.narrowed_at = None
    run.save(update_fields=["called_off_at", "called_off_by", "called_off_reason", "narrowed_at"])
    resume_engagement(engagement=run.engagement, by=by)
    if run.engagement.stage == Stage.EXIT:
        move_stage(engagement=run.engagement, to=Stage.LIVE, by=by, now=now, today=today, reason=run.called_off_reason)
    record("exit.called_off", by=by, subject=run, engagement=run.engagement_id, reason=run.called_off_reason)
    return run


@transaction.atomic
def narrow_portals(*, now: datetime, today: date) -> int:
    """After the last day the partner's people see only what leaving needs; returns how many exits that became true of.

    Claimed by a conditional UPDATE, so that a rerun narrows nothing twice.
    """
    over = Exit.objects.filter(narrowed_at=None, closed_at=None, called_off_at=None, ends_on__lt=today)
    return sum(_narrow(run, by=None, now=now) for run in over.order_by("pk"))


@transaction.atomic
def close_portal(*, run: Exit, by: User, now: datetime, today: date) -> int:
    """Shut the partner's portal for this engagement, with the next statement; returns how many people it shut out.

    Whoever of them follows nothing else there loses their place as well.

    Raises:
        ValidationError: before the last day is over, while the partner or the settlement has something open, or twice.
    """
    run = _running(run)
    if run.portal_closed_at is not None:
        raise ValidationError(_("The portal is shut already."))
    if today <= run.ends_on:
        words = {"day": date_format(run.ends_on)}
        raise ValidationError(_("The partner works until %(day)s. Shut the portal after that.") % words)
    waiting = [task for task in open_tasks(run) if task.side == Side.VENDOR or task.kind in _BEFORE_SHUTTING]
    if waiting:
        raise ValidationError(_still_open(waiting))
    _narrow(run, by=by, now=now)
    if Exit.objects.filter(pk=run.pk, portal_closed_at=None).update(portal_closed_at=now, portal_closed_by=by) != 1:
        raise ValidationError(_("The portal is shut already."))
    shut_out = _revoke_grants(run.engagement, by=by, now=now, today=today)
    record("exit.portal_closed", by=by, subject=run, engagement=run.engagement_id, people=shut_out)
    return shut_out


@transaction.atomic
def close_exit(*, run: Exit, by: User, now: datetime) -> Exit:
    """We have left: every task is done or dropped, and the portal is shut.

    Raises:
        ValidationError: while something is open.
    """
    run = _running(run)
    if waiting := open_tasks(run):
        raise ValidationError(_still_open(waiting))
    if run.portal_closed_at is None:
        raise ValidationError(_("The partner's portal is still open. Shut it first."))
    run.closed_at, run.closed_by = now, by
    run.save(update_fields=["closed_at", "closed_by"])
    record("exit.closed", by=by, subject=run, engagement=run.engagement_id)
    return run


_BEFORE_SHUTTING = (StepKind.ACCESS, StepKind.SETTLEMENT, StepKind.SCORECARD)
NAMED = 3


def _refuse_last_day(engagement: Engagement, plan: ExitPlan, mode: Mode, ends_on: date, today: date) -> None:
    if ends_on < today:
        raise ValidationError({"ends_on": _("The last day lies in the past.")})
    if ends_on < engagement.started_on:
        raise ValidationError({"ends_on": _("It cannot end before it begins.")})
    earliest = earliest_end(plan, today)
    if mode == Mode.PLANNED and earliest is not None and ends_on < earliest:
        words = {"day": date_format(earliest)}
        raise ValidationError(
            {
                "ends_on": _("With notice given today the contract ends on %(day)s. Sooner is an exit under stress.")
                % words
            }
        )


def _tasks(run: Exit, plan: ExitPlan, *, owner: User) -> list[ExitTask]:
    steps = tasks_of(plan)
    timed = [Planned(step.key, step.days(run.mode)) for step in steps]
    due = due_dates(timed, last_day=run.ends_on, start=run.started_on)
    return [
        ExitTask(
            exit=run,
            key=step.key,
            position=step.position,
            topic=step.topic,
            title=step.title,
            detail=step.detail,
            clause=f"{step.get_agreement_display()}, {step.clause}" if step.clause else "",
            side=step.side,
            owner=(step.owner or owner) if step.side == Side.CLIENT else None,
            due_date=due[step.key],
            after=step.after,
            kind=step.kind,
        )
        for step in steps
    ]


def _narrow(run: Exit, *, by: User | None, now: datetime) -> int:
    if Exit.objects.filter(pk=run.pk, narrowed_at=None).update(narrowed_at=now) != 1:
        return 0
    record("exit.portal_narrowed", by=by, subject=run, engagement=run.engagement_id)
    return 1


def _revoke_grants(engagement: Engagement, *, by: User, now: datetime, today: date) -> int:
    grants = EngagementGrant.objects.filter(content_object=engagement).select_related("user").order_by("pk")
    people = {grant.user_id: grant.user for grant in grants}
    for person in people.values():
        revoke_engagement(engagement=engagement, person=person, by=by)
    goes_on = Engagement.objects.filter(not_ended(today), vendor=engagement.vendor_id).exclude(pk=engagement.pk)
    elsewhere = set(
        EngagementGrant.objects.filter(user__in=people, content_object__in=goes_on).values_list("user_id", flat=True)
    )
    places = Membership.objects.filter(vendor_id=engagement.vendor_id, user__in=set(people) - elsewhere, left_at=None)
    for place in places.order_by("pk"):
        end_membership(membership=place, by=by, now=now)
    return len(people)


def _still_open(tasks: list[ExitTask]) -> str:
    names = "; ".join(task.title for task in tasks[:NAMED]) + ("; …" if len(tasks) > NAMED else "")
    words = ngettext("%(count)d task is open: %(names)s.", "%(count)d tasks are open: %(names)s.", len(tasks))
    return words % {"count": len(tasks), "names": names}


def _running(run: Exit) -> Exit:
    found: Exit = Exit.objects.select_for_update(of=("self",)).select_related("engagement__vendor").get(pk=run.pk)
    if not found.is_running:
        raise ValidationError(_("This exit is over."))
    return found

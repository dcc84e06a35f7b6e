"""The decision: scale, extend or stop, with the evidence as it stood; what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.actions.targets import set_target
from engagements.models import MetricTarget
from foundation.accounts.audit import record
from foundation.accounts.models import User
from pilots.figures.advice import Advice
from pilots.models import Choice, Pilot, PilotDecision, SuccessCriterion, VolumeStep
from pilots.queries.memo import last_possible, memo_of
from pilots.queries.plans import criteria_of, with_names
from pilots.queries.verdicts import waiting_for

_WHOLE: Final = Decimal(100)
_AGAINST: Final = {Choice.SCALE: Advice.SCALE, Choice.EXTEND: Advice.EXTEND, Choice.STOP: Advice.STOP}


class Step(NamedTuple):
    """A step of volume as it is asked for; no gate means all of the pilot's criteria."""

    starts_on: date
    share: Decimal
    gate: SuccessCriterion | None = None


@transaction.atomic
def decide_pilot(
    *,
    pilot: Pilot,
    choice: str,
    why: str,
    by: User,
    now: datetime,
    today: date,
    until: date | None = None,
    steps: Sequence[Step] = (),
    may_override: bool = False,
) -> PilotDecision:
    """Decide, once, on the evidence of this moment, which is kept with the decision.

    Scaling makes the volume steps and carries metrics and thresholds over as targets from the first step on; extending
    moves the last day; both other choices end the pilot. ``may_override`` is whether the person may scale where the
    verdicts do not speak for it. ``today`` is the local date.

    Raises:
        ValidationError: without a reason; when it has not started, was decided or is being rolled back; when verdicts
            are still to come (scale); when it was extended before or would last too long; when the steps do not rise.
    """
    locked = with_names().select_for_update(of=("self",)).select_related("organization").get(pk=pilot.pk)
    _refuse_state(locked, today)
    if choice not in Choice.values:
        raise ValidationError({"choice": _("Choose one of the three.")})
    if not why.strip():
        raise ValidationError({"why": _("Say why: it is kept with the decision.")})
    if choice == Choice.EXTEND:
        _refuse_extension(locked, until, today)
    if choice == Choice.SCALE:
        _refuse_scaling(locked, today)
        _refuse_steps(steps, today)
    memo = memo_of(locked, today=today)
    if choice == Choice.SCALE and memo["advice"] != Advice.SCALE and not may_override:
        said = _("Not every criterion is met. Scaling against the evidence needs the right to pass a gate.")
        raise ValidationError({"choice": said})
    decision: PilotDecision = PilotDecision.objects.create(
        pilot=locked,
        choice=choice,
        why=why.strip(),
        until=until if choice == Choice.EXTEND else None,
        memo=memo,
        decided_by=by,
        decided_at=now,
    )
    _carry_out(locked, decision, steps, by, now, today)
    is_against = memo["advice"] != _AGAINST[Choice(choice)]
    record("pilot.decided", by=by, subject=locked, choice=choice, why=decision.why, against_advice=is_against)
    return decision


def _carry_out(
    pilot: Pilot, decision: PilotDecision, steps: Sequence[Step], by: User, now: datetime, today: date
) -> None:
    if decision.choice == Choice.EXTEND:
        Pilot.objects.filter(pk=pilot.pk).update(moved_end_date=decision.until)
        return
    Pilot.objects.filter(pk=pilot.pk).update(decided_at=now)
    if decision.choice == Choice.SCALE:
        for position, step in enumerate(steps):
            row = VolumeStep(pilot=pilot, position=position, starts_on=step.starts_on, share=step.share, gate=step.gate)
            row.save(force_insert=True)
        carry_over(pilot, valid_from=steps[0].starts_on, by=by, today=today)


def carry_over(pilot: Pilot, *, valid_from: date, by: User, today: date) -> list[MetricTarget]:
    """Each criterion becomes the target of its metric from a day on: its threshold is what is expected from then on.

    Minimum and stretch of the target before stay where they fit; the pilot's baseline fills in for a missing one.
    Equal targets change nothing. Raises as `set_target`.
    """
    made = []
    for criterion in criteria_of(pilot):
        rows = MetricTarget.objects.filter(engagement=criterion.engagement_id, metric=criterion.metric_id)
        before = rows.order_by("-valid_from").first()
        if before is not None and before.expected == criterion.threshold and before.ended_on is None:
            continue
        target = _target(criterion, before, valid_from)
        made.append(set_target(target=target, today=today, by=by))
    return made


def _target(criterion: SuccessCriterion, before: MetricTarget | None, valid_from: date) -> MetricTarget:
    sign, threshold = (1 if criterion.direction == "higher" else -1), criterion.threshold
    target = MetricTarget(
        organization_id=criterion.organization_id,
        engagement=criterion.engagement,
        metric=criterion.metric,
        valid_from=valid_from,
        minimum=threshold,
        expected=threshold,
    )
    if before is not None:
        target.position, target.minimum_sample = before.position, before.minimum_sample
        target.outcome_id = before.outcome_id
        if sign * (before.minimum - threshold) <= 0:
            target.minimum = before.minimum
        if before.stretch is not None and sign * (before.stretch - threshold) >= 0:
            target.stretch = before.stretch
        for name in ("baseline_value", "baseline_period", "baseline_source"):
            setattr(target, name, getattr(before, name))
    if target.baseline_value is None and criterion.baseline is not None:
        target.baseline_value = criterion.baseline
        target.baseline_period = _("before the pilot")
        target.baseline_source = (criterion.baseline_source or criterion.pilot.title)[:120]
    return target


def _refuse_state(pilot: Pilot, today: date) -> None:
    if pilot.locked_at is None:
        raise ValidationError(_("It has not started: there is nothing to decide."))
    if pilot.decided_at is not None:
        raise ValidationError(_("It was decided already."))
    if pilot.rollback_started_at is not None:
        raise ValidationError(_("It is being rolled back: that is its end."))
    if today < pilot.start_date:
        raise ValidationError(_("It has not begun: its first day is still to come."))


def _refuse_extension(pilot: Pilot, until: date | None, today: date) -> None:
    if PilotDecision.objects.filter(pilot=pilot, choice=Choice.EXTEND).exists():
        raise ValidationError({"choice": _("It was extended once already. Decide to scale or to stop.")})
    if until is None:
        raise ValidationError({"until": _("Say until when.")})
    last = last_possible(pilot)
    if last < max(today, pilot.last_day + timedelta(days=1)):
        raise ValidationError({"choice": _("It cannot be extended: a pilot has at most 90 days in all.")})
    words = {"last": date_format(last, "j F Y"), "now": date_format(pilot.last_day, "j F Y")}
    if until <= pilot.last_day:
        raise ValidationError({"until": _("It runs until %(now)s as it is. Choose a later day.") % words})
    if until < today:
        raise ValidationError({"until": _("This day has passed.")})
    if until > last:
        raise ValidationError({"until": _("At most 90 days in all: until %(last)s at the latest.") % words})


def _refuse_scaling(pilot: Pilot, today: date) -> None:
    criteria = {each.pk: each.name for each in criteria_of(pilot)}
    waiting = [criteria[pk] for pk in waiting_for(pilot, list(criteria))]
    if waiting:
        words = {"what": ", ".join(waiting), "day": date_format(pilot.last_day + timedelta(days=1), "j F")}
        said = _("Not yet: %(what)s has no verdict. It comes at the planned n, at the latest on %(day)s.")
        raise ValidationError({"choice": said % words})


def _refuse_steps(steps: Sequence[Step], today: date) -> None:
    if not steps:
        raise ValidationError({"steps": _("Scaling goes in steps: write down at least one.")})
    if steps[0].starts_on <= today:
        raise ValidationError({"steps": _("The first step begins tomorrow at the earliest.")})
    for before, after in pairwise(steps):
        if after.starts_on <= before.starts_on:
            raise ValidationError({"steps": _("Each step begins after the one before.")})
        if after.share <= before.share:
            raise ValidationError({"steps": _("Each step is more volume than the one before.")})
    if any(not 0 < step.share <= _WHOLE for step in steps):
        raise ValidationError({"steps": _("A step is more than 0 and at most 100 % of the volume.")})

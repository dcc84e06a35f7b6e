"""Growing after a pilot: a step of volume is reached when its gate holds, or held back with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from pilots.models import Pilot, VolumeStep
from pilots.queries.steps import StepGate, steps_of


@transaction.atomic
def reach_step(
    *, step: VolumeStep, note: str, by: User, now: datetime, today: date, may_override: bool = False
) -> VolumeStep:
    """From now on the partner gets this share. ``may_override``: also where the gate does not hold, with a note.

    Raises:
        ValidationError: when it is not the next step, before its day, or when its gate does not hold.
    """
    found = _next(step, today)
    if today < found.step.starts_on:
        day = date_format(found.step.starts_on, "j F")
        raise ValidationError(_("This step begins on %(day)s.") % {"day": day})
    if not found.holds:
        if not may_override:
            raise ValidationError(_("Its gate does not hold. Hold the step back, or ask somebody who may pass a gate."))
        if not note.strip():
            raise ValidationError({"note": _("Its gate does not hold: say why it may be passed all the same.")})
    found.step.reached_at, found.step.held_at, found.step.moved_by, found.step.note = now, None, by, note.strip()
    found.step.save(update_fields=["reached_at", "held_at", "moved_by", "note"])
    record("pilot.step_reached", by=by, subject=step, share=str(step.share), holds=found.holds, note=note.strip())
    return found.step


@transaction.atomic
def hold_step(*, step: VolumeStep, note: str, by: User, now: datetime, today: date) -> VolumeStep:
    """Not yet: the share stays, with the reason; it can be reached later.

    Raises:
        ValidationError: when it is not the next step, or without a reason.
    """
    found = _next(step, today)
    if not note.strip():
        raise ValidationError({"note": _("Say why it is held back.")})
    found.step.held_at, found.step.moved_by, found.step.note = now, by, note.strip()
    found.step.save(update_fields=["held_at", "moved_by", "note"])
    record("pilot.step_held", by=by, subject=step, share=str(step.share), note=note.strip())
    return found.step


def _next(step: VolumeStep, today: date) -> StepGate:
    pilot = Pilot.objects.select_for_update().get(pk=step.pilot_id)
    for found in steps_of(pilot, today=today):
        if found.step.pk == step.pk and found.is_next:
            return found
    raise ValidationError(_("It is not this step's turn."))

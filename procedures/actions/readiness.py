"""Rehearsals, ramp stages, shadowing, parity."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagements.models import Engagement
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from procedures.models import ParityItem, RampStage, Rehearsal, ShadowingEntry


@transaction.atomic
def add_rehearsal(*, rehearsal: Rehearsal, by: User) -> Rehearsal:
    """Keep that a dress rehearsal was held, and what was found."""
    rehearsal.save(force_insert=True)
    record("rehearsal.added", by=by, subject=rehearsal, engagement=rehearsal.engagement_id)
    return rehearsal


@transaction.atomic
def sign_off_rehearsal(*, rehearsal: Rehearsal, by: User, now: datetime) -> None:
    """Somebody of the client says that the work may go live as rehearsed; a rerun changes nothing."""
    still_open = Rehearsal.objects.filter(pk=rehearsal.pk, signed_off_at=None)
    if still_open.update(signed_off_by=by, signed_off_at=now):
        record("rehearsal.signed_off", by=by, subject=rehearsal, engagement=rehearsal.engagement_id)


@transaction.atomic
def change_open(*, row: Rehearsal | RampStage, by: User, was: dict[str, Any], seen: int) -> None:
    """Save a changed rehearsal or ramp stage that is still open; ``was`` holds the old values of what changed.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
        ValidationError: when it was signed off or reached meanwhile.
    """
    take_revision(row, seen=seen)
    stored = type(row)._default_manager.get(pk=row.pk)
    closed = stored.signed_off_at if isinstance(stored, Rehearsal) else stored.reached_on
    if closed is not None:
        raise ValidationError(_("This is closed and does not change any more."))
    if was:
        row.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record(f"{row._meta.model_name}.changed", by=by, subject=row, **changes)


@transaction.atomic
def add_ramp_stage(*, stage: RampStage, by: User | None) -> RampStage:
    """Add a stage of the ramp, as the last one."""
    last = RampStage.objects.filter(engagement=stage.engagement_id).aggregate(last=Max("position"))["last"]
    stage.position = 0 if last is None else last + 1
    stage.save(force_insert=True)
    record("rampstage.added", by=by, subject=stage, engagement=stage.engagement_id)
    return stage


@transaction.atomic
def reach_ramp_stage(*, stage: RampStage, confirmed: list[str], reached_on: date, today: date, by: User) -> RampStage:
    """The stage is reached: every critical workflow and criterion is confirmed.

    Raises:
        ValidationError: when one is not confirmed, the day has not come, or it was reached already.
    """
    if not {*stage.critical_workflows, *stage.criteria} <= set(confirmed):
        raise ValidationError({"confirmed": _("The stage is reached when everything here holds.")})
    if reached_on > today:
        raise ValidationError({"reached_on": _("This day has not come yet.")})
    if RampStage.objects.filter(pk=stage.pk, reached_on=None).update(reached_on=reached_on, reached_by=by) != 1:
        raise ValidationError(_("Somebody else said so in the meantime."))
    record("rampstage.reached", by=by, subject=stage, reached_on=reached_on.isoformat())
    return stage


@transaction.atomic
def add_shadowing(*, entry: ShadowingEntry, by: User, now: datetime) -> ShadowingEntry:
    """Log that somebody watched or worked with somebody."""
    entry.recorded_by, entry.recorded_at = by, now
    entry.save(force_insert=True)
    record("shadowing.logged", by=by, subject=entry, engagement=entry.engagement_id)
    return entry


@transaction.atomic
def check_parity(*, engagement: Engagement, items: list[ParityItem], by: User, now: datetime) -> None:
    """Save the whole parity check: one item an aspect, what stood there before is replaced."""
    for item in items:
        values = {"same": item.same, "gap": item.gap, "due_date": item.due_date}
        ParityItem.objects.update_or_create(
            engagement=engagement, aspect=item.aspect, defaults=values | {"checked_by": by, "checked_at": now}
        )
    gaps = [item.aspect for item in items if not item.same]
    record("parity.checked", by=by, subject=engagement, gaps=gaps)

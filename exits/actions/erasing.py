"""What may not be kept: counted first, approved, then deleted in batches by a job that may be killed and run again.

Texts and files are blanked, not rows: times, counts and outcomes stay, so that scorecards go on being explained. Issued
scorecards, money and the audit log are never touched. A batch and its count are one transaction; what is blank already
is no part of the next batch, so nothing is counted twice.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from exits.models import Disposition, Erasure, Exit
from exits.queries.held_data import PARTS, rows_left
from exits.queries.runs import RUNNING
from foundation.accounts.audit import record
from foundation.accounts.models import User

BATCH: Final = 500


def count_erasure(*, erasure: Erasure, by: User, now: datetime) -> Erasure:
    """The dry run: how many rows it would empty today. Nothing is deleted.

    Raises:
        ValidationError: when it is approved, done, or kept.
    """
    return _count(erasure, by=by, now=now)


@transaction.atomic
def approve_erasure(*, erasure: Erasure, by: User, now: datetime) -> Erasure:
    """Say that it may be deleted on its day, after somebody has seen the count.

    Raises:
        ValidationError: before it was counted, or when it is approved or done already, or called off.
    """
    ready = Erasure.objects.filter(
        pk=erasure.pk,
        disposition=Disposition.DELETE,
        counted_at__isnull=False,
        approved_at=None,
        exit__in=Exit.objects.filter(RUNNING),
    )
    if ready.update(approved_at=now, approved_by=by) != 1:
        raise ValidationError(_("Count it first. What is approved, done or kept needs no approval."))
    record("exit.erasure_approved", by=by, subject=erasure, exit=erasure.exit_id, counted=erasure.counted)
    return erasure


@transaction.atomic
def withdraw_erasure(*, erasure: Erasure, by: User) -> None:
    """Take the approval back, until the deletion has begun.

    Raises:
        ValidationError: when it has begun, or nobody approved it.
    """
    waiting = Erasure.objects.filter(pk=erasure.pk, approved_at__isnull=False, erased=0, finished_at=None)
    if waiting.update(approved_at=None, approved_by=None) != 1:
        raise ValidationError(_("It is too late: the deletion has begun, or nobody approved it."))
    record("exit.erasure_withdrawn", by=by, subject=erasure, exit=erasure.exit_id)


@transaction.atomic
def keep_due(*, now: datetime, today: date) -> int:
    """Classes that are kept count as decided on their day; returns how many did."""
    due = Erasure.objects.filter(disposition=Disposition.KEEP, finished_at=None, due_date__lte=today)
    kept = 0
    for erasure in due.order_by("pk"):
        if Erasure.objects.filter(pk=erasure.pk, finished_at=None).update(finished_at=now) == 1:
            record("exit.data_kept", by=None, subject=erasure, exit=erasure.exit_id, data=erasure.data)
            kept += 1
    return kept


@transaction.atomic
def erase_batch(*, erasure_id: int, now: datetime, today: date) -> int:
    """Empty the next rows of a class, at most ``BATCH``; 0 when nothing is left, and then it is finished, once.

    The row of the erasure is locked, so that two workers take turns and each row is counted by one of them.

    Raises:
        ValidationError: when it is not approved, its day has not come, or the exit was called off.
    """
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("exit").get(pk=erasure_id)
    if erasure.finished_at is not None:
        return 0
    run = erasure.exit
    if erasure.approved_at is None or run.called_off_at is not None or today < erasure.due_date or today <= run.ends_on:
        raise ValidationError(_("This may not be deleted now."))
    for part in PARTS[erasure.data](run.engagement_id):
        ids = list(part.rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            continue
        mine = part.rows.model._default_manager.filter(organization_id=run.organization_id, pk__in=ids)
        done: int = mine.delete()[0] if part.changes is None else mine.update(**part.changes)
        Erasure.objects.filter(pk=erasure.pk).update(erased=F("erased") + done)
        return done
    erasure.finished_at = now
    erasure.save(update_fields=["finished_at"])
    record("exit.data_erased", by=None, subject=erasure, exit=run.pk, data=erasure.data, rows=erasure.erased)
    return 0


@transaction.atomic
def _count(erasure: Erasure, *, by: User, now: datetime) -> Erasure:
    counted = rows_left(erasure.data, erasure.exit.engagement_id)
    waiting = Erasure.objects.filter(
        pk=erasure.pk, disposition=Disposition.DELETE, approved_at=None, exit__in=Exit.objects.filter(RUNNING)
    )
    if waiting.update(counted=counted, counted_at=now) != 1:
        raise ValidationError(_("This is approved, done or kept already."))
    erasure.counted, erasure.counted_at = counted, now
    record("exit.erasure_counted", by=by, subject=erasure, exit=erasure.exit_id, counted=counted)
    return erasure

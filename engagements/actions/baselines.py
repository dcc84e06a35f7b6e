"""Doing it oneself first: runs entered by hand, or timed from start to stop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Process, ProcessBaseline
from foundation.accounts.audit import record
from foundation.accounts.models import User

LONGEST: Final = timedelta(days=31)
CENT: Final = Decimal("0.01")


@transaction.atomic
def enter_run(
    *,
    process: Process,
    who: str,
    done_on: date,
    count: int,
    minutes: Decimal,
    with_errors: int | None,
    by: User,
    now: datetime,
) -> ProcessBaseline:
    """Take down a run: ``count`` pieces in ``minutes`` in all; ``with_errors`` None when nobody looked.

    Raises:
        ValidationError: when it is empty, or has more errors than pieces.
    """
    _refuse_nonsense(count, with_errors)
    run: ProcessBaseline = ProcessBaseline.objects.create(
        process=process,
        who=who,
        done_on=done_on,
        count=count,
        minutes=minutes,
        errors=with_errors,
        created_by=by,
        created_at=now,
    )
    record("processbaseline.entered", by=by, subject=run, process=process.pk, count=count, minutes=str(minutes))
    return run


@transaction.atomic
def start_clock(*, process: Process, by: User, zone: str, now: datetime) -> ProcessBaseline:
    """Start a person's clock on a process; one that runs already goes on. The day is that of ``zone``."""
    run, is_new = ProcessBaseline.objects.get_or_create(
        process=process,
        created_by=by,
        started_at__isnull=False,
        stopped_at=None,
        defaults={
            "who": by.name or by.email,
            "done_on": now.astimezone(ZoneInfo(zone)).date(),
            "started_at": now,
            "created_at": now,
        },
    )
    if is_new:
        record("processbaseline.started", by=by, subject=run, process=process.pk)
    return run


@transaction.atomic
def stop_clock(
    *, run: ProcessBaseline, count: int, with_errors: int | None, by: User, now: datetime
) -> ProcessBaseline:
    """Stop a clock: what was done since it was started.

    Raises:
        ValidationError: when it does not run any more, runs for longer than 31 days, or the figures are nonsense.
    """
    _refuse_nonsense(count, with_errors)
    locked = ProcessBaseline.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.started_at is None or locked.stopped_at is not None:
        raise ValidationError(_("This clock was stopped already."))
    took = now - locked.started_at
    if took > LONGEST:
        raise ValidationError(_("The clock ran for more than a month. Discard it, and enter the run by hand."))
    minutes = max((Decimal(took // timedelta(microseconds=1)) / 60_000_000).quantize(CENT), CENT)
    locked.count, locked.errors, locked.minutes, locked.stopped_at = count, with_errors, minutes, now
    locked.save(update_fields=["count", "errors", "minutes", "stopped_at"])
    record("processbaseline.stopped", by=by, subject=locked, count=count, minutes=str(minutes))
    return locked


@transaction.atomic
def remove_run(*, run: ProcessBaseline, by: User) -> None:
    """Forget a run, or a clock that was started by mistake."""
    record("processbaseline.removed", by=by, subject=run, process=run.process_id, count=run.count)
    run.delete()


def _refuse_nonsense(count: int, errors: int | None) -> None:
    if count < 1:
        raise ValidationError({"count": _("Say how many were done, at least one.")})
    if errors is not None and errors > count:
        raise ValidationError({"with_errors": _("There cannot be more errors than were done.")})

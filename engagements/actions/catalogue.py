"""Rows that stand in lists of their own and are retired, never deleted: clients, processes, metrics, calendars."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from engagements.models import BusinessCalendar, Client, Metric, Process
from engagements.queries.catalogue import uses_of
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision

Row = TypeVar("Row", Client, Process, Metric, BusinessCalendar)


@transaction.atomic
def add_row(*, row: Row, by: User) -> Row:
    """Put a new client or process on its list."""
    row.save()
    record(f"{row._meta.model_name}.added", by=by, subject=row)
    return row


@transaction.atomic
def change_row(*, row: Row, by: User, was: dict[str, Any]) -> Row:
    """Save what changed; ``was`` holds the old values, for the audit log. A process counts one more edit.

    Raises:
        ConflictError: when somebody else edited it since ``row.revision``.
    """
    if was:
        if isinstance(row, Process):
            take_revision(row, seen=row.revision)
        row.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record(f"{row._meta.model_name}.changed", by=by, subject=row, **changes)
    return row


@transaction.atomic
def archive_row(*, row: Row, by: User, now: datetime) -> Row:
    """Take a row off its list; what was measured with it stays. Doing it twice changes nothing.

    Raises:
        ValidationError: while something that has not ended needs it.
    """
    if uses := uses_of(row, today=now.date()):
        refusal = ngettext(
            "%(count)d agreement in force needs it. End that one first.",
            "%(count)d agreements in force need it. End those first.",
            uses,
        )
        raise ValidationError(refusal % {"count": uses})
    if type(row).objects.filter(pk=row.pk, archived_at=None).update(archived_at=now) == 1:
        row.archived_at = now
        record(f"{row._meta.model_name}.archived", by=by, subject=row)
    return row


@transaction.atomic
def restore_row(*, row: Row, by: User) -> Row:
    """Put a row back on its list. Doing it twice changes nothing."""
    if type(row).objects.filter(pk=row.pk).exclude(archived_at=None).update(archived_at=None) == 1:
        row.archived_at = None
        record(f"{row._meta.model_name}.restored", by=by, subject=row)
    return row

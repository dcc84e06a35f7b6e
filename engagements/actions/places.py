"""Approved places for data, and tools: for one engagement or for all; withdrawn, never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from engagements.models import ApprovedPlace, Tool
from foundation.accounts.audit import record
from foundation.accounts.models import User

Listed = TypeVar("Listed", ApprovedPlace, Tool)


@transaction.atomic
def add_listed(*, row: Listed, by: User | None, today: date) -> Listed:
    """Put a place or tool (an unsaved row) on the register; a place is approved by ``by`` on ``today`` (local)."""
    if isinstance(row, ApprovedPlace):
        row.approved_by, row.approved_on = by, today
    row.save(force_insert=True)
    record(f"{row._meta.model_name}.added", by=by, subject=row, engagement=row.engagement_id)
    return row


@transaction.atomic
def change_listed(*, row: Listed, by: User, today: date, was: dict[str, Any]) -> Listed:
    """Save what changed; ``was`` holds the old values. A place that changed is approved anew, by whoever changed it."""
    if was:
        names = list(was)
        if isinstance(row, ApprovedPlace):
            row.approved_by, row.approved_on = by, today
            names += ["approved_by", "approved_on"]
        row.save(update_fields=names)
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record(f"{row._meta.model_name}.changed", by=by, subject=row, **changes)
    return row


@transaction.atomic
def withdraw_listed(*, row: Listed, by: User, today: date) -> Listed:
    """Say that a place or tool may no longer be used. Doing it twice changes nothing."""
    if type(row).objects.filter(pk=row.pk, withdrawn_on=None).update(withdrawn_on=today) == 1:
        row.withdrawn_on = today
        record(f"{row._meta.model_name}.withdrawn", by=by, subject=row)
    return row


@transaction.atomic
def restore_listed(*, row: Listed, by: User, today: date) -> Listed:
    """Put a withdrawn one back; a place is approved anew. Doing it twice changes nothing."""
    values: dict[str, Any] = {"withdrawn_on": None}
    if isinstance(row, ApprovedPlace):
        values |= {"approved_by": by, "approved_on": today}
    if type(row).objects.filter(pk=row.pk).exclude(withdrawn_on=None).update(**values) == 1:
        row.withdrawn_on = None
        record(f"{row._meta.model_name}.restored", by=by, subject=row)
    return row

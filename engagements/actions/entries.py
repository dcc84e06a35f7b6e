"""Lines of an engagement's lists, changed in place: segments, the communication plan, the triage rubric."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from engagements.models import CommunicationEntry, Engagement, Segment, TriageRule
from foundation.accounts.audit import record
from foundation.accounts.models import User

Entry = TypeVar("Entry", Segment, CommunicationEntry, TriageRule)
Ordered = TypeVar("Ordered", CommunicationEntry, TriageRule)


@transaction.atomic
def add_entry(*, row: Entry, by: User | None) -> Entry:
    """Put a new line (an unsaved row) on its engagement's list, at the end where the order matters."""
    if isinstance(row, CommunicationEntry | TriageRule):
        Engagement.objects.select_for_update(no_key=True).get(pk=row.engagement_id)
        last = type(row).objects.filter(engagement_id=row.engagement_id).aggregate(last=Max("position"))["last"]
        row.position = 0 if last is None else last + 1
    row.save(force_insert=True)
    record(f"{row._meta.model_name}.added", by=by, subject=row, engagement=row.engagement_id)
    return row


@transaction.atomic
def change_entry(*, row: Entry, by: User, was: dict[str, Any]) -> Entry:
    """Save what changed; ``was`` holds the old values, for the audit log."""
    if was:
        row.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record(f"{row._meta.model_name}.changed", by=by, subject=row, **changes)
    return row


@transaction.atomic
def remove_entry(*, row: Entry, by: User) -> None:
    """Take a line off its list.

    Raises:
        ValidationError: when work items belong to it.
    """
    record(f"{row._meta.model_name}.removed", by=by, subject=row, engagement=row.engagement_id)
    try:
        row.delete()
    except ProtectedError as error:
        raise ValidationError(_("Work items belong to this segment, so it stays. You can rename it.")) from error


@transaction.atomic
def move_entry(*, row: Ordered, up: bool, by: User) -> bool:
    """Swap a line with the one above or below it; False at the end of the list, where nothing changes."""
    Engagement.objects.select_for_update(no_key=True).get(pk=row.engagement_id)
    rows = list(type(row).objects.filter(engagement_id=row.engagement_id).order_by("position", "pk"))
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for number, each in enumerate(rows):
        each.position = number
    type(row).objects.bulk_update(rows, ["position"])
    record(f"{row._meta.model_name}.moved", by=by, subject=row, engagement=row.engagement_id, place=other + 1)
    return True

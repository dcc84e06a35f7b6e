"""Files on work items, as evidence."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.actions import store_file
from foundation.inbox.evidence import EvidenceFault, judge
from foundation.inbox.faults import fault_text
from workitems.models import Attachment, WorkItem


@transaction.atomic
def attach_file(*, item: WorkItem, name: str, content: bytes, kind: str, by: User | None, now: datetime) -> Attachment:
    """Keep a file on an item; ``kind`` is a value of ``EvidenceKind``. The same bytes are the same file.

    Raises:
        ValidationError: at ``file``, when it is empty, too big, of a type that is not taken, or there already.
    """
    judged = judge(name, content)
    if isinstance(judged, EvidenceFault):
        raise ValidationError({"file": fault_text(judged)})
    file = store_file(content=content, name=judged.name, by=by, now=now)
    if Attachment.objects.filter(item=item, file=file, kind=kind, withdrawn_at=None).exists():
        raise ValidationError({"file": _("This very file is there already.")})
    attachment: Attachment = Attachment.objects.create(
        item=item,
        file=file,
        kind=kind,
        name=judged.name,
        media_type=judged.media_type,
        added_by=by,
        added_at=now,
    )
    record("attachment.added", by=by, subject=attachment, item=item.pk, sha256=file.sha256)
    return attachment


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, by: User, now: datetime) -> None:
    """Take a file off its item; it can be downloaded no longer. Doing it twice changes nothing."""
    if Attachment.objects.filter(pk=attachment.pk, withdrawn_at=None).update(withdrawn_at=now) == 1:
        record("attachment.withdrawn", by=by, subject=attachment, item=attachment.item_id)

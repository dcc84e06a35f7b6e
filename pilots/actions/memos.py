"""The memo by mail: one page to each recipient, through the outbox, once as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from foundation.outbox.actions import queue_message
from foundation.outbox.models import Document
from pilots.memo_mails import memo_mail
from pilots.models import Pilot
from pilots.queries.decisions import Standing


@transaction.atomic
def mail_memo(
    *, pilot: Pilot, standing: Standing, document: Document, people: Sequence[Membership], by: User, now: datetime
) -> int:
    """Put the stored page into the outbox for each; who has this very page already gets no second one. Says how many.

    Raises:
        ValidationError: without a recipient.
    """
    if not people:
        raise ValidationError({"people": _("Choose at least one recipient.")})
    for member in people:
        subject, text = memo_mail(standing, pilot, member)
        queue_message(
            subject_key=f"pilot/{pilot.pk}/memo/{document.fingerprint[:16]}",
            recipient=member,
            subject=subject,
            text=text,
            document=document,
            reply_to=pilot.owner.email if pilot.owner else "",
            engagement_id=pilot.engagement_id,
            by=by,
            now=now,
        )
    record("pilot.memo_mailed", by=by, subject=pilot, to=[each.pk for each in people])
    return len(people)

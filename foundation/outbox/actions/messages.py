"""What people, and the work of the week, do to messages."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from foundation.outbox.actions.moves import NOTE_LENGTH, move
from foundation.outbox.emails import message_id_domain
from foundation.outbox.models import Document, Message, MessageEvent
from foundation.outbox.states import DUE, OVER, State

AUTOMATIC = 1


class RefusedError(ValueError):
    """The message is not in a state for that; the text says why, to people."""


def undo() -> timedelta:
    """How long outgoing mail waits, so that whoever set it off can still call it back."""
    return timedelta(seconds=settings.OUTBOX_UNDO)


@transaction.atomic
def queue_message(
    *,
    subject_key: str,
    recipient: Membership,
    subject: str,
    text: str,
    now: datetime,
    html: str = "",
    document: Document | None = None,
    reply_to: str = "",
    engagement_id: int | None = None,
    by: User | None = None,
    wait: timedelta | None = None,
) -> Message:
    """Put one mail to one person in the outbox, once: the same ``subject_key`` and recipient give the row there is.

    ``subject_key`` says what it is about ("scorecard/12/r1"). ``vendor_id`` follows from the recipient's membership. It
    leaves ``wait`` (``undo()`` unless told) after ``now`` at the earliest; the sweeper sends it.
    """
    known = Message.objects.filter(subject_key=subject_key, recipient=recipient, channel="email", send_no=AUTOMATIC)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            message: Message = Message.objects.create(
                organization_id=recipient.organization_id,
                document=document,
                subject_key=subject_key,
                recipient=recipient,
                message_id=new_message_id(),
                to_address=recipient.user.email,
                to_name=recipient.user.name,
                reply_to=reply_to,
                subject=" ".join(subject.split())[:250],
                text=text,
                html=html,
                engagement_id=engagement_id,
                vendor_id=recipient.vendor_id,
                not_before=now + (undo() if wait is None else wait),
                created_by=by,
                created_at=now,
            )
    except IntegrityError:
        return known.get()
    _note_first_event(message, now=now, by=by)
    return message


@transaction.atomic
def cancel(*, message: Message, by: User, now: datetime) -> None:
    """Call a mail back while it still waits.

    Raises:
        RefusedError: when it is already on its way.
    """
    called_back = _("Called back by %(person)s.") % {"person": by}
    if not move(
        message.pk,
        State.SUPPRESSED,
        now=now,
        by=by,
        note=called_back,
        only={"state__in": DUE},
        settled_at=now,
        last_error=called_back[:NOTE_LENGTH],
    ):
        raise RefusedError(_("It is too late to call this mail back: it is already on its way."))
    record("message.cancelled", by=by, subject=message)


@transaction.atomic
def cancel_many(*, messages: Iterable[Message], by: User, now: datetime) -> int:
    """Call back those of some mails that still wait; returns how many that were."""
    called_back = 0
    for message in messages:
        with contextlib.suppress(RefusedError):  # on its way already: the others are called back all the same
            cancel(message=message, by=by, now=now)
            called_back += 1
    return called_back


@transaction.atomic
def settle(*, message: Message, was_sent: bool, by: User, now: datetime, reason: str) -> None:
    """A person says what became of an uncertain mail, and how they know.

    Raises:
        RefusedError: without a reason, or when it is not uncertain (any more).
    """
    if not reason.strip():
        raise RefusedError(_("Say how you know."))
    to = State.SENT if was_sent else State.FAILED
    error = "" if was_sent else _("Settled as not sent: %(reason)s") % {"reason": reason}
    if not move(
        message.pk,
        to,
        now=now,
        by=by,
        note=reason,
        only={"state": State.UNCERTAIN},
        settled_at=now,
        last_error=error[:NOTE_LENGTH],
    ):
        raise RefusedError(_("This mail is not uncertain any more."))
    record("message.settled", by=by, subject=message, was_sent=was_sent, reason=reason)


@transaction.atomic
def resend(*, message: Message, reason: str, by: User, now: datetime, wait: timedelta | None = None) -> Message:
    """Send the same mail again, to the recipient's present address, as a message of its own with the next send number.

    Raises:
        RefusedError: without a reason, or while an earlier one is not over.
    """
    if not reason.strip():
        raise RefusedError(_("Say why it is sent again."))
    family = Message.objects.select_for_update().filter(
        subject_key=message.subject_key, recipient_id=message.recipient_id, channel=message.channel
    )
    if any(state not in OVER for state in family.order_by("id").values_list("state", flat=True)):
        raise RefusedError(_("An earlier mail of this kind is not over yet: wait for it, or settle it first."))
    user = Membership.objects.select_related("user").get(pk=message.recipient_id).user
    last = Message.objects.filter(pk__in=family.values("pk")).aggregate(last=Max("send_no"))["last"]
    again: Message = Message.objects.get(pk=message.pk)
    again.pk = None
    again._state.adding = True  # Django's documented way to copy a row
    again.send_no, again.resend_reason = last + 1, reason.strip()[:300]
    again.message_id, again.to_address, again.to_name = new_message_id(), user.email, user.name
    again.state, again.attempt, again.lease_until, again.last_error = State.PENDING, 0, None, ""
    again.not_before = now + (undo() if wait is None else wait)
    again.created_at, again.created_by, again.settled_at = now, by, None
    again.save(force_insert=True)
    _note_first_event(again, now=now, by=by)
    record("message.resent", by=by, subject=again, send_no=again.send_no, reason=reason)
    return again


def new_message_id() -> str:
    """A Message-ID that no other mail has."""
    return f"<{uuid.uuid4().hex}@{message_id_domain()}>"


def _note_first_event(message: Message, *, now: datetime, by: User | None) -> None:
    MessageEvent.objects.create(
        organization_id=message.organization_id,
        message=message,
        occurred_at=now,
        state=State.PENDING,
        note=message.resend_reason,
        actor=by,
    )

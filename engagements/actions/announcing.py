"""Telling the other side by mail that something was written."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from engagements.emails import message_mail
from engagements.models import Side, Thread, ThreadMessage
from engagements.queries.grants import followers
from foundation.accounts.models import Membership
from foundation.outbox.actions.messages import queue_message

MOST = 200


def announce_messages(*, now: datetime, organization_ids: tuple[int, ...]) -> int:
    """Put the mails about new messages into the outbox, each message once; returns how many were announced."""
    announced = 0
    for organization_id in organization_ids:
        new = ThreadMessage.objects.filter(organization_id=organization_id, announced_at=None)
        with transaction.atomic():
            waiting = list(new.order_by("pk").values_list("pk", flat=True)[:MOST])
        for pk in waiting:
            announced += _announce(organization_id, pk, now=now)
    return announced


@transaction.atomic
def _announce(organization_id: int, pk: int, *, now: datetime) -> int:
    claimed = ThreadMessage.objects.filter(organization_id=organization_id, pk=pk, announced_at=None)
    if claimed.update(announced_at=now) != 1:
        return 0
    message = ThreadMessage.objects.select_related("thread__engagement").get(organization_id=organization_id, pk=pk)
    for recipient in _recipients(message):
        mail = message_mail(message, recipient)
        queue_message(
            subject_key=f"thread/{message.thread_id}/message/{message.pk}",
            recipient=recipient,
            subject=mail.subject,
            text=mail.text,
            now=now,
            engagement_id=message.thread.engagement_id,
        )
    return 1


def _recipients(message: ThreadMessage) -> list[Membership]:
    """Everybody of the vendor who may follow the engagement; of the client its owner and whoever wrote here."""
    thread: Thread = message.thread
    places = Membership.objects.filter(organization_id=message.organization_id, left_at=None)
    places = places.exclude(user_id=message.author_id).select_related("user", "organization")
    if message.side == Side.CLIENT:
        people = followers(thread.engagement_id).values("pk")
        return list(places.filter(vendor_id=thread.engagement.vendor_id, user__in=people).order_by("pk"))
    wrote = ThreadMessage.objects.filter(thread=thread, side=Side.CLIENT).values_list("author_id", flat=True)
    asked = {*wrote, thread.engagement.owner_id}
    return list(places.filter(vendor_id=None, user__in=[pk for pk in asked if pk]).order_by("pk"))

"""What the sweeper and the delivery pages ask."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from foundation.outbox.models import Message
from foundation.outbox.states import DUE, State

PAGE_SIZE = 50


def due(*, now: datetime, limit: int = 2000) -> dict[int, list[int]]:
    """What may be sent now: message ids by organization id, the longest waiting first."""
    waiting = Message.objects.filter(state__in=DUE, not_before__lte=now).order_by("not_before", "id")
    found: dict[int, list[int]] = {}
    for organization, message in waiting.values_list("organization_id", "pk")[:limit]:
        found.setdefault(organization, []).append(message)
    return found


@transaction.atomic
def still_due(ids: list[int], *, now: datetime) -> list[int]:
    """Those of the messages that nobody has taken yet, in the order given."""
    open_ids = set(Message.objects.filter(pk__in=ids, state__in=DUE, not_before__lte=now).values_list("pk", flat=True))
    return [message for message in ids if message in open_ids]


def uncertain(*, limit: int = 500) -> list[int]:
    """Ids of the messages of which nobody knows whether they went out, oldest first."""
    return list(Message.objects.filter(state=State.UNCERTAIN).order_by("id").values_list("pk", flat=True)[:limit])


def messages(
    *,
    states: list[str] | None = None,
    engagement: int | None = None,
    before: int | None = None,
    after: int | None = None,
) -> QuerySet[Message]:
    """A page of messages, newest first and one more than a page; ``before`` and ``after`` are ids (keyset)."""
    found = Message.objects.select_related("recipient__user").defer("text", "html").order_by("-id")
    if states:
        found = found.filter(state__in=states)
    if engagement is not None:
        found = found.filter(engagement_id=engagement)
    if before is not None:
        found = found.filter(pk__lt=before)
    if after is not None:
        found = found.filter(pk__gt=after).order_by("id")
    return found[: PAGE_SIZE + 1]


def family(message: Message) -> QuerySet[Message]:
    """All mails about the same to the same person: the automatic one and what people sent again, first to last."""
    return Message.objects.filter(
        subject_key=message.subject_key, recipient_id=message.recipient_id, channel=message.channel
    ).order_by("send_no")


def troubled() -> QuerySet[Message]:
    """Messages that failed or are uncertain and were not sent again since: what somebody must look at, newest first."""
    later = Message.objects.filter(
        subject_key=OuterRef("subject_key"), recipient=OuterRef("recipient"), channel=OuterRef("channel")
    ).filter(send_no__gt=OuterRef("send_no"))
    return Message.objects.filter(~Exists(later), state__in=[State.FAILED, State.UNCERTAIN]).order_by("-id")

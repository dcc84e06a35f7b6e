"""Taking one mail: locked, so that it becomes work once, and given to whoever knows what to make of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.inbox.gates import taker
from foundation.inbox.models import InboundMessage, MessageState


@transaction.atomic
def take(*, message_id: int, now: datetime) -> None:
    """Make what is to be made of a mail that was received; one that is settled, or being taken, is left alone."""
    locked = InboundMessage.objects.select_for_update(of=("self",), skip_locked=True).select_related("body", "hook")
    message = locked.filter(pk=message_id, state=MessageState.RECEIVED).first()
    if message is not None:
        taker()(message, now=now)

"""Sending one message: claim, announce, say so, transmit, report."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.utils import translation

from foundation.jobs.clock import database_now
from foundation.outbox import queries
from foundation.outbox.actions import delivery
from foundation.outbox.carriers import carrier
from foundation.outbox.emails import write_letter
from foundation.outbox.states import Outcome, Verdict

# Well below the time limit of a task, since the last message may take its time.
ENOUGH = timedelta(seconds=40)
log = structlog.get_logger(__name__)


def deliver_all(*, message_ids: list[int]) -> int:
    """Send messages one after another until the time for one task is used up; gives how many were ours to send.

    What is left over, the next sweep rings for again.
    """
    began = database_now()
    sent = 0
    for message_id in queries.still_due(message_ids, now=began):
        sent += deliver(message_id=message_id)
        if database_now() - began > ENOUGH:
            break
    return sent


def deliver(*, message_id: int) -> bool:
    """Send one message inside the scope in force; False when it was not for us to send.

    Each step is committed before the next, so that a worker may die between any two. Nothing is caught here but what
    the carrier knows: an unexpected error leaves the claim to its lease.
    """
    with translation.override("en"):
        message = delivery.claim(message_id=message_id, now=database_now())
        if message is None:
            return False
        try:
            letter = write_letter(message)
        except Exception:
            # nothing has gone out, and trying at once would fail again
            log.exception("message_not_written", message_id=message.pk)
            faulty = Verdict(Outcome.REFUSED_FOR_NOW, "The mail could not be put together; the reason is in the log.")
            return delivery.report(message=message, verdict=faulty, now=database_now())
        with carrier() as conversation:
            verdict = conversation.announce(letter)
            if verdict is None:
                if not delivery.begin_transmission(message=message, now=database_now()):
                    return False
                verdict = conversation.transmit(letter)
            delivery.report(message=message, verdict=verdict, now=database_now())
    log.info("message_tried", message_id=message.pk, attempt=message.attempt, outcome=verdict.outcome)
    return True

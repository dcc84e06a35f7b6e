"""Sending one message: claim, announce, say so, transmit, report."""

from __future__ import annotations

import structlog
from django.utils import translation

from foundation.jobs.clock import database_now
from foundation.outbox.actions import delivery
from foundation.outbox.carriers import carrier
from foundation.outbox.emails import write_letter
from foundation.outbox.states import Outcome, Verdict

log = structlog.get_logger(__name__)


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

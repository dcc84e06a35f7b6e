"""The bell of the outbox. PostgreSQL holds the truth: what a lost message of the broker missed, the sweep finds."""

from __future__ import annotations

from functools import partial

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from foundation.outbox import delivering, queries
from foundation.outbox.actions import delivery
from foundation.outbox.lookup import configured
from foundation.outbox.models import Message

log = structlog.get_logger(__name__)
# A bell that nobody heard by the next sweep is worth nothing any more; so bells never pile up in the broker.
SECONDS_A_BELL_LASTS = 29
# Sending a task costs more than finding its messages taken already.
MESSAGES_A_BELL = 10


def send(message: Message) -> None:
    """Have a worker send a message that is due at once, after the commit. One that still waits is left to the sweep."""
    transaction.on_commit(partial(_ring, [message.pk], message.organization_id))


@shared_task(base=TenantTask, soft_time_limit=100, time_limit=110)
def deliver(message_ids: list[int]) -> None:
    """Send a few messages; a second bell finds them claimed. Shorter than a lease, so that an expired one is dead."""
    delivering.deliver_all(message_ids=message_ids)


@shared_task(base=EveryOrganizationTask)
def sweep_outbox() -> None:
    """Every 30 s: free what dead workers held, look up what is uncertain, ring for what is due."""
    now = database_now()
    delivery.expire_leases(now=now)
    look_up = configured()
    with transaction.atomic():
        unsure = queries.uncertain() if look_up else []
    for message in unsure:
        if look_up is not None:
            delivery.settle_by_look_up(message_id=message, look_up=look_up, now=now)
    if settings.OUTBOX_PAUSED:
        return
    with transaction.atomic():
        waiting = queries.due(now=now)
    for organization, messages in waiting.items():
        for start in range(0, len(messages), MESSAGES_A_BELL):
            _ring(messages[start : start + MESSAGES_A_BELL], organization)


def _ring(message_ids: list[int], organization: int) -> None:
    try:
        deliver.apply_async([message_ids], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
    except (BrokerError, KombuError, OSError) as error:
        log.warning("broker_unreachable", message_ids=message_ids, reason=str(error))

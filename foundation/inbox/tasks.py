"""The bell of mails. PostgreSQL holds the truth: what a lost message of the broker missed, the sweep finds."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.inbox import actions, queries, taking
from foundation.inbox.models import InboundMessage
from foundation.jobs.clock import database_now

log = structlog.get_logger(__name__)
AGE_BEFORE_RINGING_AGAIN: Final = timedelta(seconds=20)


def send(message: InboundMessage) -> None:
    """Have a worker take a mail once the transaction is committed; without a broker the sweep finds it later."""
    transaction.on_commit(partial(_ring, message.pk, message.organization_id))


@shared_task(base=TenantTask, soft_time_limit=100, time_limit=110)
def take_message(message_id: int) -> None:
    """Make what is to be made of one mail; a second bell finds it taken."""
    now = database_now()
    try:
        taking.take(message_id=message_id, now=now)
    except Exception:
        actions.note_failure(message_id=message_id, now=now)
        raise


@shared_task(base=EveryOrganizationTask)
def sweep_messages() -> None:
    """Every 30 s: ring again for mails that nobody took."""
    now = database_now()
    with transaction.atomic():
        waiting = queries.unheard_messages(before=now - AGE_BEFORE_RINGING_AGAIN)
    for organization, message in waiting:
        _ring(message, organization)


def _ring(message_id: int, organization: int) -> None:
    try:
        take_message.apply_async([message_id], organizations=[organization])
    except (BrokerError, KombuError, OSError) as error:
        log.warning("broker_unreachable", message_id=message_id, reason=str(error))

"""The beat of this room: cases that are to be mailed. PostgreSQL holds the truth; a message only rings."""

from __future__ import annotations

from functools import partial

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from finance.actions import sending as actions
from finance.models import CaseSending
from finance.queries.sending import due_sendings
from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now

log = structlog.get_logger(__name__)
SECONDS_A_BELL_LASTS = 55


def send(sending: CaseSending) -> None:
    """Have a worker carry out a sending once the transaction is committed; without a broker the tick finds it."""
    transaction.on_commit(partial(_ring, sending.organization_id, [sending.pk]))


@shared_task(base=EveryOrganizationTask)
def tick() -> None:
    """Every minute: rounds whose time has come, and those that a dead worker left."""
    with transaction.atomic():
        due = due_sendings(now=database_now())
    for organization in dict.fromkeys(each for each, _ in due):
        _ring(organization, [pk for owner, pk in due if owner == organization])


@shared_task(base=TenantTask)
def advance(sending_ids: list[int]) -> None:
    """Carry out some rounds; one that fails holds up none."""
    for sending_id in sending_ids:
        sending = actions.claim_sending(sending_id=sending_id, now=database_now())
        if sending is None:
            continue
        try:
            actions.send_round(sending=sending, now=database_now())
        except Exception as error:  # whatever it is, the next round must go on; it is logged and shown
            log.exception("case_round_failed", sending=sending_id)
            actions.report_failure(sending=sending, error=str(error), now=database_now())


def _ring(organization: int, sendings: list[int]) -> None:
    try:
        advance.apply_async([sendings], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
    except (BrokerError, KombuError, OSError) as error:
        log.warning("broker_unreachable", organization=organization, reason=str(error))

"""The beat of this room. PostgreSQL holds the truth: each tick finds what is to be done, a rerun does no harm."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import structlog
from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from engagements.queries.engagements import local_today
from exits.actions.erasing import erase_batch, keep_due
from exits.actions.reminding import remind_of_notice, send_digests
from exits.actions.retention_jobs import start_due_erasures
from exits.actions.runs import narrow_portals
from exits.models import Erasure
from foundation.accounts.models import Organization
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from foundation.jobs.registry import JobRefusedError, Progress, handles
from foundation.jobs.tasks import send

log = structlog.get_logger(__name__)
SECONDS_A_BELL_LASTS = 3000
MORNING = 7


@shared_task(base=EveryOrganizationTask)
def follow_exits() -> None:
    """Every hour: have each organization's exits followed."""
    for organization in context.current().organization_ids:
        try:
            follow.apply_async([], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask)
def follow() -> None:
    """Narrow portals whose last day is over, start deletions that are due, and from the morning on remind people."""
    now = database_now()
    with transaction.atomic():
        organization = Organization.objects.get(pk=context.organization_id())
        today = local_today(organization, now)
    narrow_portals(now=now, today=today)
    keep_due(now=now, today=today)
    for job in start_due_erasures(now=now, today=today):
        send(job)
    if now.astimezone(ZoneInfo(organization.time_zone)).hour >= MORNING:
        remind_of_notice(today=today, now=now)
        send_digests(today=today, now=now)


@handles("exits.erase")
def erase(job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Delete one class of data in batches, each a transaction; killed anywhere, a rerun goes on where it stopped."""
    now = database_now()
    with transaction.atomic():
        erasure = Erasure.objects.select_related("exit__engagement__organization").get(pk=arguments["erasure"])
        today = local_today(erasure.exit.engagement.organization, now)
    total = erasure.counted or 0
    done = erasure.erased
    try:
        while batch := erase_batch(erasure_id=erasure.pk, now=now, today=today):
            done += batch
            progress(done, max(total, done))
    except ValidationError as refused:
        raise JobRefusedError(refused.messages[0]) from refused
    return {"rows": done}

"""The bell of jobs. PostgreSQL holds the truth: what a lost message missed, the sweep finds."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs import actions, queries, running
from foundation.jobs.clock import database_now

if TYPE_CHECKING:
    from foundation.jobs.models import Job

log = structlog.get_logger(__name__)
AGE_BEFORE_RESENDING = timedelta(seconds=20)


def send(job: Job) -> None:
    """Have a worker do the job once the transaction is committed; without a broker the sweep finds it later."""
    transaction.on_commit(partial(_ring, job.pk, job.organization_id))


@shared_task(base=TenantTask, soft_time_limit=3500, time_limit=3560)
def run_job(job_id: int) -> None:
    """Do one job. Longer limits than other tasks: a message that comes again meanwhile finds the job claimed."""
    running.run(job_id=job_id)


@shared_task(base=EveryOrganizationTask)
def sweep_jobs() -> None:
    """Every 30 s: put back jobs whose worker died, and send those that wait."""
    now = database_now()
    with transaction.atomic():
        actions.requeue_stale(now=now)
        waiting = queries.queued(before=now - AGE_BEFORE_RESENDING)
    for organization, job in waiting:
        _ring(job, organization)


def _ring(job_id: int, organization: int) -> None:
    try:
        run_job.apply_async([job_id], organizations=[organization])
    except (BrokerError, KombuError, OSError) as error:
        log.warning("broker_unreachable", job_id=job_id, reason=str(error))

"""The beat of the clocks: deadlines, warnings, and new versions of what governs them."""

from __future__ import annotations

from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from django.utils.translation import ngettext
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from foundation.jobs.registry import Progress, handles
from foundation.jobs.tasks import send
from workitems.actions.applying import APPLY, apply_versions, start_applying
from workitems.actions.sweep import sweep_clocks
from workitems.queries.versions import organizations_with_pending_versions

log = structlog.get_logger(__name__)


@shared_task(base=EveryOrganizationTask)
def sweep() -> None:
    """Every minute: flag deadlines that passed and warnings that fell due."""
    sweep_clocks(now=database_now())


@shared_task(base=EveryOrganizationTask)
def find_new_versions() -> None:
    """Every minute: have new versions of calendars and levels applied, each organization's in its own scope."""
    now = database_now()
    with transaction.atomic():
        organizations = organizations_with_pending_versions(now=now)
    for organization in organizations:
        try:
            start_job.apply_async([], organizations=[organization])
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask)
def start_job() -> None:
    """Queue the job that applies them."""
    with transaction.atomic():
        if job := start_applying(now=database_now()):
            send(job)


@handles(APPLY)
def apply_new_versions(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Recompute the clocks that new versions govern."""
    counts = apply_versions(arguments=arguments, now=database_now(), progress=progress)
    message = ngettext("%(count)d clock changed.", "%(count)d clocks changed.", counts.changed)
    return {"items": counts.items, "changed": counts.changed, "message": message % {"count": counts.changed}}

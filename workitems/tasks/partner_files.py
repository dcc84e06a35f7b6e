"""What partners sent and decided moves on."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from workitems.actions import partner_files as actions

log = structlog.get_logger(__name__)


@shared_task(base=EveryOrganizationTask)
def find_files() -> None:
    """Every ten seconds: have the files of partners checked or imported, each organization's in its own scope."""
    with transaction.atomic():
        organizations = actions.organizations_with_files()
    for organization in organizations:
        try:
            take_files.apply_async([], organizations=[organization], expires=60)
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask, soft_time_limit=540, time_limit=560)
def take_files() -> None:
    """Move on the files of one organization."""
    actions.take_files(now=database_now())

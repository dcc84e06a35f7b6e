"""What vendors told in their portals becomes their items'."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from workitems.actions import exclusions, reports
from workitems.queries.portal_items import organizations_with_reports

log = structlog.get_logger(__name__)


@shared_task(base=EveryOrganizationTask)
def find_reports() -> None:
    """Every ten seconds: have what was told taken over, each organization's in its own scope."""
    exclusions.mark_decided(now=database_now())
    with transaction.atomic():
        organizations = organizations_with_reports()
    for organization in organizations:
        try:
            take_reports.apply_async([], organizations=[organization])
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask)
def take_reports() -> None:
    """Take over what was told in one organization."""
    reports.take_reports(now=database_now())

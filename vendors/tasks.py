"""The beat of this room. PostgreSQL holds the truth: each tick finds what is to be done, a rerun does no harm."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.inbox.scanning import ScannerAwayError
from foundation.jobs.clock import database_now
from vendors.actions.files import scan_file
from vendors.models import Scan, VendorFile

log = structlog.get_logger(__name__)
FILES_A_TICK = 50


@shared_task(base=EveryOrganizationTask)
def sweep_scans() -> None:
    """Every 30 s: have the scanner look at the files that wait."""
    if not settings.FILE_SCANNER:
        return
    with transaction.atomic():
        waiting = VendorFile.objects.filter(scan=Scan.WAITING).order_by("pk")
        found = list(waiting.values_list("organization_id", "pk")[:FILES_A_TICK])
    for organization, file in found:
        try:
            scan.apply_async([file], organizations=[organization], expires=25)
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", file_id=file, reason=str(error))


@shared_task(base=TenantTask, soft_time_limit=100, time_limit=110)
def scan(file_id: int) -> None:
    """Ask the scanner about one file; while it is away the file waits for the next tick."""
    try:
        scan_file(file_id=file_id, now=database_now())
    except ScannerAwayError as error:
        log.warning("scanner_away", file_id=file_id, reason=str(error))

"""The beat of this room."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from engagements.actions.announcing import announce_messages
from engagements.actions.checkpoints import open_checkpoints
from engagements.actions.files import scan_new_files
from engagements.actions.lapses import open_lapse_actions
from engagements.queries.engagements import local_today
from foundation.accounts.models import Organization
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from vendors.actions.reminding import remind_of_evidence, remind_of_questionnaires

log = structlog.get_logger(__name__)
SECONDS_A_BELL_LASTS = 3000
"""A bell that nobody heard within the hour is worth nothing any more; so bells never pile up in the broker."""


@shared_task(base=EveryOrganizationTask)
def ask_checkpoints() -> None:
    """Every hour: two and four weeks after an engagement's start, ask whether anything has improved."""
    open_checkpoints(now=database_now())


@shared_task(base=EveryOrganizationTask)
def announce_new_messages() -> None:
    """Every half minute: mails about what vendors and clients wrote to each other."""
    announce_messages(now=database_now(), organization_ids=context.current().organization_ids)


@shared_task(base=EveryOrganizationTask)
def scan_files() -> None:
    """Every fifteen seconds: files that one side gave the other are checked, and served from then on."""
    scan_new_files(now=database_now(), organization_ids=context.current().organization_ids)


@shared_task(base=EveryOrganizationTask)
def follow_all_evidence() -> None:
    """Every hour: have each organization's evidence followed."""
    for organization in context.current().organization_ids:
        try:
            follow_evidence.apply_async([], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask)
def follow_evidence() -> None:
    """Remind of one organization's evidence and questionnaires, and open an action for what lapsed."""
    now = database_now()
    with transaction.atomic():
        today = local_today(Organization.objects.get(pk=context.organization_id()), now)
    remind_of_evidence(today=today, now=now)
    remind_of_questionnaires(today=today, now=now)
    open_lapse_actions(today=today, now=now)

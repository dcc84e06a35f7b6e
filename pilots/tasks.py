"""The beat of this room."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from engagements.queries.engagements import local_today
from foundation.accounts.models import Organization
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from pilots.actions.amendments import apply_signed, to_apply
from pilots.actions.judging import give_verdicts
from pilots.actions.reading import read_pilot
from pilots.actions.retrospectives import write_retrospectives
from pilots.actions.rollback import evaluate_triggers
from pilots.queries.plans import under_way

log = structlog.get_logger(__name__)
SECONDS_A_BELL_LASTS = 3000
"""A bell that nobody heard within the hour is worth nothing any more; so bells never pile up in the broker."""


@shared_task(base=EveryOrganizationTask)
def follow_all_pilots() -> None:
    """Every hour: have each organization's pilots followed."""
    for organization in context.current().organization_ids:
        try:
            follow_pilots.apply_async([], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask)
def follow_pilots() -> None:
    """One organization's pilots: readings, triggers, verdicts, looks back, one after the other; again is the same."""
    now = database_now()
    with transaction.atomic():
        today = local_today(Organization.objects.get(pk=context.organization_id()), now)
        pilots = list(under_way().values_list("pk", flat=True))
    for pilot in pilots:
        read_pilot(pilot_id=pilot, now=now, today=today)
        evaluate_triggers(pilot_id=pilot, now=now, today=today)
        give_verdicts(pilot_id=pilot, now=now, today=today)
        write_retrospectives(pilot_id=pilot, now=now, today=today)


@shared_task(base=EveryOrganizationTask)
def apply_amendments() -> None:
    """Every half minute: have applied what both sides signed, in the organizations where something waits."""
    with transaction.atomic():
        organizations = sorted(set(to_apply().values_list("organization_id", flat=True)))
    for organization in organizations:
        try:
            apply_signed_amendments.apply_async([], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
        except (BrokerError, KombuError, OSError) as error:
            log.warning("broker_unreachable", organization=organization, reason=str(error))


@shared_task(base=TenantTask)
def apply_signed_amendments() -> None:
    """What both sides of one organization signed takes effect; a rerun changes nothing."""
    apply_signed(now=database_now())

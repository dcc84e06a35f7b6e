"""Reminders of data that did not come."""

from __future__ import annotations

from celery import shared_task

from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.tasks import EveryOrganizationTask
from foundation.jobs.clock import database_now
from workitems.actions.reminding import remind_of_missing_weeks


@shared_task(base=EveryOrganizationTask)
def remind() -> None:
    """Every hour: say which sources have sent nothing for the last closed week, once a source and week."""
    remind_of_missing_weeks(now=database_now(), organization_ids=context.current().organization_ids)

"""The beat of this room. PostgreSQL holds the truth: each tick finds what is to be done, a rerun does no harm."""

from __future__ import annotations

from celery import shared_task

from foundation.accounts.tenancy.tasks import EveryOrganizationTask
from foundation.jobs.clock import database_now
from sourcing.actions.clarifying import announce_inquiries
from sourcing.actions.reminding import remind_of_briefs, remind_raters


@shared_task(base=EveryOrganizationTask)
def follow_selections() -> None:
    """Every five minutes: pass vendors' questions on, remind of proposals that are due, say that scoring may begin."""
    now = database_now()
    announce_inquiries(now=now)
    remind_of_briefs(now=now)
    remind_raters(now=now)

"""The beat of this room."""

from __future__ import annotations

from celery import shared_task

from engagements.actions.announcing import announce_messages
from engagements.actions.checkpoints import open_checkpoints
from engagements.actions.files import scan_new_files
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.tasks import EveryOrganizationTask
from foundation.jobs.clock import database_now


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

"""What accounts do by the clock."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from foundation.accounts import actions
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.tasks import EveryOrganizationTask


@shared_task(base=EveryOrganizationTask)
def seal_audit_logs() -> None:
    """Add a link to every organization's chain; one that fails does not hold up the others' earlier links."""
    now = timezone.now()
    for organization in context.current().organization_ids:
        actions.seal_audit_log(organization=organization, now=now)

"""The jobs of pages made of several rooms."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation.accounts.models import Membership
from foundation.jobs.clock import database_now
from foundation.jobs.registry import Progress, handles
from outsourcing.sample.workspace import fill_workspace

ADD_SAMPLE = "outsourcing.add_sample"


@handles(ADD_SAMPLE)
def add_sample(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Fill an empty workspace with sample data."""
    membership = _membership(arguments["membership"])
    made = fill_workspace(membership=membership, now=database_now())
    progress(1, 1)
    return {"engagements": made}


def _membership(pk: int) -> Membership:
    with transaction.atomic():
        found: Membership = Membership.objects.select_related("organization", "user").get(pk=pk)
        return found

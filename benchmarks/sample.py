"""The sample workspace in the benchmark's database, for measures that need pages with life in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity
from outsourcing.sample.workspace import make_sample

NOW: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def sample_lead() -> Membership:
    """Makes the sample as of ``NOW`` and returns its ops lead."""
    organization = make_sample(now=NOW)
    with identity():
        lead: Membership = Membership.objects.select_related("organization", "user").get(
            organization=organization, role=Role.OPS_LEAD
        )
    return lead

"""Sealing the audit log: one more link in each organization's chain."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from foundation.accounts import chain
from foundation.accounts.models import AuditSeal
from foundation.accounts.queries import events_to_seal, head_of_chain

# Younger events wait: a transaction still open may hold a lower id, and none here lasts so long.
MARGIN = timedelta(minutes=10)
LINK = 10_000
_LOCK = 0x5EA1


def seal_audit_log(*, organization: int, now: datetime) -> int:
    """Seal what an organization's log gained, in links of at most 10,000 events. Returns how many were sealed.

    Runs as ``system``. A second run at the same time waits and then finds nothing to do.
    """
    sealed = 0
    while found := _seal_next(organization=organization, until=now - MARGIN):
        sealed += found
        if found < LINK:
            break
    return sealed


@transaction.atomic
def _seal_next(*, organization: int, until: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, (%s %% 2147483647)::int)", [_LOCK, organization])
    head = head_of_chain(organization)
    events = events_to_seal(organization, after=head.last_event_id if head else 0, until=until, limit=LINK)
    if not events:
        return 0
    previous = head.digest if head else ""
    AuditSeal.objects.create(
        organization_id=organization,
        last_event_id=events[-1]["id"],
        event_count=len(events),
        previous_digest=previous,
        digest=chain.digest(previous, events),
    )
    return len(events)

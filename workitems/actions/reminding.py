"""Reminding of data that did not come: once for each source and week, on the morning after the week's end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction

from engagements.models import Engagement
from engagements.periods import cutoff, local_instant
from foundation.accounts.models import Membership, Organization
from foundation.accounts.roles import Role
from foundation.outbox.actions import queue_message
from workitems.emails import missing_week_mail
from workitems.queries.completeness import Gap, weeks_without_data

MORNING = time(7)
# A source that has been silent for longer has been given up, or is known to be.
MOST_WEEKS = 4


def remind_of_missing_weeks(*, now: datetime, organization_ids: Iterable[int]) -> int:
    """Put the reminders into the outbox, each once; returns how many sources are spoken of."""
    return sum(_remind_workspace(pk, now=now) for pk in sorted(organization_ids))


@transaction.atomic
def _remind_workspace(pk: int, *, now: datetime) -> int:
    organization, told = Organization.objects.get(pk=pk), 0
    zone = organization.time_zone
    for gap in weeks_without_data(zone=zone, now=now, organization_id=pk):
        morning = local_instant(gap.weeks[-1].next().first_date, MORNING, zone)
        if len(gap.weeks) <= MOST_WEEKS and now >= morning:
            _remind(organization, gap, now=now)
            told += 1
    return told


def _remind(organization: Organization, gap: Gap, *, now: datetime) -> None:
    week = gap.weeks[-1]
    cutoff_at = cutoff(week, weekday=organization.cutoff_weekday, at=organization.cutoff_time)
    for recipient in _recipients(organization, gap):
        mail = missing_week_mail(gap, recipient, cutoff_at=cutoff_at, is_over=cutoff_at <= now)
        queue_message(
            subject_key=f"missing/{week.key}/{gap.source}"[:160],
            recipient=recipient,
            subject=mail.subject,
            text=mail.text,
            now=now,
        )


def _recipients(organization: Organization, gap: Gap) -> list[Membership]:
    """Who owns the engagements that the source feeds; the ops leads where nobody does."""
    owned = Engagement.objects.filter(organization_id=organization.pk, pk__in=gap.engagement_ids)
    owners = owned.exclude(owner=None).values_list("owner_id", flat=True)
    staff = Membership.objects.filter(organization_id=organization.pk, vendor_id=None, left_at=None)
    people = staff.select_related("user", "organization").order_by("pk")
    return list(people.filter(user_id__in=owners)) or list(people.filter(role=Role.OPS_LEAD))

"""Mails about evidence that runs out: once each, to whoever keeps the relationship and to the vendor's managers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.outbox.actions.messages import queue_message
from vendors.models import Evidence
from vendors.queries.evidence import ending
from vendors.rules import REMIND_BEFORE, reminder_due


@transaction.atomic
def remind_of_evidence(*, today: date, now: datetime) -> int:
    """Queue the reminders of one organization that stand for ``today`` (its local date); returns how many mails stand.

    The outbox keeps one mail a person, piece and step (30, 7, 0 days before), so a rerun queues nothing.
    """
    queued = 0
    for evidence in ending(today=today, days=max(REMIND_BEFORE)):
        until = evidence.valid_until
        if until is None or (step := reminder_due(until, today=today)) is None:
            continue
        for member in _whom(evidence):
            _remind(evidence, until, step, member, now=now)
            queued += 1
    return queued


def _whom(evidence: Evidence) -> list[Membership]:
    ours = Q(vendor_id=None, user_id__in=[evidence.vendor.owner_id, evidence.vendor.deputy_id])
    theirs = Q(vendor_id=evidence.vendor_id, role=Role.VENDOR_MANAGER)
    rows = Membership.objects.filter(ours | theirs, left_at=None).select_related("user", "organization")
    return list(rows.order_by("pk"))


def _remind(evidence: Evidence, until: date, step: int, member: Membership, *, now: datetime) -> None:
    slug = member.organization.slug
    if member.vendor_id is None:
        page = reverse("vendors:vendor-evidence", kwargs={"org": slug, "pk": evidence.vendor_id})
    else:
        page = reverse("vendors:portal-evidence", kwargs={"org": slug, "vendor": member.vendor_id})
    with translation.override(member.user.language):
        words = {
            "vendor": evidence.vendor.name,
            "evidence": evidence,
            "day": date_format(until, "DATE_FORMAT"),
            "client": member.organization.name,
        }
        text = _(
            "%(evidence)s of %(vendor)s counts through %(day)s. %(client)s needs the next one before that day, or work"
            " may have to stop."
        )
        queue_message(
            subject_key=f"evidence/{evidence.pk}/{step}",
            recipient=member,
            subject=_("%(evidence)s of %(vendor)s ends on %(day)s") % words,
            text=f"{text % words}\n\n{settings.SITE_URL}{page}\n",
            now=now,
            wait=timedelta(0),
        )

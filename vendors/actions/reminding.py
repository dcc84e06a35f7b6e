"""Mails about evidence that runs out: once each, to whoever keeps the relationship and to the vendor's managers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

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
from vendors.models import Evidence, Questionnaire
from vendors.queries.evidence import ending
from vendors.rules import REMIND_BEFORE, reminder_due

ANSWER_STEPS: Final = (7, 1, 0)
"""Days before the due day on which people are reminded to answer."""


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


@transaction.atomic
def remind_of_questionnaires(*, today: date, now: datetime) -> int:
    """Queue the reminders of one organization's open questionnaires, a week and a day before and on the day.

    They go to the vendor's managers; the outbox keeps one a person, questionnaire and step.
    """
    queued = 0
    near = Questionnaire.objects.filter(
        closed_at=None, submitted_at=None, due_date__gte=today, due_date__lte=today + timedelta(days=max(ANSWER_STEPS))
    )
    for row in near.select_related("question_set").order_by("pk"):
        step = min(days for days in ANSWER_STEPS if (row.due_date - today).days <= days)
        theirs = Membership.objects.filter(vendor_id=row.vendor_id, role=Role.VENDOR_MANAGER, left_at=None)
        for member in theirs.select_related("user", "organization").order_by("pk"):
            _remind_to_answer(row, step, member, now=now)
            queued += 1
    return queued


def _remind_to_answer(row: Questionnaire, step: int, member: Membership, *, now: datetime) -> None:
    place = {"org": member.organization.slug, "vendor": row.vendor_id, "pk": row.pk}
    page = reverse("vendors:portal-questionnaire-detail", kwargs=place)
    with translation.override(member.user.language):
        words = {
            "questions": row.question_set,
            "day": date_format(row.due_date, "DATE_FORMAT"),
            "client": member.organization.name,
        }
        text = _("%(client)s waits for your answers to “%(questions)s” until %(day)s.") % words
        queue_message(
            subject_key=f"questionnaire/{row.pk}/{step}",
            recipient=member,
            subject=_("“%(questions)s” is due on %(day)s") % words,
            text=f"{text}\n\n{settings.SITE_URL}{page}\n",
            now=now,
            wait=timedelta(0),
        )


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

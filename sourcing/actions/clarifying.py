"""Questions about a brief: a vendor asks, the client answers to all who were asked, and names nobody."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from foundation.accounts.roles import Role
from sourcing.actions.selections import refuse_over
from sourcing.actions.telling import tell_clarified, tell_inquiry
from sourcing.models import Brief, BriefInquiry, BriefInvitation, Clarification
from vendors.models import Vendor


@transaction.atomic
def ask(*, brief: Brief, vendor: Vendor, text: str, by: User, now: datetime) -> BriefInquiry:
    """Ask the client something about a brief, in the vendor's portal.

    Raises:
        ValidationError: without a text, after the due time, or for a vendor that has declined.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write your question.")})
    if BriefInvitation.objects.filter(brief=brief, vendor=vendor).exclude(declined_at=None).exists():
        raise ValidationError(_("You have declined: there is nothing to ask any more."))
    if now >= Brief.objects.values_list("due_at", flat=True).get(pk=brief.pk):
        raise ValidationError(_("The time for proposals is over: questions are not taken any more."))
    made: BriefInquiry = BriefInquiry.objects.create(
        brief=brief, vendor=vendor, text=text.strip(), asked_by=by, asked_at=now
    )
    record("brief.asked", by=by, subject=made, brief=brief.pk)
    return made


@transaction.atomic
def answer(*, inquiry: BriefInquiry, question: str, text: str, by: User, now: datetime) -> Clarification:
    """Answer a vendor's question to all who were asked, in the client's words; each one's people get a mail.

    Raises:
        ValidationError: without question or answer, when either names somebody who was asked, when it was answered
            already, after the due time, or when the selection is over.
    """
    brief = inquiry.brief
    refuse_over(brief.selection)
    if now >= brief.due_at:
        raise ValidationError(_("The time for proposals is over. Give more time first, so that the answer is of use."))
    _refuse_names(inquiry, {"question": question, "answer": text})
    made: Clarification = Clarification.objects.create(
        brief=brief, question=question.strip(), answer=text.strip(), published_by=by, published_at=now
    )
    if BriefInquiry.objects.filter(pk=inquiry.pk, clarification=None).update(clarification=made) != 1:
        raise ValidationError(_("A colleague has answered it a moment ago."))
    tell_clarified(made, now=now)
    record("brief.answered", by=by, subject=made, brief=brief.pk, inquiry=inquiry.pk)
    return made


def announce_inquiries(*, now: datetime) -> int:
    """Tell the client's people by mail what vendors have asked, each question once; returns how many were announced."""
    new = BriefInquiry.objects.filter(announced_at=None)
    with transaction.atomic():
        waiting = list(new.order_by("pk").values_list("pk", flat=True)[:200])
    return sum(_announce(pk, now=now) for pk in waiting)


@transaction.atomic
def _announce(pk: int, *, now: datetime) -> int:
    if BriefInquiry.objects.filter(pk=pk, announced_at=None).update(announced_at=now) != 1:
        return 0
    row = BriefInquiry.objects.select_related("vendor", "brief__selection__engagement").get(pk=pk)
    tell_inquiry(row, _whom(row), now=now)
    return 1


def _whom(row: BriefInquiry) -> list[Membership]:
    """Who began the selection, published its brief or owns the engagement; the ops leads when all of them have left."""
    selection = row.brief.selection
    people = {selection.created_by_id, row.brief.published_by_id, selection.engagement.owner_id} - {None}
    ours = Membership.objects.filter(organization_id=row.organization_id, vendor_id=None, left_at=None)
    rows = ours.select_related("user", "organization").order_by("pk")
    return list(rows.filter(user__in=people)) or list(rows.filter(Q(role=Role.OPS_LEAD) | Q(role=Role.OWNER)))


def _refuse_names(inquiry: BriefInquiry, texts: dict[str, str]) -> None:
    """No vendor learns from an answer who else was asked, or who wanted to know."""
    asked = BriefInvitation.objects.filter(brief=inquiry.brief_id).values_list("vendor__name", flat=True)
    names = {*asked, inquiry.asked_by.name} - {""}
    problems: dict[str, str] = {}
    for field, text in texts.items():
        if not text.strip():
            problems[field] = _("Write something here: everybody who was asked reads it.")
        for name in sorted(names):
            if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                words = _(
                    "This names %(name)s. No vendor learns who asked, or who else is asked: say it without the name."
                )
                problems[field] = words % {"name": name}
    if problems:
        raise ValidationError(problems)

"""Selections with everything to show, made by the sample's own verbs: for walks and pictures."""

from __future__ import annotations

from datetime import datetime, timedelta

from engagements.models import Engagement
from foundation.accounts.models import Membership, User
from outsourcing.sample.selections import judged, running
from sourcing.actions.selections import begin_selection
from sourcing.models import (
    Brief,
    BriefInquiry,
    BriefInvitation,
    BriefQuestion,
    Offer,
    OfferAnswer,
    OwnCost,
    RatingSheet,
    Selection,
)
from tests.sourcing.choosing import open_outcomes
from vendors.models import Vendor, VendorKind


def show_selections(
    engagement: Engagement, partner: Vendor, *, by: User, raters: list[User], now: datetime
) -> dict[str, int]:
    """One whose result is known, one that takes proposals of the partner, one that is a draft; as the machine."""
    open_outcomes(engagement, by, now)
    others = Vendor.objects.exclude(pk=partner.pk).exclude(kind=VendorKind.INTERNAL).order_by("pk")
    vendors = [partner, *others[:2]]
    known = judged(engagement, raters, vendors, by=by, then=now - timedelta(days=40))
    Selection.objects.filter(pk=known.pk).update(name="Partner of last month")
    brief = running(engagement, vendors, by=by, now=now)
    draft = begin_selection(
        engagement=engagement,
        name="A freelancer for the holidays",
        path="trial",
        currency="EUR",
        due_at=now + timedelta(days=9),
        by=by,
        now=now,
        today=now.date(),
    )
    offer = Offer.objects.get(brief__selection=known, vendor=partner)
    return {
        "selections": known.pk,
        "draft selections": draft.pk,
        "offers": offer.pk,
        "costs": OwnCost.objects.get(selection=known).pk,
        "raters": RatingSheet.objects.filter(selection=known)[0].pk,
        "proposals": brief.pk,
        "answers of offers": OfferAnswer.objects.filter(offer=offer)[0].pk,
        "questions of briefs": BriefQuestion.objects.filter(brief=brief)[0].pk,
        "inquiries": _inquiry(brief, partner, now).pk,
        "brief invitations": BriefInvitation.objects.filter(brief=brief)[0].pk,
    }


def _inquiry(brief: Brief, partner: Vendor, now: datetime) -> BriefInquiry:
    """A question of the partner's that waits, whoever else asked something."""
    person = Membership.objects.filter(vendor_id=partner.pk).order_by("pk")[0].user
    made: BriefInquiry = BriefInquiry.objects.create(
        brief=brief, vendor=partner, text="What are records?", asked_by=person, asked_at=now
    )
    return made

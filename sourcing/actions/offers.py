"""What a vendor's people do with a brief: decline, write their offer, submit it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError
from sourcing.models import Brief, BriefInvitation, Offer, OfferAnswer, OfferPrice
from sourcing.queries.offers import missing
from vendors.actions.files import keep_file
from vendors.models import Vendor


@dataclass(frozen=True, slots=True)
class AnswerTerms:
    """An answer that somebody changed; ``seen`` is the revision it was opened with, 0 when there was none.

    Without an ``upload`` (name, bytes) the file stays.
    """

    question_id: int
    value: str
    says_yes: bool | None
    seen: int
    upload: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class PriceGiven:
    """A price that somebody changed; ``seen`` as above."""

    line_id: int
    amount: Decimal
    seen: int


@transaction.atomic
def save_offer(
    *,
    brief: Brief,
    vendor: Vendor,
    answers: Sequence[AnswerTerms],
    prices: Sequence[PriceGiven],
    by: User,
    now: datetime,
) -> Offer:
    """Keep what somebody changed in the vendor's draft; answers that were not changed are not written.

    Raises:
        ConflictError: when a colleague changed one of them meanwhile; nothing is written then.
        ValidationError: after the due time, or once it was submitted.
    """
    refuse_closed(brief, vendor, now=now)
    offer = _draft(brief, vendor, by=by, now=now)
    sign = {"answered_by": by, "answered_at": now}
    for given in answers:
        fields: dict[str, Any] = {"value": given.value.strip(), "says_yes": given.says_yes, **sign}
        if given.upload is not None:
            name, content = given.upload
            fields["file"] = keep_file(vendor_id=vendor.pk, name=name, content=content, by=by, now=now)
        _write(OfferAnswer, offer, {"question_id": given.question_id}, fields, given.seen)
    for price in prices:
        _write(OfferPrice, offer, {"line_id": price.line_id}, {"amount": price.amount, **sign}, price.seen)
    if answers or prices:
        record("offer.saved", by=by, subject=offer, answers=len(answers), prices=len(prices))
    return offer


@transaction.atomic
def submit_offer(*, brief: Brief, vendor: Vendor, by: User, now: datetime) -> Offer:
    """Hand the offer in: once, whole, in time. Afterwards nobody changes it.

    Raises:
        ValidationError: while something is missing, after the due time, or when it was submitted already.
    """
    refuse_closed(brief, vendor, now=now)
    offer = Offer.objects.filter(brief=brief, vendor=vendor).first()
    lacking = missing(offer) if offer else [_("everything")]
    if offer is None or lacking:
        raise ValidationError(_("Still missing: %(what)s.") % {"what": "; ".join(lacking)})
    if Offer.objects.filter(pk=offer.pk, submitted_at=None).update(submitted_at=now, submitted_by=by) != 1:
        raise ValidationError(_("A colleague has submitted it a moment ago."))
    record("offer.submitted", by=by, subject=offer)
    offer.refresh_from_db()
    return offer


@transaction.atomic
def decline(*, invitation: BriefInvitation, reason: str, by: User, now: datetime) -> BriefInvitation:
    """Say that the vendor makes no offer; with a reason if it likes.

    Raises:
        ValidationError: after the due time, or once an offer was submitted.
    """
    refuse_closed(invitation.brief, invitation.vendor, now=now)
    open_ones = BriefInvitation.objects.filter(pk=invitation.pk, declined_at=None)
    if open_ones.update(declined_at=now, declined_by=by, decline_reason=reason.strip()) == 1:
        record("offer.declined", by=by, subject=invitation.brief)
    invitation.refresh_from_db()
    return invitation


def refuse_closed(brief: Brief, vendor: Vendor, *, now: datetime) -> None:
    """Refuse to change an offer that is in, or too late.

    Raises:
        ValidationError: with what can be done instead.
    """
    if Offer.objects.filter(brief=brief, vendor=vendor).exclude(submitted_at=None).exists():
        raise ValidationError(_("Your offer was submitted: it does not change any more."))
    if BriefInvitation.objects.filter(brief=brief, vendor=vendor).exclude(declined_at=None).exists():
        raise ValidationError(_("You have declined. Write to the client if you want to take part after all."))
    due_at = Brief.objects.values_list("due_at", flat=True).get(pk=brief.pk)
    if now >= due_at:
        words = _(
            "Offers were taken until %(when)s. This text is not part of your offer: copy it, and ask the client in a"
            " message for more time."
        )
        raise ValidationError(words % {"when": date_format(localtime(due_at), "DATETIME_FORMAT")})


def _draft(brief: Brief, vendor: Vendor, *, by: User, now: datetime) -> Offer:
    known = Offer.objects.filter(brief=brief, vendor=vendor)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            made: Offer = Offer.objects.create(brief=brief, vendor=vendor, started_by=by, started_at=now)
    except IntegrityError:
        return known.get()  # a colleague began at the same moment
    return made


def _write(
    model: type[OfferAnswer | OfferPrice], offer: Offer, key: Mapping[str, int], fields: dict[str, Any], seen: int
) -> None:
    rows = model.objects.filter(offer=offer, **key)
    if seen:
        if rows.filter(revision=seen).update(revision=F("revision") + 1, **fields) != 1:
            raise ConflictError
        return
    if rows.exists():
        raise ConflictError
    try:
        with transaction.atomic():
            model.objects.create(offer=offer, vendor_id=offer.vendor_id, **key, **fields)
    except IntegrityError as error:
        raise ConflictError from error

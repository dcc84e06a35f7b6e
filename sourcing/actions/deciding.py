"""The decision: recorded with its figures, and told to everybody without any."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from sourcing.actions.selections import refuse_over
from sourcing.actions.telling import tell_decided
from sourcing.models import Brief, BriefInvitation, Outcome, Selection
from sourcing.queries.results import is_in, result_of, sealed
from vendors.models import Vendor


@transaction.atomic
def decide(*, selection: Selection, vendor: Vendor, reason: str, by: User, now: datetime) -> Selection:
    """Choose a vendor. The figures are kept as they are, and each vendor that was asked is told its own end by mail.

    Raises:
        ValidationError: before every rater has handed in, for an offer that is out, or without a reason when it is not
            the only first.
    """
    locked = Selection.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    refuse_over(locked)
    brief: Brief = Brief.objects.select_related("selection").get(selection=locked)
    result = result_of(locked, brief)
    if not result.is_complete:
        raise ValidationError(_("It is decided when every rater has handed in."))
    row = result.row_of(vendor.pk)
    if row is None or not is_in(row):
        raise ValidationError({"vendor": _("This offer is out: it failed a knock-out or a minimum.")})
    first = result.first
    if not reason.strip() and (len(first) != 1 or first[0] is not row):
        raise ValidationError({"reason": _("It is not the only first. Say why you choose it.")})
    Selection.objects.filter(pk=locked.pk).update(
        chosen=vendor, reason=reason.strip(), result=sealed(result), decided_by=by, decided_at=now
    )
    asked = BriefInvitation.objects.filter(brief=brief, withdrawn_at=None)
    asked.exclude(vendor=vendor).update(outcome=Outcome.OTHER)
    asked.filter(vendor=vendor).update(outcome=Outcome.CHOSEN)
    tell_decided(brief, now=now)
    record("selection.decided", by=by, subject=locked, vendor=vendor.pk, rank=row.standing.rank, reason=reason.strip())
    locked.refresh_from_db()
    return locked

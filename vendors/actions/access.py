"""The access register: given, looked at, taken back; credentials changed; deviations; somebody leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.actions.people import end_membership
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from vendors.models import AccessGrant, AccessReview, Credential, CredentialRotation, Deviation, Vendor


class Offboarded(NamedTuple):
    """What somebody's leaving took away."""

    grants: int
    memberships: int
    credentials: int


@transaction.atomic
def grant_access(*, grant: AccessGrant, by: User | None) -> AccessGrant:
    """Write a grant (an unsaved row) into the register, approved by ``by``."""
    grant.approved_by = by
    grant.save(force_insert=True)
    record("accessgrant.added", by=by, subject=grant, vendor=grant.vendor_id, expires_on=grant.expires_on.isoformat())
    return grant


@transaction.atomic
def change_access(*, grant: AccessGrant, by: User, was: dict[str, Any]) -> AccessGrant:
    """Save what changed; whoever changed it approved it."""
    if was:
        grant.approved_by = by
        grant.save(update_fields=[*was, "approved_by"])
        changes = {name: [str(old), str(getattr(grant, name))] for name, old in was.items()}
        record("accessgrant.changed", by=by, subject=grant, **changes)
    return grant


@transaction.atomic
def review_access(*, grant: AccessGrant, stays: bool, note: str, by: User, today: date) -> AccessReview:
    """Say that a grant is still needed, or take it back with the reason; either is kept.

    Raises:
        ValidationError: without a note to a "no", or when it was revoked meanwhile.
    """
    if not stays and not note.strip():
        raise ValidationError({"note": _("Say why it is taken back.")})
    living = AccessGrant.objects.filter(pk=grant.pk, revoked_on=None)
    if living.update(last_reviewed_on=today) != 1:
        raise ValidationError(_("It was revoked in the meantime."))
    review: AccessReview = AccessReview.objects.create(
        grant=grant, stays=stays, note=note.strip(), reviewed_on=today, reviewed_by=by
    )
    record("accessgrant.reviewed", by=by, subject=grant, stays=stays, note=review.note)
    if not stays:
        _revoke(grant, reason=note, by=by, today=today)
    return review


def _revoke(grant: AccessGrant, *, reason: str, by: User, today: date) -> bool:
    values = {"revoked_on": today, "revoked_by": by, "revoke_reason": reason.strip()}
    if AccessGrant.objects.filter(pk=grant.pk, revoked_on=None).update(**values) != 1:
        return False
    record("accessgrant.revoked", by=by, subject=grant, reason=values["revoke_reason"])
    return True


@transaction.atomic
def add_credential(*, credential: Credential, by: User | None, today: date) -> Credential:
    """Write a credential (an unsaved row) into the register; it is due for a change after its days."""
    credential.due_on = today + timedelta(days=credential.rotate_days)
    credential.save(force_insert=True)
    record("credential.added", by=by, subject=credential, vendor=credential.vendor_id)
    return credential


@transaction.atomic
def rotate_credential(
    *, credential: Credential, rotated_on: date, proof: str, by: User, now: datetime, today: date
) -> CredentialRotation:
    """Record that a credential was changed, and what proves it; the next change is due after its days.

    Raises:
        ValidationError: without proof, or for a day that has not come.
    """
    if rotated_on > today:
        raise ValidationError({"rotated_on": _("This day has not come yet.")})
    if not proof.strip():
        raise ValidationError({"proof": _("Say what shows it: a ticket, a line of the log.")})
    rotation: CredentialRotation = CredentialRotation.objects.create(
        credential=credential, rotated_on=rotated_on, proof=proof.strip(), recorded_by=by, recorded_at=now
    )
    credential.due_on, credential.due_because = rotated_on + timedelta(days=credential.rotate_days), ""
    credential.save(update_fields=["due_on", "due_because"])
    record("credential.rotated", by=by, subject=credential, rotated_on=rotated_on.isoformat(), proof=rotation.proof)
    return rotation


@transaction.atomic
def retire_credential(*, credential: Credential, by: User, today: date) -> None:
    """It is in use no longer; doing it twice changes nothing."""
    if Credential.objects.filter(pk=credential.pk, retired_on=None).update(retired_on=today) == 1:
        record("credential.retired", by=by, subject=credential)


@transaction.atomic
def report_deviation(*, deviation: Deviation, by: User, now: datetime) -> Deviation:
    """Report (an unsaved row) that data was where it must not be."""
    deviation.reported_by, deviation.reported_at = by, now
    deviation.save(force_insert=True)
    record("deviation.reported", by=by, subject=deviation, vendor=deviation.vendor_id)
    return deviation


@transaction.atomic
def resolve_deviation(*, deviation: Deviation, resolution: str, by: User, today: date) -> None:
    """Write down what was done about it.

    Raises:
        ValidationError: without words, or when somebody has done so.
    """
    if not resolution.strip():
        raise ValidationError({"resolution": _("Say what was done, and how you know that the data is gone.")})
    values = {"resolved_on": today, "resolved_by": by, "resolution": resolution.strip()}
    if Deviation.objects.filter(pk=deviation.pk, resolved_on=None).update(**values) != 1:
        raise ValidationError(_("Somebody else has resolved this in the meantime."))
    record("deviation.resolved", by=by, subject=deviation)


@transaction.atomic
def offboard(*, vendor: Vendor, person: str, reason: str, by: User, now: datetime, today: date) -> Offboarded:
    """Somebody of a vendor leaves: every open grant is revoked, their place in the portal ends, what they held is due.

    ``person`` is a name or an e-mail address, in any case. Doing it twice finds nothing more.

    Raises:
        ValidationError: without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for instance: left on 30 November.")})
    known = " ".join(person.split()).casefold()
    grants = AccessGrant.objects.filter(vendor=vendor, revoked_on=None)
    mine = [row for row in grants if known in (row.person_name.casefold(), row.person_email.casefold())]
    addresses = {row.person_email.casefold() for row in mine if row.person_email} | {known}
    names = {row.person_name.casefold() for row in mine} | {known}
    members = Membership.objects.filter(vendor_id=vendor.pk, left_at=None).select_related("user")
    leaving = [
        each for each in members if each.user.email.casefold() in addresses or each.user.name.casefold() in names
    ]
    names |= {each.user.name.casefold() for each in leaving}
    credentials = Credential.objects.filter(vendor=vendor, retired_on=None)
    held = [row for row in credentials if any(name and name in row.held_by.casefold() for name in names)]
    revoked = sum(_revoke(row, reason=reason, by=by, today=today) for row in mine)
    for each in leaving:
        end_membership(membership=each, by=by, now=now)
    for row in held:
        row.due_on, row.due_because = min(row.due_on, today), _("%(person)s held it and left") % {"person": person}
        row.save(update_fields=["due_on", "due_because"])
    found = Offboarded(revoked, len(leaving), len(held))
    record("vendor.person_offboarded", by=by, subject=vendor, person=person, reason=reason, **found._asdict())
    return found

"""Offers of a membership: made, sent again, taken back, accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts import tokens
from foundation.accounts.audit import record
from foundation.accounts.emails import send_invitation
from foundation.accounts.models import Invitation, Membership, Organization, User
from foundation.accounts.slots import Slot
from foundation.accounts.tenancy import context

# What a higher room gives to somebody who took up an invitation, in the workspace's scope and the same transaction.
joined: Slot[Callable[[Invitation, Membership], None]] = Slot("accounts.joined")


@transaction.atomic
def invite(
    *, organization: Organization, email: str, role: str, vendor_id: int | None, by: User, now: datetime
) -> Invitation:
    """Offer somebody a place and mail them the link; an open offer of the same place to them is taken back.

    Raises:
        OSError: when the mail server refuses; nothing is kept then.
    """
    older = Invitation.objects.filter(email__iexact=email, vendor_id=vendor_id, accepted_at=None, revoked_at=None)
    older.update(revoked_at=now)
    secret = tokens.new_secret()
    invitation: Invitation = Invitation.objects.create(
        email=email,
        role=role,
        vendor_id=vendor_id,
        token_hash=tokens.digest(secret),
        invited_by=by,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    record("invitation.sent", by=by, subject=invitation, role=role, vendor=vendor_id)
    send_invitation(invitation, organization=organization, secret=secret, by=by)
    return invitation


@transaction.atomic
def renew_invitation(*, invitation: Invitation, organization: Organization, by: User, now: datetime) -> None:
    """Mail a new link for an open offer; the old link dies.

    Raises:
        ValidationError: when it was accepted or revoked meanwhile.
        OSError: when the mail server refuses; nothing is kept then.
    """
    secret = tokens.new_secret()
    expires = now + timedelta(days=settings.INVITATION_DAYS)
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if waiting.update(token_hash=tokens.digest(secret), expires_at=expires, invited_by=by) != 1:
        raise ValidationError(_("This invitation was accepted or revoked meanwhile."))
    invitation.expires_at = expires
    record("invitation.renewed", by=by, subject=invitation)
    send_invitation(invitation, organization=organization, secret=secret, by=by)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Take an open offer back.

    Raises:
        ValidationError: when it was accepted or revoked meanwhile.
    """
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if waiting.update(revoked_at=now) != 1:
        raise ValidationError(_("This invitation was accepted or revoked meanwhile."))
    record("invitation.revoked", by=by, subject=invitation)


def accept_invitation(*, invitation: Invitation, by: User, now: datetime) -> Membership:
    """Turn an offer into a place, once. The caller has checked that ``by`` owns the invited address.

    Runs outside any workspace; role and vendor come from the invitation alone.

    Raises:
        ValidationError: when it stopped working meanwhile, or the person is a member already.
    """
    organization = invitation.organization_id
    with context.identity(), context.staff(organization, actor=by.pk), transaction.atomic():
        waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now)
        if waiting.update(accepted_at=now, accepted_by=by) != 1:
            raise ValidationError(_("This invitation was accepted, revoked or has expired meanwhile."))
        place = {"organization_id": organization, "user": by, "vendor_id": invitation.vendor_id}
        if Membership.objects.filter(**place, left_at=None).exists():
            raise ValidationError(_("You are a member of this workspace already."))
        membership: Membership = Membership.objects.create(**place, role=invitation.role)
        record("membership.joined", by=by, subject=membership, role=membership.role, vendor=membership.vendor_id)
        joined()(invitation, membership)
    return membership

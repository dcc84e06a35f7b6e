"""People and their places in a workspace."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Invitation, Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity


def make_person(*, email: str, name: str = "", password: str | None = None, language: str = "en") -> User:
    """Make somebody who can sign in, with an address that counts as confirmed; without a password it has to be set.

    For callers that know the address is theirs: a mailed invitation, the operator at the console.
    """
    with identity():
        person = User.objects.create_user(email, password, name=name, language=language)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> None:
    """Give a member another role.

    Raises:
        ValidationError: when it would make a partner's person staff or the other way round, or leave no owner.
    """
    if Role(role).is_vendor != (membership.vendor_id is not None):
        raise ValidationError(_("A partner's person stays a partner's person; invite them anew as a colleague."))
    _keep_an_owner(membership, stays=role == Role.OWNER)
    was, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    record("membership.role_changed", by=by, subject=membership, role=[was, role])


@transaction.atomic
def end_membership(*, membership: Membership, by: User, now: datetime) -> None:
    """Take somebody's place away, for good; their tokens stop with it, and what they offered to colleagues.

    Raises:
        ValidationError: when they are the last owner.
    """
    _keep_an_owner(membership, stays=False)
    membership.left_at = now
    membership.save(update_fields=["left_at"])
    if membership.vendor_id is not None:
        offered = Invitation.objects.filter(invited_by=membership.user_id, vendor_id=membership.vendor_id)
        offered.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    record("membership.ended", by=by, subject=membership, role=membership.role)


def _keep_an_owner(membership: Membership, *, stays: bool) -> None:
    """Refuse to lose the last owner; the lock keeps two owners from removing each other."""
    if stays or membership.role != Role.OWNER:
        return
    owners = Membership.objects.select_for_update().filter(role=Role.OWNER, left_at=None).order_by("pk")
    if [owner.pk for owner in owners] == [membership.pk]:
        raise ValidationError(_("This is the last owner. Make somebody else an owner first."))

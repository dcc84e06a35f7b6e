"""Who is invited: reading an invitation by its secret, outside any workspace."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from foundation.accounts import tokens
from foundation.accounts.models import Invitation, User
from foundation.accounts.tenancy.context import identity


def find_invitation(secret: str) -> Invitation | None:
    """The invitation that a link's secret stands for, in whatever state, or None."""
    with identity():
        found = Invitation.objects.filter(token_hash=tokens.digest(secret)).select_related("organization", "invited_by")
        return found.first()


def owns_address(person: User | AnonymousUser, email: str) -> bool:
    """Whether an address is somebody's own: the one they sign in with, or another that they confirmed."""
    if not isinstance(person, User):
        return False
    if person.email.lower() == email.lower():
        return True
    with identity():
        return bool(EmailAddress.objects.filter(user_id=person.pk, email__iexact=email, verified=True).exists())

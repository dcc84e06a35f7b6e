"""Who helps from outside: support people, and the looks that workspaces allow them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from foundation.accounts.models import Membership, SupportAccess, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity


def is_support(person: User) -> bool:
    """Whether somebody belongs to those who run this installation (the setting ``SUPPORT_EMAILS``)."""
    return person.is_active and person.email.lower() in settings.SUPPORT_EMAILS


def allowed_look(person: User, slug: str, *, now: datetime) -> SupportAccess | None:
    """The look into a workspace that an owner allows a support person now, if any."""
    if not is_support(person):
        return None
    with identity():
        allowed = SupportAccess.objects.filter(
            person=person, organization__slug=slug, approved_at__lte=now, expires_at__gt=now, ended_at=None
        )
        return allowed.select_related("organization").order_by("-expires_at").first()


def as_membership(access: SupportAccess, person: User) -> Membership:
    """A look in the shape of a membership that is kept nowhere: a viewer's."""
    return Membership(organization=access.organization, user=person, role=Role.VIEWER, vendor_id=None)

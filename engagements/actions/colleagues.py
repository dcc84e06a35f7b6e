"""A partner's manager lets colleagues in, within what they follow themselves; the wall refuses any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.grants import grant_engagement
from engagements.models import Engagement, EngagementGrant, InvitedGrant
from engagements.queries.grants import FOLLOW, holds_grant
from engagements.queries.partner_work import colleagues
from foundation.accounts.actions.invitations import invite
from foundation.accounts.actions.people import end_membership
from foundation.accounts.models import Invitation, Membership, Organization, User
from foundation.accounts.roles import VENDOR_ROLES, Role


@transaction.atomic
def invite_colleague(
    *,
    organization: Organization,
    email: str,
    role: str,
    engagements: Sequence[Engagement],
    vendor_id: int,
    by: User,
    now: datetime,
) -> Invitation:
    """Offer a colleague a place in the portal, and the engagements to follow there. In the portal's scope.

    Raises:
        ValidationError: for a role that is none of a partner's, or without an engagement.
        OSError: when the mail server refuses; nothing is kept then.
    """
    if role not in VENDOR_ROLES:
        raise ValidationError({"role": _("A colleague is a manager or an agent of yours.")})
    if not engagements:
        raise ValidationError({"engagements": _("Choose at least one engagement.")})
    invitation = invite(organization=organization, email=email, role=role, vendor_id=vendor_id, by=by, now=now)
    for engagement in engagements:
        InvitedGrant.objects.create(invitation=invitation, engagement=engagement)
    return invitation


def take_up_grants(invitation: Invitation, membership: Membership) -> None:
    """Fills ``accounts.joined``: who joined follows what was offered, as far as who invited them follows it still.

    Grants of an earlier place with the same partner are gone: whoever comes back begins anew.
    """
    if invitation.vendor_id is None:
        return
    EngagementGrant.objects.filter(
        user_id=membership.user_id, content_object__vendor_id=invitation.vendor_id, permission__codename=FOLLOW
    ).delete()
    offered = Engagement.objects.filter(
        pk__in=InvitedGrant.objects.filter(invitation=invitation).values("engagement_id"),
        vendor_id=invitation.vendor_id,
    )
    for engagement in offered.order_by("pk"):
        if holds_grant(invitation.invited_by_id, engagement.pk):
            grant_engagement(engagement=engagement, person=membership.user, by=invitation.invited_by)


@transaction.atomic
def remove_colleague(*, membership: Membership, by: User, now: datetime) -> None:
    """Take a colleague's place away, at once. In the portal's scope.

    Raises:
        ValidationError: for oneself, for who is gone already, and for who follows more than oneself.
    """
    if membership.user_id == by.pk:
        raise ValidationError(_("You cannot remove yourself. Ask a colleague, or your contact at the client."))
    if membership.left_at is not None or Role(membership.role) not in VENDOR_ROLES:
        raise ValidationError(_("This person is gone already."))
    if not colleagues().filter(pk=membership.pk, within_own=True).exists():
        said = _(
            "%(person)s follows engagements that you do not. Ask your contact at the client to take the place away."
        )
        raise ValidationError(said % {"person": membership.user})
    end_membership(membership=membership, by=by, now=now)

"""Which of a vendor's people may follow an engagement in the portal."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from engagements.models import Engagement
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User

PERMISSION = "engagements.follow_engagement"


@transaction.atomic
def grant_engagement(*, engagement: Engagement, person: User, by: User) -> None:
    """Open an engagement to one of its vendor's people; doing it twice changes nothing.

    Raises:
        ValidationError: when they are no living member for that vendor.
    """
    if not Membership.objects.filter(user=person, vendor_id=engagement.vendor_id, left_at=None).exists():
        raise ValidationError(_("Only people of this engagement's vendor can follow it."))
    assign_perm(PERMISSION, person, engagement)
    record("engagement.granted", by=by, subject=engagement, person=person.pk)


@transaction.atomic
def revoke_engagement(*, engagement: Engagement, person: User, by: User) -> None:
    """Close an engagement to somebody, with the next statement; doing it twice changes nothing."""
    remove_perm(PERMISSION, person, engagement)
    record("engagement.revoked", by=by, subject=engagement, person=person.pk)

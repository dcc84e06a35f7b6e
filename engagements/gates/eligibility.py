"""What the agreement allows: asked by lower rooms through slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.models import EngagementGrant

if TYPE_CHECKING:
    from foundation.outbox.models import Message


def reason_not_to_receive(message: Message) -> str | None:
    """Fills ``outbox.eligibility``: a vendor's person needs the engagement's grant at the moment of sending."""
    if message.vendor_id is None or message.engagement_id is None:
        return None
    granted = EngagementGrant.objects.filter(
        user_id=message.recipient.user_id,
        content_object_id=message.engagement_id,
        permission__codename="follow_engagement",
    )
    return None if granted.exists() else _("The recipient may no longer see this engagement.")

"""What the partner's people do about an engagement: whom of their colleagues they let in, and how an action goes on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.action_items import ActionItem
from engagements.models.engagements import Engagement
from foundation.accounts.models import Invitation
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class InvitedGrant(TenantModel):
    """An engagement that an invited colleague shall follow once they have joined: at most what the inviter follows."""

    invitation = TenantForeignKey(Invitation, models.CASCADE, related_name="+")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "invitation", "engagement"], name="engagements_invitedgrant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} -> {self.engagement_id}"


class ActionProgress(TenantModel):
    """What the partner says about an action that its person owns; with ``proposes_done`` it waits for the client."""

    action_item = TenantForeignKey(ActionItem, models.CASCADE, related_name="progress")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    text = models.CharField(_("progress"), max_length=500)
    proposes_done = models.BooleanField(_("it is done"), default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]

    def __str__(self) -> str:
        return self.text

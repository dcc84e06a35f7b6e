"""Which engagements a vendor's person may see: django-guardian's table, read by the vendor wall itself."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from engagements.models.engagements import Engagement
from foundation.accounts.tenancy.models import CurrentOrganization, TenantForeignKey, TenantManager


class GrantManager(TenantManager["EngagementGrant"], UserObjectPermissionManager):
    """guardian's verbs, inside the tenant."""


class EngagementGrant(UserObjectPermissionBase):
    """A vendor's person may follow an engagement. Revoking it takes effect with the next statement."""

    organization = models.ForeignKey(
        "accounts.Organization",
        models.PROTECT,
        related_name="+",
        db_default=CurrentOrganization(),
        db_index=False,
        editable=False,
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    content_object = TenantForeignKey(Engagement, models.CASCADE, related_name="grants")

    objects: ClassVar[GrantManager] = GrantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "permission", "content_object"], name="engagements_grant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} -> {self.content_object}"

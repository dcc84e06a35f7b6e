"""Who delivers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantModel


class VendorKind(models.TextChoices):
    """A partner, or the own team."""

    EXTERNAL = "external", _("Partner")
    INTERNAL = "internal", _("Own team")


class Vendor(TenantModel):
    """Somebody who does the work: a partner, or the organization's own team (kind ``internal``, made with it).

    Active until ``archived_at``; the ops lead archives it. There is exactly one own team. ``owner`` and ``deputy`` are
    the client's people who keep the relationship.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=VendorKind, default=VendorKind.EXTERNAL)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="vendors_vendor_name_once"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("owner")), name="vendors_vendor_deputy_is_another"
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(kind="internal"), name="vendors_vendor_one_own_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own_team(self) -> bool:
        """True for the organization's own people."""
        return self.kind == VendorKind.INTERNAL

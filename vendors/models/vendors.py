"""Who delivers, and what its own people may see of its record."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantModel


class VendorKind(models.TextChoices):
    """A partner, or the own team."""

    EXTERNAL = "external", _("Partner")
    INTERNAL = "internal", _("Own team")


class ProviderType(models.TextChoices):
    """What sort of company it is."""

    UNKNOWN = "", _("not said")
    BPO = "bpo", _("Business process provider")
    IT = "it", _("IT service provider")
    AGENCY = "agency", _("Agency")
    STAFFING = "staffing", _("Staffing")
    FREELANCER = "freelancer", _("Freelancer")
    SOFTWARE = "software", _("Software or cloud service")
    GROUP = "group", _("Company of the own group")


class Vendor(TenantModel):
    """Somebody who does the work: a partner, or the organization's own team (kind ``internal``, made with it).

    Active until ``archived_at``; the ops lead archives it. There is exactly one own team. ``owner`` and ``deputy`` are
    the client's people who keep the relationship. All of this row may be seen by the vendor's people; what they must
    not see stands in ``VendorDossier`` and the other tables of ``records``.

    ``country`` is where it is registered, ``countries`` where the work is done (ISO 3166-1).
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
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True, default="", db_default="")
    provider_type = models.CharField(
        _("type of provider"), max_length=10, choices=ProviderType, blank=True, default="", db_default=""
    )
    country = models.CharField(_("registered in"), max_length=2, blank=True, default="", db_default="")
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("works from"), blank=True, default=list, db_default=[]
    )
    services = ArrayField(
        models.CharField(max_length=80), verbose_name=_("services"), blank=True, default=list, db_default=[]
    )
    lei = models.CharField(_("LEI"), max_length=20, blank=True, default="", db_default="")
    vat_number = models.CharField(_("VAT number"), max_length=32, blank=True, default="", db_default="")
    duns = models.CharField(_("DUNS number"), max_length=9, blank=True, default="", db_default="")
    euid = models.CharField(_("EUID"), max_length=60, blank=True, default="", db_default="")
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

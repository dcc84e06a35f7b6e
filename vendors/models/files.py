"""Files of a vendor: put there by its people or by ours, and kept apart from everybody else's."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models.vendors import Vendor


class Scan(models.TextChoices):
    """What the scanner said of a file."""

    WAITING = "waiting", _("being checked")
    CLEAN = "clean", _("checked")
    REFUSED = "refused", _("refused by the scanner")
    UNSCANNED = "unscanned", _("no scanner is set up")


class VendorFile(TenantModel):
    """A file about a vendor, kept by its SHA-256; the same bytes of the same vendor are the same file.

    Each vendor has its own, so that whether a file is there already says nothing about another's. Its bytes never
    change. While ``scan`` is waiting, and when it was refused, the file is served to nobody; a task asks the scanner.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    scan = models.CharField(max_length=10, choices=Scan)
    scanned_at = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "vendor", "sha256"], name="vendors_vendorfile_once")
        ]
        indexes = [
            models.Index(fields=["organization", "id"], condition=Q(scan="waiting"), name="vendors_vendorfile_waiting")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_served(self) -> bool:
        """False while the scanner has not answered, or has refused it."""
        return self.scan in (Scan.CLEAN, Scan.UNSCANNED)

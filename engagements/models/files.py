"""Files that both sides of an engagement may open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.conversations import AboutKind, ThreadMessage
from engagements.models.engagements import Engagement
from engagements.models.parties import Side
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class ScanVerdict(models.TextChoices):
    """What the scanner said."""

    WAITING = "", _("being checked")
    CLEAN = "clean", _("clean")
    REFUSED = "refused", _("refused")


class SharedFile(TenantModel):
    """A file that one side gives the other: with a message, or as evidence on a work item. Append-only.

    It is kept apart from the workspace's own files, where the same bytes are one file: a vendor could otherwise learn
    from an upload what the client has. It is served once the scanner said ``clean``, and never before.
    """

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="shared_files")
    message = TenantForeignKey(ThreadMessage, models.PROTECT, null=True, blank=True, related_name="files")
    about_kind = models.CharField(max_length=6, choices=AboutKind, blank=True, default="")
    about_key = models.CharField(max_length=60, blank=True)
    shows = models.CharField(_("shows"), max_length=6, blank=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    side = models.CharField(max_length=6, choices=Side)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_by_name = models.CharField(max_length=254)
    added_at = models.DateTimeField()
    verdict = models.CharField(max_length=7, choices=ScanVerdict, blank=True, default="")
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="") | Q(scanned_at__isnull=False), name="engagements_sharedfile_scanned"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "id"], condition=Q(verdict=""), name="engagements_sharedfile_new"),
            models.Index(fields=["organization", "about_kind", "about_key"], name="engagements_sharedfile_about"),
        ]

    def __str__(self) -> str:
        return self.name

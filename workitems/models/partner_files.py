"""Files in which a partner brings its own items, and whether it may."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from foundation.inbox.models import ImportBatch


class PartnerSource(TenantModel):
    """An engagement whose partner brings its work items itself; the client says so, and takes it back (``closed_at``).

    Its items have a source of their own, so a partner's file never touches what came from anywhere else.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="partner_sources")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement"],
                condition=Q(closed_at__isnull=True),
                name="workitems_partnersource_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_by__isnull=False), name="workitems_partnersource_closed"
            ),
        ]

    def __str__(self) -> str:
        return source_name(self.engagement_id)


def source_name(engagement_id: int) -> str:
    """What the source of a partner's items is called: one for each engagement, and nobody else's."""
    return f"partner-{engagement_id}"


class Decision(models.TextChoices):
    """What the partner makes of the check."""

    NONE = "", _("not decided")
    IMPORT = "import", _("to be imported")
    DISCARD = "discard", _("discarded")


class PartnerFile(TenantModel):
    """A file that a partner sent, with what the check found and what became of it.

    sent -> checked (``checked_at``, counts and ``problems``) -> decided by the partner -> done (``done_at``); or done
    at once with what was ``refused``. The partner writes the file and its decision; a task does the rest with the
    system's rights and trusts nothing of ``rules`` but how columns are read.
    """

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="partner_files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    rules = models.JSONField()
    left_out = models.JSONField(default=list)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_by_name = models.CharField(max_length=254)
    sent_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    decision = models.CharField(max_length=7, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=500, blank=True)
    batch = TenantForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="workitems_partnerfile_decided",
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "id"], condition=Q(done_at__isnull=True), name="workitems_partnerfile_open"
            ),
            models.Index(fields=["organization", "engagement", "id"], name="workitems_partnerfile_of"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Whether the machine has something to do with it."""
        return self.done_at is None and (self.checked_at is None or self.decision == Decision.IMPORT)

    @property
    def can_decide(self) -> bool:
        """Whether the partner has to say what becomes of it."""
        return self.done_at is None and self.checked_at is not None and not self.decision

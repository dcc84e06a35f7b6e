"""What somebody promised to do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class ActionItem(TenantModel):
    """A corrective action: what, who, until when. Open until done or dropped; the people of the workspace move it.

    The owner is a person with a login, or a name (somebody at the vendor). ``source_kind`` and ``source_key`` say what
    it came from, so that a rerun finds it again.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="action_items")
    title = models.CharField(_("action"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    owner_name = models.CharField(_("owner's name"), max_length=120, blank=True)
    due_date = models.DateField(_("due"))
    source_kind = models.CharField(max_length=30, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    metric_id = models.BigIntegerField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closing_note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source_kind", "source_key"],
                condition=~Q(source_key=""),
                name="engagements_actionitem_source_once",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_name=""), name="engagements_actionitem_has_owner"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True),
                name="engagements_actionitem_done_or_dropped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_date"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="engagements_actionitem_open",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True while it still has to be done."""
        return self.done_at is None and self.dropped_at is None

"""A change of the plan after the start, which both sides sign."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from pilots.models.pilots import Pilot


class PilotAmendment(TenantModel):
    """A change of thresholds, triggers or the last day after the start, with the reason; nothing changes until it is
    applied.

    The client proposes and so signs it; the vendor signs in the portal or declines. For a partner without a portal
    another of the client's people records whose signature is on paper (``vendor_signed_name``). A task applies what
    both signed (``applied_at``, ``seal`` over the plan as it then is); the rows it replaces stay. ``changes`` is a list
    of what, before and after. One is open at a time.
    """

    pilot = TenantForeignKey(Pilot, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(_("why it has to change"))
    changes = models.JSONField(default=list)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    vendor_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    vendor_signed_name = models.CharField(_("signed for the vendor by"), max_length=120, blank=True)
    vendor_signed_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_note = models.CharField(_("why not"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "pilot", "number"], name="pilots_amendment_once"),
            models.UniqueConstraint(
                fields=["organization", "pilot"],
                condition=Q(applied_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="pilots_amendment_one_open",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pilots_amendment_has_reason"),
            models.CheckConstraint(
                condition=Q(vendor_signed_by__isnull=True) | ~Q(vendor_signed_by=F("proposed_by")),
                name="pilots_amendment_two_people",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, seal="")
                | (Q(applied_at__isnull=False, vendor_signed_at__isnull=False, declined_at__isnull=True) & ~Q(seal="")),
                name="pilots_amendment_applied_once_signed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "vendor_signed_at"],
                condition=Q(vendor_signed_at__isnull=False, applied_at__isnull=True),
                name="pilots_amendment_to_apply",
            )
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.pilot_id}: {self.number}"

    @property
    def is_open(self) -> bool:
        """Waits for the vendor's signature."""
        return not (self.vendor_signed_at or self.declined_at or self.withdrawn_at)

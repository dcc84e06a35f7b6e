"""What does not count, and who agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import ExclusionRule, Side
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from workitems.models.items import WorkItem


class ExclusionReason(models.TextChoices):
    """Why an item shall not count."""

    CLIENT_DELAY = "client_delay", _("Client delay")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    MAINTENANCE = "maintenance", _("Planned maintenance")
    VOLUME = "volume", _("Volume outside the forecast band")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    CLIENT_THIRD_PARTY = "client_third_party", _("Client's third party")
    CLIENT_CHANGE = "client_change", _("Change directed by the client")
    RAMP = "ramp", _("Ramp period")
    DUPLICATE = "duplicate", _("Duplicate")


class Exclusion(TenantModel):
    """An item that shall not count in the adjusted figures. Claimed by one side, decided by the other.

    The client's own claim may be decided for a partner without a portal by another of the client's people:
    ``decided_side`` is then the client's too. The portal's decisions reach the figures with the beat (``marked_at``).

    claimed -> approved | rejected. Raw figures always keep the item; only an approved exclusion changes adjusted ones.
    ``rule`` is what the agreement says about it, when it stands on a rule that both sides signed.
    """

    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="exclusions")
    reason = models.CharField(_("reason"), max_length=20, choices=ExclusionReason)
    rule = TenantForeignKey(
        ExclusionRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rule of the agreement"),
    )
    note = models.CharField(_("evidence or note"), max_length=500)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    claimed_side = models.CharField(max_length=6, choices=Side, default=Side.CLIENT, db_default=Side.CLIENT)
    approved_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision_note = models.CharField(_("note on the decision"), max_length=300, blank=True)
    decided_side = models.CharField(max_length=6, choices=Side, blank=True, default="", db_default="")
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "item"],
                condition=Q(rejected_at__isnull=True),
                name="workitems_exclusion_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("claimed_by")),
                name="workitems_exclusion_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(claimed_side="vendor", decided_side="vendor"), name="workitems_exclusion_two_sides"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, approved_at__isnull=True, rejected_at__isnull=True)
                | Q(decided_by__isnull=False, approved_at__isnull=False, rejected_at__isnull=True)
                | Q(decided_by__isnull=False, approved_at__isnull=True, rejected_at__isnull=False),
                name="workitems_exclusion_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_reason_display()}"

"""How far an engagement is, and which gates were opened against the rules."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement, Stage
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class StageMove(TenantModel):
    """An engagement went to another stage; ``overridden`` holds the keys of the checks that did not hold then.

    Going back needs a ``reason``.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="stage_moves")
    from_stage = models.CharField(max_length=14, choices=Stage)
    to_stage = models.CharField(max_length=14, choices=Stage)
    overridden = models.JSONField(default=list)
    reason = models.TextField(_("reason"), blank=True, default="", db_default="")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("organization"), F("engagement"), F("id").desc(), name="engagements_move_newest")]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.from_stage} -> {self.to_stage}"


class GateOverride(TenantModel):
    """A check that does not hold was waved through, with a reason, by somebody with the right. May be withdrawn."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="gate_overrides")
    check_key = models.CharField(max_length=60)
    reason = models.TextField(_("reason"))
    overridden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    overridden_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "check_key"],
                condition=Q(withdrawn_at__isnull=True),
                name="engagements_override_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="engagements_override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.check_key}"


class EngagementTemplate(Revised, TenantModel):
    """An agreement saved as a pattern for new ones, perhaps for one country. The starter templates are in the code.

    ``content`` is what ``engagements.templates`` writes: part -> plain values, with a ``format`` number.
    """

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    description = models.TextField(_("description"), blank=True)
    content = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name", "country"],
                condition=Q(archived_at__isnull=True),
                name="engagements_template_name_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})" if self.country else self.name

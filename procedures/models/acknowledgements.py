"""Who has read what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Participant
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from procedures.models.guides import GuideVersion


class Acknowledgement(TenantModel):
    """Somebody of an engagement has read a version and works by it. Never changed.

    By the signed-in person, of the partner in its portal, or recorded on their behalf with ``evidence`` (a mail, a
    signed page), and then marked so. ``score`` is that of the quiz in percent, when the version has one.
    """

    version = TenantForeignKey(GuideVersion, models.CASCADE, related_name="acknowledgements")
    participant = TenantForeignKey(Participant, models.PROTECT, related_name="acknowledgements")
    acknowledged_at = models.DateTimeField()
    on_behalf = models.BooleanField(default=False)
    evidence = models.TextField(_("evidence"), blank=True)
    score = models.DecimalField(_("quiz score"), max_digits=5, decimal_places=2, null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "version", "participant"], name="procedures_acknowledgement_once"
            ),
            models.CheckConstraint(
                condition=Q(on_behalf=False) | ~Q(evidence=""), name="procedures_acknowledgement_behalf_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="procedures_acknowledgement_score_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.version}"

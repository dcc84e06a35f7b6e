"""A week of a pilot, looked back at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from pilots.models.pilots import Pilot


class PilotRetrospective(Revised, TenantModel):
    """What went well and badly in a week of a pilot: written by a job from ``facts``, the words then edited by people.

    ``week_start`` is the local Monday, ``facts`` what the words were made from: figures, actions closed and carried
    forward. Once a week and pilot. Internal.
    """

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="retrospectives")
    week_start = models.DateField()
    facts = models.JSONField(default=dict)
    went_well = models.TextField(_("what went well"), blank=True)
    went_badly = models.TextField(_("what went badly"), blank=True)
    generated_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "pilot", "week_start"], name="pilots_retrospective_once")
        ]
        ordering = ["-week_start"]

    def __str__(self) -> str:
        return f"{self.pilot_id} {self.week_start}"

"""Which weeks have to be measured again."""

from __future__ import annotations

from django.db import models

from engagements.models import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class DirtyWeek(TenantModel):
    """A week of an engagement whose facts changed, marked in the transaction that changed them.

    ``week_start`` is the local Monday. Measuring the week deletes the row, if ``marked_at`` has not moved meanwhile.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    week_start = models.DateField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "week_start"], name="workitems_dirtyweek_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement} {self.week_start}"

"""When the work is open."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class BusinessCalendar(TenantModel):
    """Named opening hours, such as "Desk Berlin, 8 to 18". Its hours are versions, each from an instant on."""

    name = models.CharField(_("name"), max_length=120)
    is_default = models.BooleanField(_("default for new service levels"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="engagements_calendar_name_once"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(is_default=True),
                name="engagements_calendar_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(TenantModel):
    """A calendar's hours from ``valid_from`` (UTC) on. Never changed once it governs a clock; a new version is added.

    ``hours`` is ``OpeningHours.to_dict()``, zone included; ``hours_hash`` its stable hash. An item is governed by the
    version in force when it was opened. ``applied_at`` says when the clocks it governs were computed with it.
    """

    calendar = TenantForeignKey(BusinessCalendar, models.CASCADE, related_name="versions")
    valid_from = models.DateTimeField(_("valid from"))
    hours = models.JSONField()
    hours_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "calendar", "valid_from"], name="engagements_calendarversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar} from {self.valid_from:%Y-%m-%d}"

"""How fast work is answered and resolved, and on which hours that is counted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models.calendars import BusinessCalendar
from engagements.models.engagements import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class ClockKind(models.TextChoices):
    """What a service level times."""

    RESPONSE = "response", _("first response")
    RESOLUTION = "resolution", _("resolution")


class ReopenRule(models.TextChoices):
    """What a reopened item does to an outcome already fixed."""

    KEEP = "keep", _("the first outcome stays")
    RESUME = "resume", _("the clock goes on to the last stop")


class TargetUnit(models.TextChoices):
    """In what the time allowed is counted."""

    MINUTES = "minutes", _("minutes of open time")
    BUSINESS_DAYS = "business_days", _("business days")


class ServiceLevel(TenantModel):
    """A promise about time: first response or resolution, one of each kind per engagement."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="service_levels")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("clock"), max_length=10, choices=ClockKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "kind"], name="engagements_servicelevel_kind_once"
            ),
            models.UniqueConstraint(
                "organization", "engagement", Lower("name"), name="engagements_servicelevel_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceLevelVersion(TenantModel):
    """The terms of a service level from ``valid_from`` (UTC) on; an item is governed by the one in force when opened.

    ``calendar`` empty means around the clock (24x7). ``pass_rule`` says in words what counts as meeting it.
    ``applied_at`` says when the clocks it governs were computed with it.
    """

    service_level = TenantForeignKey(ServiceLevel, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField(_("valid from"))
    calendar = TenantForeignKey(
        BusinessCalendar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    reopen_rule = models.CharField(_("when reopened"), max_length=6, choices=ReopenRule, default=ReopenRule.KEEP)
    pass_rule = models.TextField(_("pass rule"))
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "service_level", "number"], name="engagements_levelversion_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "service_level", "valid_from"], name="engagements_levelversion_from_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_level} v{self.number}"


class ServiceLevelTarget(TenantModel):
    """The time allowed for one priority; the empty priority is the rule for every priority without its own."""

    version = TenantForeignKey(ServiceLevelVersion, models.CASCADE, related_name="targets")
    priority = models.CharField(_("priority"), max_length=60, blank=True)
    amount = models.PositiveIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=14, choices=TargetUnit, default=TargetUnit.MINUTES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "version", Lower("priority"), name="engagements_leveltarget_priority_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="engagements_leveltarget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.priority or '*'}: {self.amount} {self.get_unit_display()}"

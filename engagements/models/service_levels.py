"""How fast work is answered and resolved, and on which hours that is counted."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models.calendars import BusinessCalendar
from engagements.models.engagements import Engagement
from engagements.models.metrics import Metric
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class ClockKind(models.TextChoices):
    """What a clock times."""

    RESPONSE = "response", _("first response")
    RESOLUTION = "resolution", _("resolution")


class LevelKind(models.TextChoices):
    """What a service level promises: a time that a clock takes, or the quality that a metric counts."""

    RESPONSE = "response", _("first response")
    RESOLUTION = "resolution", _("resolution")
    QUALITY = "quality", _("quality")


class ReopenRule(models.TextChoices):
    """What a reopened item does to an outcome already fixed."""

    KEEP = "keep", _("the first outcome stays")
    RESUME = "resume", _("the clock goes on to the last stop")


class TargetUnit(models.TextChoices):
    """In what the time allowed is counted."""

    MINUTES = "minutes", _("minutes of open time")
    BUSINESS_DAYS = "business_days", _("business days")


PAUSES = [
    ("client", _("waiting for the client")),
    ("hold", _("approved hold")),
    ("client_third_party", _("waiting for the client's third party")),
]


class ServiceLevel(TenantModel):
    """A promise about time (first response, resolution: one of each per engagement) or about quality (any number).

    ``outcome`` is what it serves; a level without one is flagged as an orphan.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="service_levels")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=LevelKind)
    outcome = TenantForeignKey(
        "engagements.Outcome",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="service_levels",
        verbose_name=_("outcome it serves"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "kind"],
                condition=~Q(kind="quality"),
                name="engagements_servicelevel_kind_once",
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
    ``applied_at`` says when the clocks it governs were computed with it. ``ignored_pauses`` are reasons that do not
    stop this clock. ``expected_level`` and ``minimum_level`` are the attainment promised, in percent; ``weight`` its
    share of the amount at risk, in percent. A quality level names the ``metric`` that counts it, and has no calendar
    or targets.
    """

    service_level = TenantForeignKey(ServiceLevel, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField(_("valid from"))
    calendar = TenantForeignKey(
        BusinessCalendar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    reopen_rule = models.CharField(_("when reopened"), max_length=6, choices=ReopenRule, default=ReopenRule.KEEP)
    pass_rule = models.TextField(_("pass rule"))
    ignored_pauses = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("pauses that do not stop the clock"),
        default=list,
        db_default=[],
        blank=True,
    )
    expected_level = models.DecimalField(_("expected level"), max_digits=7, decimal_places=4, null=True, blank=True)
    minimum_level = models.DecimalField(_("minimum level"), max_digits=7, decimal_places=4, null=True, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, null=True, blank=True)
    metric = TenantForeignKey(
        Metric, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counted by")
    )
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
            models.CheckConstraint(
                condition=Q(minimum_level__isnull=True)
                | Q(minimum_level__lte=F("expected_level"), minimum_level__gte=0, expected_level__lte=100),
                name="engagements_levelversion_minimum_below_expected",
            ),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0, weight__lte=100),
                name="engagements_levelversion_weight_is_share",
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

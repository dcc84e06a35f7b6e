"""How a process is shared out between those who do it: shares, a rule to switch, and which type of work goes where.

For the client alone: the portal reads none of these tables.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Metric, Process
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Beyond(models.TextChoices):
    """On which side of the threshold a week counts."""

    BELOW = "below", _("below")
    ABOVE = "above", _("above")


class Allocation(TenantModel):
    """Who does what share of a process from ``valid_from`` on, and when to think about a switch. Never changed.

    In force on a day is the one with the latest ``valid_from`` that has begun; of two from the same day, the one that
    was agreed later. ``switch_rule`` says in words what would make us switch. ``metric``, ``beyond``, ``threshold`` and
    ``weeks`` say it so that it can be measured, on the primary's weeks: a suggestion, nothing switches by itself.
    """

    process = TenantForeignKey(Process, models.PROTECT, related_name="allocations")
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(_("why so"), max_length=300)
    switch_rule = models.TextField(_("when we would switch"), max_length=1000)
    metric = TenantForeignKey(
        Metric, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("measured by")
    )
    beyond = models.CharField(_("a week counts when it is"), max_length=5, choices=Beyond, blank=True)
    threshold = models.DecimalField(_("threshold"), max_digits=14, decimal_places=4, null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("weeks in a row"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(metric__isnull=True, beyond="", threshold__isnull=True, weeks__isnull=True)
                | (
                    Q(metric__isnull=False, threshold__isnull=False, weeks__isnull=False, weeks__gte=1, weeks__lte=26)
                    & ~Q(beyond="")
                ),
                name="sourcing_allocation_condition_is_whole",
            ),
            models.CheckConstraint(condition=~Q(switch_rule=""), name="sourcing_allocation_has_rule"),
        ]
        indexes = [
            models.Index(
                F("organization"),
                F("process"),
                F("valid_from").desc(),
                F("id").desc(),
                name="sourcing_allocation_newest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_id} from {self.valid_from}"


class Part(models.TextChoices):
    """What somebody is in a process."""

    PRIMARY = "primary", _("Primary")
    CHALLENGER = "challenger", _("Challenger")
    BACKUP = "backup", _("Backup")


class AllocationShare(TenantModel):
    """An engagement's part in an allocation: ``share`` in percent, all of an allocation come to 100 (a trigger sees to
    that). There is one primary; a backup may stand by with nothing."""

    allocation = TenantForeignKey(Allocation, models.CASCADE, related_name="shares")
    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    share = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "allocation", "engagement"], name="sourcing_allocationshare_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "allocation"],
                condition=Q(part="primary"),
                name="sourcing_allocationshare_one_primary",
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100) | Q(share=0, part="backup"),
                name="sourcing_allocationshare_is_share",
            ),
        ]
        ordering = ["-share", "pk"]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.share} %"


class WorkRoute(TenantModel):
    """A type of a process's work goes to an engagement, until it is retired. The same type may have two routes while
    both are wanted; the page says so, since then nobody knows where it goes."""

    process = TenantForeignKey(Process, models.PROTECT, related_name="work_routes")
    item_type = models.CharField(_("type of work"), max_length=120)
    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("goes to"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                "process",
                Lower("item_type"),
                "engagement",
                condition=Q(retired_at__isnull=True),
                name="sourcing_workroute_once",
                violation_error_message=_("This type goes there already."),
            ),
            models.CheckConstraint(condition=~Q(item_type=""), name="sourcing_workroute_has_type"),
        ]

    def __str__(self) -> str:
        return f"{self.item_type} to {self.engagement_id}"

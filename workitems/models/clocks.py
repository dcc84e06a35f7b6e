"""Where a service level's clock stands for an item."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import CalendarVersion, Engagement, ServiceLevelTarget, ServiceLevelVersion
from engagements.models.service_levels import ClockKind
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from workitems.models.items import WorkItem


class ClockOutcome(models.TextChoices):
    """How a clock stands."""

    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    MET = "met", _("met")
    MISSED = "missed", _("missed")
    CANCELLED = "cancelled", _("cancelled")
    NO_DATA = "no_data", _("no data")


class SlaClock(TenantModel):
    """A clock's state: a pure function of the item's events, the level's version and the calendar's version.

    Recomputed, never incremented. ``due_at`` is stored and only open deadlines are indexed, so that the sweep is a
    range scan. ``outcome_at`` (the earlier of stop and deadline passed) decides the period it counts in, once.
    ``open_seconds`` is the elapsed open time up to stop or ``computed_at``. ``is_quiet``: decided before the import
    that
    brought it, so recorded and never notified. ``warned_percent`` is the last of 50, 75, 90 that was announced.
    """

    item = TenantForeignKey(WorkItem, models.CASCADE, related_name="clocks")
    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ClockKind)
    level_version = TenantForeignKey(ServiceLevelVersion, models.PROTECT, related_name="+")
    target = TenantForeignKey(ServiceLevelTarget, models.PROTECT, related_name="+")
    calendar_version = TenantForeignKey(CalendarVersion, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=ClockOutcome)
    outcome_at = models.DateTimeField(null=True)
    open_seconds = models.PositiveBigIntegerField(default=0)
    next_warning_at = models.DateTimeField(null=True)
    warned_percent = models.PositiveSmallIntegerField(default=0)
    is_quiet = models.BooleanField(default=False)
    noticed_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "item", "kind"], name="workitems_slaclock_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["met", "missed"]) | Q(outcome_at__isnull=False),
                name="workitems_slaclock_outcome_has_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_at"], condition=Q(outcome="running"), name="workitems_slaclock_deadline"
            ),
            models.Index(
                fields=["organization", "next_warning_at"],
                condition=Q(outcome="running", next_warning_at__isnull=False),
                name="workitems_slaclock_warning",
            ),
            models.Index(fields=["organization", "engagement", "outcome_at"], name="workitems_slaclock_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.kind}: {self.outcome}"

"""What must be reached, what stops it, and how it goes so far."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Metric
from engagements.models.metrics import Direction, Unit
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from pilots.models.amendments import PilotAmendment
from pilots.models.pilots import Pilot


class Kind(models.TextChoices):
    """How a criterion is decided: as a share of items, as a percentile (a share within), or as a mean."""

    SHARE = "share", _("share of items")
    PERCENTILE = "percentile", _("percentile")
    MEAN = "mean", _("mean")


class Amended(models.Model):
    """A row that is fixed at the start. An amendment ends it and adds the next one, so that the old values stay."""

    added_by = TenantForeignKey(PilotAmendment, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = TenantForeignKey(PilotAmendment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class SuccessCriterion(Amended, TenantModel):
    """What a metric has to reach for the pilot to succeed. Decided once, at ``planned_n`` or at the pilot's end.

    ``threshold`` and ``baseline`` are in the metric's ``unit`` (shares in percent); ``name`` and ``unit`` are the
    metric's when it was written. For a percentile ``percentile`` is 50 or 90: "P90 <= T" is met exactly when at least
    90 % are within T. ``error_budget`` is the share of items (in percent) that may fail, empty for a mean.
    Baselines are internal: the portal cannot read these columns.
    """

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="criteria")
    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("process"))
    metric = TenantForeignKey(Metric, models.PROTECT, related_name="+", verbose_name=_("metric"))
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=8, choices=Unit)
    kind = models.CharField(_("decided as"), max_length=10, choices=Kind)
    percentile = models.PositiveSmallIntegerField(null=True, blank=True)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction)
    threshold = models.DecimalField(_("threshold"), max_digits=14, decimal_places=4)
    planned_n = models.PositiveIntegerField(
        _("planned n"), help_text=_("After so many items it is decided, once."), validators=[MinValueValidator(1)]
    )
    error_budget = models.DecimalField(
        _("error budget, % of items"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_source = models.CharField(_("where the baseline comes from"), max_length=160, blank=True)

    class Meta:
        verbose_name_plural = "success criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "pilot", "engagement", "metric"],
                condition=Q(ended_by__isnull=True),
                name="pilots_criterion_metric_once",
            ),
            models.CheckConstraint(condition=Q(planned_n__gte=1), name="pilots_criterion_has_n"),
            models.CheckConstraint(condition=~Q(direction=""), name="pilots_criterion_has_direction"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | ~Q(baseline=0), name="pilots_criterion_baseline_not_zero"
            ),
            models.CheckConstraint(
                condition=Q(kind="percentile", percentile__isnull=False)
                | (~Q(kind="percentile") & Q(percentile__isnull=True)),
                name="pilots_criterion_percentile",
            ),
        ]
        indexes = [models.Index(fields=["organization", "pilot", "position"], name="pilots_criterion_of_pilot")]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Event(models.TextChoices):
    """What may happen, beside a figure that goes wrong."""

    DEVIATION = "deviation", _("Data found at a place that is not approved")
    MISS = "miss", _("A service level was missed")


class RollbackTrigger(Amended, TenantModel):
    """When the pilot is to be rolled back: a metric worse than ``threshold`` over ``window_days``, or too many events.

    ``direction`` says which side is bad: "above" or "below" the threshold; events are above, more than so many. A
    figure of fewer than ``minimum_n`` says nothing. Evaluated with each new day of data; fires once: ``fired_at``, with
    the day (``fired_on``, the last of the window) and the figure of then.
    """

    class Side(models.TextChoices):
        ABOVE = "above", _("above")
        BELOW = "below", _("below")

    pilot = TenantForeignKey(Pilot, models.CASCADE, related_name="triggers")
    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("process"))
    metric = TenantForeignKey(Metric, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("metric"))
    event = models.CharField(_("event"), max_length=10, choices=Event, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=8, choices=Unit)
    direction = models.CharField(_("fires when it is"), max_length=5, choices=Side)
    threshold = models.DecimalField(_("threshold"), max_digits=14, decimal_places=4)
    window_days = models.PositiveSmallIntegerField(
        _("window in days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    minimum_n = models.PositiveIntegerField(_("at least so many items"), default=10)
    fired_at = models.DateTimeField(null=True, blank=True)
    fired_on = models.DateField(null=True, blank=True)
    fired_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    fired_numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    fired_n = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(metric__isnull=False, event="") | (Q(metric__isnull=True) & ~Q(event="")),
                name="pilots_trigger_metric_or_event",
            ),
            models.CheckConstraint(condition=~Q(direction=""), name="pilots_trigger_has_direction"),
            models.CheckConstraint(condition=Q(window_days__gte=1), name="pilots_trigger_has_window"),
            models.CheckConstraint(
                condition=Q(fired_at__isnull=True, fired_on__isnull=True)
                | Q(fired_at__isnull=False, fired_on__isnull=False, fired_value__isnull=False),
                name="pilots_trigger_fired_with_figure",
            ),
        ]
        indexes = [models.Index(fields=["organization", "pilot", "position"], name="pilots_trigger_of_pilot")]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class CriterionReading(TenantModel):
    """How a criterion stands at the end of a day, over all days since the start: "so far, no verdict".

    ``n`` items, of them ``numerator`` that count (share: as the metric says; percentile: within the threshold; empty
    for a mean). ``estimate``, ``lower`` and ``upper`` are in the metric's unit, but the bounds of a percentile are of
    the share within, in percent. ``deviation`` is a mean's standard deviation (ddof 1). ``failures`` is what the error
    budget counts. No items is no estimate. Computed anew until the pilot is over; a rerun changes nothing.
    """

    criterion = TenantForeignKey(SuccessCriterion, models.CASCADE, related_name="readings")
    day = models.DateField()
    n = models.PositiveIntegerField()
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    estimate = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    deviation = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    lower = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    failures = models.PositiveIntegerField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "criterion", "day"], name="pilots_reading_once"),
            models.CheckConstraint(
                condition=Q(n=0, estimate__isnull=True) | Q(n__gt=0), name="pilots_reading_nothing_of_nothing"
            ),
        ]
        indexes = [models.Index(F("organization"), F("criterion"), F("day").desc(), name="pilots_reading_newest")]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.day}: {self.estimate}"

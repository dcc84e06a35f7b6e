"""The figures: one row per metric, engagement, segment and period, with numerator and denominator."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Metric, MetricVersion, Segment
from engagements.models.metrics import Cadence
from engagements.models.parties import Side
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class MetricValue(TenantModel):
    """What a metric came to in one period. Computed again at will until its scorecard is issued; a rerun changes
    nothing.

    ``value`` is in the metric's unit (percent for shares), empty for no data, never zero in its place. ``numerator``
    and
    ``denominator`` are adjusted (after approved exclusions), ``raw_*`` before them; ``sample`` is n. For percentiles
    the
    numerator is empty and the denominator is n. ``version`` is the definition used, ``formula`` the code's version.
    """

    metric = TenantForeignKey(Metric, models.PROTECT, related_name="values")
    version = TenantForeignKey(MetricVersion, models.PROTECT, related_name="+")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="metric_values")
    segment = TenantForeignKey(Segment, models.CASCADE, null=True, related_name="+")
    period_kind = models.CharField(max_length=10, choices=Cadence)
    period_key = models.CharField(max_length=12)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw_numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw_denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    sample = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    detail = models.JSONField(default=dict)
    formula = models.PositiveSmallIntegerField(default=1)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "metric", "segment", "period_kind", "period_key"],
                nulls_distinct=False,
                name="scorecards_metricvalue_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "engagement", "metric", "period_start"], name="scorecards_metricvalue_trend"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.period_key}: {self.value}"


class ManualValue(TenantModel):
    """A figure that somebody entered for a period, with the evidence. A later entry replaces it; both stay in the
    audit. ``side`` says whether one of ours entered it, or the partner submitted it."""

    metric = TenantForeignKey(Metric, models.PROTECT, related_name="+")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    period_kind = models.CharField(max_length=10, choices=Cadence)
    period_key = models.CharField(max_length=12)
    period_start = models.DateTimeField()
    numerator = models.DecimalField(_("numerator"), max_digits=20, decimal_places=6)
    denominator = models.DecimalField(_("denominator"), max_digits=20, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("where it comes from"), max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    side = models.CharField(max_length=6, choices=Side, default=Side.CLIENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "metric", "period_kind", "period_key"],
                name="scorecards_manualvalue_once",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="scorecards_manualvalue_denominator_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.period_key}"

"""How performance is counted, and what was agreed about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Measure(models.TextChoices):
    """What the product can compute; ``docs/metrics.md`` defines each with a worked example."""

    THROUGHPUT = "throughput", _("Throughput")
    BACKLOG = "backlog", _("Backlog")
    BACKLOG_AGED = "backlog_aged", _("Backlog older than a limit")
    SLA_ADHERENCE = "sla_adherence", _("SLA adherence, all clocks")
    SLA_RESPONSE = "sla_response", _("SLA adherence, response")
    SLA_RESOLUTION = "sla_resolution", _("SLA adherence, resolution")
    SOURCE_MET = "source_met", _("Met according to the source")
    ERROR_RATE = "error_rate", _("Error rate")
    ACCURACY = "accuracy", _("Accuracy")
    TURNAROUND_MEAN = "turnaround_mean", _("Turnaround, mean")
    TURNAROUND_MEDIAN = "turnaround_median", _("Turnaround, median")
    TURNAROUND_P90 = "turnaround_p90", _("Turnaround, 90th percentile")
    REOPEN_RATE = "reopen_rate", _("Reopen rate")
    CSAT = "csat", _("Customer satisfaction, top two boxes")
    COST_PER_UNIT = "cost_per_unit", _("Cost per unit")
    COMPLETION = "completion", _("Completion: done on time, of those due")
    FIRST_CONTACT = "first_contact", _("First contact resolution")
    EFFICIENCY = "efficiency", _("Process efficiency: handled time of turnaround")
    EXTERNAL_RATING = "external_rating", _("External rating, such as a review site")
    MANUAL = "manual", _("Entered by hand")


class Unit(models.TextChoices):
    """In what a metric is shown."""

    PERCENT = "percent", _("%")
    COUNT = "count", _("items")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    SCORE = "score", _("points")
    MONEY = "money", _("money")


class Direction(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class Cadence(models.TextChoices):
    """How often a metric closes."""

    WEEK = "week", _("weekly")
    TWO_WEEKS = "two_weeks", _("every two weeks")
    MONTH = "month", _("monthly")
    QUARTER = "quarter", _("quarterly")


class Metric(TenantModel):
    """Something counted the same way for the whole organization. How it is counted is versioned.

    Shares are stored as numerator and denominator and shown in percent; durations in hours; money in the engagement's
    currency. ``is_internal`` keeps it off everything the vendor sees (cost per unit holds own oversight cost).
    """

    name = models.CharField(_("name"), max_length=120)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction)
    is_internal = models.BooleanField(_("internal, never shown to the vendor"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="engagements_metric_name_once")]

    def __str__(self) -> str:
        return self.name


class MetricVersion(TenantModel):
    """How a metric is counted from a day on: words, source, cadence and parameters. Old periods keep their version.

    ``parameters``: ``priorities`` (list, only those), ``older_than_hours`` (aged backlog), ``hours`` ("clock" or
    "business", turnaround), ``top_box_from`` (CSAT, default 4 of 5).
    """

    metric = TenantForeignKey(Metric, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField(_("valid from"))
    definition = models.TextField(_("how it is counted"))
    source = models.CharField(_("data source"), max_length=200)
    cadence = models.CharField(_("cadence"), max_length=10, choices=Cadence, default=Cadence.WEEK)
    parameters = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "metric", "number"], name="engagements_metricversion_once"),
            models.UniqueConstraint(
                fields=["organization", "metric", "valid_from"], name="engagements_metricversion_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} v{self.number}"


class MetricTarget(TenantModel):
    """What was agreed about a metric for one engagement, from a day on: minimum, expected, stretch and baseline.

    ``is_strict``: exactly the expected value is a miss ("error rate < 2 %"). Below ``minimum_sample`` there is no
    status, "too few to say". Ends with ``ended_on`` or with the next version.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="targets")
    metric = TenantForeignKey(Metric, models.PROTECT, related_name="targets")
    valid_from = models.DateField(_("valid from"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    outcome = TenantForeignKey(
        "engagements.Outcome",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("outcome it serves"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minimum = models.DecimalField(_("minimum"), max_digits=14, decimal_places=4)
    expected = models.DecimalField(_("expected"), max_digits=14, decimal_places=4)
    stretch = models.DecimalField(_("stretch"), max_digits=14, decimal_places=4, null=True, blank=True)
    is_strict = models.BooleanField(_("strictly better than expected"), default=False)
    minimum_sample = models.PositiveIntegerField(_("minimum sample"), default=1)
    baseline_value = models.DecimalField(_("baseline"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_period = models.CharField(_("baseline period"), max_length=60, blank=True)
    baseline_source = models.CharField(_("baseline source"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "metric", "valid_from"], name="engagements_metrictarget_once"
            ),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True) | (~Q(baseline_period="") & ~Q(baseline_source="")),
                name="engagements_metrictarget_baseline_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}: {self.expected}"

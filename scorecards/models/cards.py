"""A week's scorecard: its life, its lines, what was said about the misses, and what was sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Metric, MetricTarget, MetricVersion
from engagements.models.metrics import Cadence
from engagements.periods import Period, period_from_key
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class CardState(models.TextChoices):
    """Where a scorecard is in its week's life."""

    OPEN = "open", _("Collecting")
    BLOCKED = "blocked", _("No data")
    FROZEN = "frozen", _("To review")
    ISSUED = "issued", _("Issued")
    EXCUSED = "excused", _("Excused")
    HISTORY = "history", _("Before the schedule")


class BlockReason(models.TextChoices):
    """Why a scorecard waits at its cut-off."""

    NO_DATA = "no_data", _("No data has come")
    IMPORT = "import", _("An import is under way")


class Status(models.TextChoices):
    """How a figure stands against its target; shape, colour and word say the same."""

    ON_TARGET = "on_target", _("On target")
    AT_RISK = "at_risk", _("At risk")
    OFF_TARGET = "off_target", _("Off target")
    TOO_FEW = "too_few", _("Too few to say")
    NO_DATA = "no_data", _("No data")


class Audience(models.TextChoices):
    """For whom a snapshot was made."""

    CLIENT = "client", _("client")
    VENDOR = "vendor", _("vendor")


class Scorecard(TenantModel):
    """One engagement's week. One row per (engagement, period, revision).

    open (figures move) -> frozen at the cut-off (figures fixed, notes and actions open) -> issued by a person or by
    the schedule, and sealed: never changed again; a correction is the next revision. ``blocked`` when there was no
    data, until data comes or a person excuses the week with a reason. ``history``: weeks before the first schedule;
    computed, not issued, not mailed.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="scorecards")
    period_kind = models.CharField(max_length=10, choices=Cadence, default=Cadence.WEEK)
    period_key = models.CharField(max_length=12)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=CardState, default=CardState.OPEN)
    status = models.CharField(max_length=10, choices=Status, default=Status.NO_DATA)
    headline = models.CharField(max_length=300, blank=True)
    worst_metric = TenantForeignKey(Metric, models.SET_NULL, null=True, related_name="+")
    # What the figures were taken from (items, their hash, the files and exclusions); empty until frozen.
    item_count = models.PositiveIntegerField(default=0)
    input_hash = models.CharField(max_length=64, blank=True)
    inputs = models.JSONField(default=dict)
    computed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seal = models.CharField(max_length=64, blank=True)
    blocked_by = models.CharField(max_length=10, choices=BlockReason, blank=True)
    excused_reason = models.CharField(_("reason"), max_length=300, blank=True)
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    excused_at = models.DateTimeField(null=True)
    revision_reason = models.CharField(_("why a correction"), max_length=300, blank=True)
    revision_difference = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "period_kind", "period_key", "revision"],
                name="scorecards_scorecard_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(issued_at__isnull=False) & ~Q(seal="")),
                name="scorecards_scorecard_issued_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(state="blocked") ^ Q(blocked_by=""), name="scorecards_scorecard_blocked_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") | (~Q(excused_reason="") & Q(excused_by__isnull=False)),
                name="scorecards_scorecard_excuse_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(revision_reason=""), name="scorecards_scorecard_revision_has_reason"
            ),
        ]
        indexes = [
            models.Index(F("organization"), F("period_start").desc(), name="scorecards_scorecard_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.engagement} {self.period_key}"

    @property
    def period(self) -> Period:
        """Its period, in the organization's zone."""
        return period_from_key(self.period_key, self.organization.time_zone)

    @property
    def is_sealed(self) -> bool:
        """True once issued: it never changes again."""
        return self.state == CardState.ISSUED


class ScorecardLine(TenantModel):
    """One metric on a scorecard, with everything needed to show it: figures, target, change, trend and signal.

    ``series`` is the last 26 periods, oldest first: [{"key": "2026-W47", "value": "94.1" or null, "n": 120}, ...].
    ``limits`` is {"center", "lower", "upper", "sigma", "baseline": n, "run": n} or empty while it is a run chart.
    ``signal`` is a ``control_chart.Finding``; ``detail`` and ``formula`` are the metric value's.
    """

    scorecard = TenantForeignKey(Scorecard, models.CASCADE, related_name="lines")
    metric = TenantForeignKey(Metric, models.PROTECT, related_name="+")
    version = TenantForeignKey(MetricVersion, models.PROTECT, related_name="+")
    target = TenantForeignKey(MetricTarget, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    is_internal = models.BooleanField(default=False)
    period_kind = models.CharField(max_length=10, choices=Cadence)
    period_key = models.CharField(max_length=12)
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw_numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw_denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    sample = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    previous_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    status = models.CharField(max_length=10, choices=Status)
    gap = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    signal = models.CharField(max_length=30, blank=True)
    series = models.JSONField(default=list)
    limits = models.JSONField(default=dict)
    detail = models.JSONField(default=dict)
    formula = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "scorecard", "metric"], name="scorecards_scorecardline_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric}: {self.value}"


class ScorecardSnapshot(TenantModel):
    """What was sealed, for one audience: PDF, mail and portal read only this. Never changes.

    The vendor's snapshot leaves out internal metrics. ``sha256`` is over the canonical JSON of ``data``.
    """

    scorecard = TenantForeignKey(Scorecard, models.CASCADE, related_name="snapshots")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    audience = models.CharField(max_length=6, choices=Audience)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "scorecard", "audience"], name="scorecards_scorecardsnapshot_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} for {self.audience}"


class RootCause(TenantModel):
    """Why a metric missed, in a sentence. Written while the scorecard is frozen, sealed with it."""

    scorecard = TenantForeignKey(Scorecard, models.CASCADE, related_name="root_causes")
    metric = TenantForeignKey(Metric, models.PROTECT, related_name="+", verbose_name=_("metric"))
    text = models.CharField(_("root cause"), max_length=300)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

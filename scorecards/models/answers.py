"""What stands beside a sealed scorecard: the items behind it, and what the partner says to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Metric
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from scorecards.models.cards import Scorecard


class SealedItems(TenantModel):
    """The very items behind a line of the vendor's snapshot, as they stood when it was issued. Never changes.

    ``parts`` is [{"part": "numerator", "code": "response_met", "count": 14, "items": [[id, external id, title, opened,
    completed, state, exclusion], ...]}, ...], at most ``MOST`` items a part. Never made for an internal metric.
    """

    MOST = 500

    scorecard = TenantForeignKey(Scorecard, models.CASCADE, related_name="sealed_items")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    metric = TenantForeignKey(Metric, models.PROTECT, related_name="+")
    parts = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "scorecard", "metric"], name="scorecards_sealeditems_once")
        ]

    def __str__(self) -> str:
        return f"items of {self.scorecard_id}/{self.metric_id}"


class Acknowledgement(TenantModel):
    """The partner has read an issued scorecard and takes its figures as they are, but for the lines it disputes."""

    scorecard = TenantForeignKey(Scorecard, models.CASCADE, related_name="acknowledgements")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "scorecard"], name="scorecards_acknowledgement_once")
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id} acknowledged"


class Verdict(models.TextChoices):
    """What the client said to a dispute."""

    OPEN = "", _("waiting for an answer")
    UPHELD = "upheld", _("upheld")
    REJECTED = "rejected", _("rejected")


class Dispute(TenantModel):
    """The partner says that a line of an issued scorecard is wrong, and what shows it.

    Waiting -> upheld (a ``revision`` corrects the figures) | rejected with a reason. The partner's manager raises it,
    the client's people decide. The sealed scorecard never changes.
    """

    scorecard = TenantForeignKey(Scorecard, models.CASCADE, related_name="disputes")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    metric = TenantForeignKey(Metric, models.PROTECT, related_name="+")
    text = models.TextField(_("what is wrong"), max_length=2000)
    evidence = models.CharField(_("what shows it"), max_length=500)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Verdict, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("answer"), max_length=500, blank=True)
    revision = TenantForeignKey(Scorecard, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "scorecard", "metric"],
                condition=Q(decision=""),
                name="scorecards_dispute_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="scorecards_dispute_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(decision="upheld") ^ Q(revision__isnull=True),
                name="scorecards_dispute_upheld_has_revision",
            ),
            models.CheckConstraint(
                condition=~Q(decision="rejected") | ~Q(decision_note=""), name="scorecards_dispute_rejection_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "raised_at"], condition=Q(decision=""), name="scorecards_dispute_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id}/{self.metric_id}: {self.text[:40]}"

    @property
    def is_open(self) -> bool:
        """True until somebody decides."""
        return self.decision == Verdict.OPEN

"""What the partner is asked for each week, and what it sends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class WeekReturn(TenantModel):
    """A week's form for the partner: the figures that are entered by hand. Made by the beat when the week begins.

    ``asks`` is a list of ``return_answers.Ask``: never an internal metric, and none that the work items tell. Once the
    week is over (``filled_at``) ``facts`` says what the work items told: {"opened": 12, "completed": 10}. Open until
    ``due_at``, the workspace's cut-off.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="week_returns")
    period_key = models.CharField(max_length=12)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    due_at = models.DateTimeField()
    asks = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    filled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "period_key"], name="scorecards_weekreturn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.period_key}"


class Submission(TenantModel):
    """What the partner sent for a week: a later one replaces an earlier one, and both are kept.

    The beat takes the newest once the week is over (``taken_at``) and enters its figures; ``problems`` says which it
    could not. ``answers`` is [{"metric_id", "numerator", "denominator", "note"}, ...].
    """

    week_return = TenantForeignKey(WeekReturn, models.CASCADE, related_name="submissions")
    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="+")
    answers = models.JSONField(default=list)
    note = models.TextField(_("notes on the week"), max_length=2000, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(F("organization"), F("week_return"), F("sent_at").desc(), name="scorecards_submission_new"),
            models.Index(fields=["organization"], condition=Q(taken_at=None), name="scorecards_submission_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.week_return_id} at {self.sent_at:%Y-%m-%d %H:%M}"

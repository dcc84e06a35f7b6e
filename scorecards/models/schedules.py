"""When scorecards are due, for whom, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.models.metrics import Cadence
from foundation.accounts.models import Membership
from foundation.accounts.models.organizations import Weekday
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from scorecards.models.cards import Scorecard


class ReportSchedule(TenantModel):
    """A scorecard every week: frozen at the workspace's cut-off, issued by a person or by itself, then mailed.

    ``issues_itself`` at ``issue_time`` on ``issue_weekday`` after the week; otherwise that instant is the deadline
    after
    which it stands under "needs you". Starts with the week that holds ``created_at``; ends with ``ended_at``.
    ``done_until`` is the end of the last period worked out, so that missed ones are caught up in order.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="schedules")
    period_kind = models.CharField(max_length=10, choices=Cadence, default=Cadence.WEEK)
    issues_itself = models.BooleanField(_("issues itself"), default=False)
    issue_weekday = models.PositiveSmallIntegerField(
        _("issue day"), choices=Weekday, default=Weekday.MONDAY, validators=[MaxValueValidator(6)]
    )
    issue_time = models.TimeField(_("issue time"), default="12:00")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    done_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "period_kind"],
                condition=Q(ended_at__isnull=True),
                name="scorecards_reportschedule_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.get_period_kind_display()}"


class ScheduleRecipient(TenantModel):
    """Somebody who gets a schedule's scorecards by mail. Membership and grant are checked again when a mail leaves."""

    schedule = TenantForeignKey(ReportSchedule, models.CASCADE, related_name="recipients")
    membership = TenantForeignKey(Membership, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "schedule", "membership"], name="scorecards_schedulerecipient_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.membership)


class RunState(models.TextChoices):
    """What became of one period of a schedule."""

    DUE = "due", _("Due")
    BLOCKED = "blocked", _("Waiting for data")
    FROZEN = "frozen", _("To review")
    ISSUED = "issued", _("Issued")
    RENDERED = "rendered", _("Rendered")
    QUEUED = "queued", _("Handed to the outbox")
    EXCUSED = "excused", _("Excused")


class ReportRun(TenantModel):
    """One period of one schedule, in exactly one visible state; made once, however many beats tick.

    due (cut-off passed) -> blocked | frozen -> issued -> rendered -> queued, or excused. A task claims it for a lease.
    """

    schedule = TenantForeignKey(ReportSchedule, models.CASCADE, related_name="runs")
    scorecard = TenantForeignKey(Scorecard, models.SET_NULL, null=True, related_name="runs")
    period_key = models.CharField(max_length=12)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    cutoff_at = models.DateTimeField()
    issue_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=RunState, default=RunState.DUE)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "schedule", "period_key"], name="scorecards_reportrun_once")
        ]
        indexes = [
            models.Index(
                fields=["organization", "cutoff_at"],
                condition=~Q(state__in=["queued", "excused"]),
                name="scorecards_reportrun_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.period_key}"

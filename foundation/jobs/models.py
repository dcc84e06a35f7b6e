"""Work that takes longer than a page: what runs, how far it is, what came of it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantModel

LONG = timedelta(seconds=20)


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(TenantModel):
    """One long piece of work that can be run again without harm.

    queued -> running (claimed by a worker, renewed by ``heartbeat_at``) -> done | failed. A sweeper puts a job whose
    worker died back to queued. ``kind`` names the handler, ``arguments`` are ids, ``result`` is small and readable.
    """

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    link = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "created_at"],
                condition=Q(state__in=["queued", "running"]),
                name="jobs_job_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"]) ^ Q(finished_at__isnull=True),
                name="jobs_job_finished_when_over",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen to this job."""
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def is_long(self) -> bool:
        """True when it has taken so long that whoever started it is told by mail when it is over."""
        last = self.finished_at or self.heartbeat_at
        return bool(self.started_at and last and last - self.started_at >= LONG)

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100, or None while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None

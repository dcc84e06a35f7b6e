"""What pages and the sweeper ask about jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.jobs.models import Job, JobState

if TYPE_CHECKING:
    from datetime import datetime

_CARD_STATES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
}


def queued(*, before: datetime) -> list[tuple[int, int]]:
    """(organization id, job id) of the jobs that have waited since before an instant, oldest first."""
    rows = Job.objects.filter(state=JobState.QUEUED, created_at__lte=before).order_by("created_at", "id")
    return list(rows.values_list("organization_id", "pk"))


@transaction.atomic
def exists(job_id: int) -> bool:
    """Whether the scope in force sees this job, committed."""
    return Job.objects.filter(pk=job_id).exists()


def job_card(job: Job, *, org: str, unit: str = "", done_label: str = "") -> dict[str, Any]:
    """The context of ``components/job_card.html`` for one job; ``org`` is the workspace's short name."""
    return {
        "job": {
            "id": job.pk,
            "title": job.title,
            "state": _CARD_STATES[JobState(job.state)],
            "done": job.done,
            "total": job.total,
            "percent": 100 if job.state == JobState.DONE and job.total else job.percent,
            "message": job.error or job.result.get("message", ""),
        },
        "poll_url": reverse("jobs:job-card", kwargs={"org": org, "pk": job.pk}),
        "unit": unit,
        "done_url": job.link,
        "mails": job.is_long,
        "done_label": done_label or _("Open the result"),
    }

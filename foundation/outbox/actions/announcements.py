"""Mails about the machine's own work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership
from foundation.jobs.models import JobState
from foundation.outbox.actions.messages import queue_message

if TYPE_CHECKING:
    from foundation.jobs.models import Job


def announce_job(job: Job) -> None:
    """Fills ``jobs.over``: whoever started a job that took long is told that it is over."""
    if not job.is_long or job.finished_at is None or job.created_by_id is None:
        return
    starter = Membership.objects.select_related("user", "organization").filter(
        organization_id=job.organization_id, user_id=job.created_by_id, vendor_id__isnull=True, left_at__isnull=True
    )
    if (member := starter.first()) is None:
        return
    page = job.link or reverse("jobs:job-detail", kwargs={"org": member.organization.slug, "pk": job.pk})
    with translation.override(member.user.language):
        done = job.state == JobState.DONE
        outcome = job.result.get("message", "") if done else job.error
        subject = _("Done: %(title)s") if done else _("Failed: %(title)s")
        queue_message(
            subject_key=f"job/{job.pk}",
            recipient=member,
            subject=subject % {"title": job.title},
            text="\n\n".join(filter(None, [outcome, f"{settings.SITE_URL}{page}"])) + "\n",
            now=job.finished_at,
            wait=timedelta(0),
        )

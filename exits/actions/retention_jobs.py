"""The jobs that delete: one at a time for a class, started on its day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from exits.data_classes import CLASSES
from exits.models import Erasure, Exit
from foundation.accounts.models import Organization
from foundation.accounts.tenancy import context
from foundation.jobs.actions import start
from foundation.jobs.models import Job, JobState


@transaction.atomic
def start_due_erasures(*, now: datetime, today: date) -> list[Job]:
    """Queue a job for each approved class whose day has come and that no job works on; the caller sends them."""
    due = Erasure.objects.select_for_update(of=("self",)).filter(
        approved_at__isnull=False, finished_at=None, due_date__lte=today, exit__ends_on__lt=today
    )
    rows = list(
        due.exclude(exit__in=Exit.objects.filter(called_off_at__isnull=False)).select_related(
            "exit__engagement", "approved_by"
        )
    )
    if not rows:
        return []
    alive = Job.objects.filter(kind="exits.erase", state__in=[JobState.QUEUED, JobState.RUNNING])
    busy = {arguments["erasure"] for arguments in alive.values_list("arguments", flat=True)}
    slug = Organization.objects.values_list("slug", flat=True).get(pk=context.organization_id())
    return [
        start(
            kind="exits.erase",
            title=_("Delete: %(data)s, %(engagement)s")
            % {"data": CLASSES[row.data].label, "engagement": row.exit.engagement},
            by=row.approved_by,
            now=now,
            arguments={"erasure": row.pk},
            link=reverse("exits:exit-detail", kwargs={"org": slug, "pk": row.exit_id}),
            total=row.counted or 0,
        )
        for row in rows
        if row.pk not in busy
    ]

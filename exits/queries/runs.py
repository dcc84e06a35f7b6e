"""Reads about exits under way."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from exits.data_classes import CLASSES
from exits.models import AccessProof, Erasure, Exit, ExitTask, Settlement, TaskReport
from exits.scheduling import waits_for
from vendors.models import AccessGrant, Vendor

RUNNING = Q(closed_at__isnull=True, called_off_at__isnull=True)
OPEN = Q(done_at__isnull=True, dropped_at__isnull=True)


class TaskLine(NamedTuple):
    """A task, the titles of what must be done before it, and whether its day is over."""

    task: ExitTask
    waits_for: list[str]
    is_late: bool


def running_of(engagement_id: int) -> Exit | None:
    """The exit of an engagement that is under way."""
    found: Exit | None = Exit.objects.filter(RUNNING, engagement=engagement_id).first()
    return found


def exits_of(engagement_id: int) -> list[Exit]:
    """Every exit of an engagement, the newest first."""
    return list(Exit.objects.filter(engagement=engagement_id).select_related("started_by").order_by("-pk"))


def tasks_with_reports(run: Exit) -> list[ExitTask]:
    """The tasks of an exit by day, each with what the partner said."""
    reports = Prefetch("reports", TaskReport.objects.select_related("file").defer("file__content").order_by("-pk"))
    rows = ExitTask.objects.filter(exit=run).select_related("owner", "file", "closed_by").defer("file__content")
    return list(rows.prefetch_related(reports).order_by("due_date", "position", "pk"))


def lines_of(tasks: list[ExitTask], *, today: date) -> list[TaskLine]:
    """The tasks with what they wait for."""
    titles = {task.key: task.title for task in tasks}
    still_open = [task.key for task in tasks if task.is_open]
    return [
        TaskLine(
            task,
            [titles[key] for key in waits_for(task.key, task.after, still_open)] if task.is_open else [],
            task.is_open and task.due_date < today,
        )
        for task in tasks
    ]


def open_tasks(run: Exit) -> list[ExitTask]:
    """What is still to be done, the soonest first."""
    return list(ExitTask.objects.filter(OPEN, exit=run).order_by("due_date", "position", "pk"))


def open_grants(vendor: Vendor) -> QuerySet[AccessGrant]:
    """The grants of the register that nobody took back."""
    return AccessGrant.objects.filter(vendor=vendor, revoked_on=None).order_by("system", "person_name", "pk")


def unproved(run: Exit) -> list[AccessGrant]:
    """Grants that are open and that nobody said to be needed elsewhere."""
    kept = AccessProof.objects.filter(exit=run, kept_for__isnull=False).values("grant_id")
    return list(open_grants(run.engagement.vendor).exclude(pk__in=kept))


def proofs_of(run: Exit) -> list[AccessProof]:
    """What was taken back, or kept for another engagement, the newest first."""
    rows = AccessProof.objects.filter(exit=run).select_related("grant", "kept_for", "proved_by")
    return list(rows.order_by("-pk"))


def erasures_of(run: Exit) -> list[Erasure]:
    """The retention schedule of an exit, the soonest first."""
    place = {key: number for number, key in enumerate(CLASSES)}
    rows = Erasure.objects.filter(exit=run).select_related("approved_by").order_by("data")
    return sorted(rows, key=lambda row: (row.due_date, place.get(row.data, len(place))))


def settlement_of(run: Exit) -> Settlement | None:
    """What both sides agreed to be owed."""
    found: Settlement | None = Settlement.objects.filter(exit=run).select_related("recorded_by").first()
    return found

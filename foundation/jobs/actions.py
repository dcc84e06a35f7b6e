"""What moves a job on. A job is claimed by a conditional UPDATE; every later write is fenced by the attempt number."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.slots import Slot
from foundation.jobs.models import Job, JobState
from foundation.jobs.registry import handler_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from foundation.accounts.models import User

# What a higher room does once a job is over, in its transaction: for instance, tell who started it.
job_over: Slot[Callable[[Job], None]] = Slot("jobs.over")
# A worker renews its claim every few seconds; silent for this long, it is taken for dead.
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5


@transaction.atomic
def start(
    *,
    kind: str,
    title: str,
    by: User | None,
    now: datetime,
    arguments: Mapping[str, Any] | None = None,
    link: str = "",
    total: int = 0,
) -> Job:
    """Queue a job. The caller (a view or a task) rings the bell with ``jobs.tasks.send(job)``.

    ``arguments`` are ids (JSON), ``link`` is where the result will be, ``total`` the rows expected, 0 for unknown.

    Raises:
        UnknownKindError: when nothing handles the kind.
    """
    handler_of(kind)
    job: Job = Job.objects.create(
        kind=kind,
        title=title[:200],
        arguments=dict(arguments or {}),
        link=link,
        total=total,
        created_by=by,
        created_at=now,
    )
    record("job.queued", by=by, subject=job, kind=kind)
    return job


@transaction.atomic
def claim(*, job_id: int, now: datetime) -> Job | None:
    """Take a queued job for this worker; None when somebody else has it or it is over."""
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, started_at=now, heartbeat_at=now, error="", done=0
    )
    return Job.objects.get(pk=job_id) if claimed == 1 else None


@transaction.atomic
def progress(*, job_id: int, attempt: int, done: int, total: int | None, now: datetime) -> bool:
    """Write how far a job is and renew its claim; False when the claim went to another worker."""
    mine = Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempt=attempt)
    changes: dict[str, Any] = {"done": done, "heartbeat_at": Greatest(F("heartbeat_at"), Value(now))}
    if total is not None:
        changes["total"] = total
    return mine.update(**changes) == 1


@transaction.atomic
def finish(
    *,
    job: Job,
    now: datetime,
    result: Mapping[str, Any] | None = None,
    done: int | None = None,
    total: int | None = None,
) -> bool:
    """The work is done; False when the claim went to another worker."""
    changes: dict[str, Any] = {"result": dict(result or {})}
    if done is not None:
        changes["done"] = done
    if total is not None:
        changes["total"] = total
    return _end(job, JobState.DONE, now=now, **changes)


@transaction.atomic
def fail(*, job: Job, error: str, now: datetime) -> bool:
    """The work cannot be done; ``error`` is a sentence for people. False when the claim went to another worker."""
    return _end(job, JobState.FAILED, now=now, error=error)


@transaction.atomic
def requeue_stale(*, now: datetime) -> list[int]:
    """Put jobs whose worker died back to the queue, and give up those that died too often. Returns the requeued ids."""
    dead = Job.objects.select_for_update(skip_locked=True).filter(state=JobState.RUNNING, heartbeat_at__lt=now - LEASE)
    back = []
    for job in dead:
        if job.attempt < MOST_ATTEMPTS:
            job.state = JobState.QUEUED
            job.save(update_fields=["state"])
            back.append(job.pk)
        else:
            job.state, job.finished_at = JobState.FAILED, now
            job.error = _("The work was stopped %(count)d times and has been given up.") % {"count": job.attempt}
            job.save(update_fields=["state", "finished_at", "error"])
            job_over()(job)
    return back


def _end(job: Job, state: JobState, *, now: datetime, **changes: Any) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if mine.update(state=state, finished_at=now, heartbeat_at=now, **changes) != 1:
        return False
    job.refresh_from_db()
    record(f"job.{state}", by=None, subject=job, kind=job.kind)
    job_over()(job)
    return True

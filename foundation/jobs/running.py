"""Doing a job: claim it, keep its claim alive from a thread, call its handler, write down what came of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

import structlog
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from foundation.accounts.tenancy import context
from foundation.jobs import actions, queries
from foundation.jobs.clock import database_now
from foundation.jobs.registry import JobLostError, JobRefusedError, handler_of

if TYPE_CHECKING:
    from foundation.jobs.models import Job

log = structlog.get_logger(__name__)
SECONDS_BETWEEN_WRITES = 0.5
SECONDS_BETWEEN_BEATS = 10.0


class Pulse:
    """Carries a job's progress to the database from a thread with a connection of its own.

    So progress shows while the handler is inside a transaction, costs the handler nothing, and a long statement does
    not look like a dead worker.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done = job.done
        self.total: int | None = None
        self._lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job-{job.pk}", daemon=True)

    def __call__(self, done: int, total: int | None = None) -> None:
        """The handler's ``progress``."""
        if self._lost:
            raise JobLostError(f"job {self.job.pk} went to another worker")
        self.done = done
        self.total = self.total if total is None else total

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        written, waited = (self.done, self.total), 0.0
        try:
            while not self._over.wait(SECONDS_BETWEEN_WRITES):
                waited += SECONDS_BETWEEN_WRITES
                known = (self.done, self.total)
                if known != written or waited >= SECONDS_BETWEEN_BEATS:
                    self._write(*known)
                    written, waited = known, 0.0
        finally:
            connection.close()

    def _write(self, done: int, total: int | None) -> None:
        job = self.job
        try:
            with context.system([job.organization_id]):
                kept = actions.progress(job_id=job.pk, attempt=job.attempt, done=done, total=total, now=database_now())
                # a job that nobody else can see yet cannot have gone to another worker
                self._lost = not kept and queries.exists(job.pk)
        except DatabaseError as error:
            log.warning("job_progress_not_written", job_id=job.pk, reason=str(error))
            connection.close()


def run(*, job_id: int) -> bool:
    """Do a queued job inside the scope in force; False when there was nothing to do or the claim was lost.

    Raises:
        OperationalError: when the database went away; the sweeper puts the job back to the queue.
    """
    job = actions.claim(job_id=job_id, now=database_now())
    if job is None:
        return False
    structlog.contextvars.bind_contextvars(job_id=job.pk, job_kind=job.kind)
    pulse = Pulse(job)
    try:
        with pulse:
            result = handler_of(job.kind)(job.pk, job.arguments, pulse)
    except JobLostError:
        log.warning("job_lost", job_id=job.pk)
        return False
    except (OperationalError, InterfaceError):
        raise
    except JobRefusedError as refusal:
        return actions.fail(job=job, error=str(refusal), now=database_now())
    except SoftTimeLimitExceeded:
        return actions.fail(job=job, error=_("The work took too long and was stopped."), now=database_now())
    except Exception:
        log.exception("job_failed", job_id=job.pk)
        return actions.fail(job=job, error=_("Something went wrong on our side; it is in the log."), now=database_now())
    return actions.finish(job=job, now=database_now(), result=result, done=pulse.done, total=pulse.total)

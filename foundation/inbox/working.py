"""Work on an import batch as a job: begun once, claimed by its state, and what is written when it fails."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from django.db import transaction

from foundation.accounts.models import User
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.queries import same_import
from foundation.jobs import actions as jobs
from foundation.jobs.models import Job


class Reporting(Protocol):
    """Is told how many rows of how many are done."""

    def __call__(self, done: int, total: int | None = None) -> None: ...


def nothing_to_tell(done: int, total: int | None = None) -> None:
    """Progress that nobody follows."""


class BusyError(Exception):
    """Something else is being done, or was done, with this import."""


class SameImportError(Exception):
    """The same file is in already, by the same rules: ``twin``."""

    def __init__(self, twin: ImportBatch) -> None:
        super().__init__(f"the same import is no. {twin.pk}")
        self.twin = twin


@transaction.atomic
def begin_work(
    *,
    batch: ImportBatch,
    kind: str,
    states: Collection[str],
    rules_hash: Callable[[ImportBatch], str],
    commits: bool,
    title: str,
    by: User | None,
    now: datetime,
    link: str = "",
) -> Job:
    """Queue a kind of work on a batch that is in one of ``states``; the caller rings the bell.

    Raises:
        SameImportError: when it ``commits``, and the same file is in already by the same rules.
        BusyError: when the batch is in no state for it, or at work.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
    running = batch.job is not None and not batch.job.is_over
    if batch.state not in states or running:
        raise BusyError(f"an import that is {batch.state} cannot be given to {kind}")
    batch.rules_hash = rules_hash(batch)
    if commits:
        if (twin := same_import(batch)) is not None:
            raise SameImportError(twin)
        batch.state = BatchState.COMMITTING
    batch.error = ""
    arguments = {"batch": batch.pk, "by": by.pk if by else None}
    job = jobs.start(kind=kind, title=title, arguments=arguments, by=by, now=now, link=link, total=batch.rows_read)
    batch.job = job
    batch.save(update_fields=["rules_hash", "state", "error", "job"])
    return job


@transaction.atomic
def fail_batch(*, batch_id: int, error: str) -> None:
    """Write down why a batch could not be checked or committed; it may be tried again."""
    batches = ImportBatch.objects.filter(
        pk=batch_id, state__in=[BatchState.UPLOADED, BatchState.CHECKED, BatchState.COMMITTING]
    )
    batches.update(state=BatchState.FAILED, error=error)


@transaction.atomic
def person_of(arguments: dict[str, int | None]) -> User | None:
    """Who began the work of a job."""
    return User.objects.filter(pk=arguments["by"]).first() if arguments["by"] else None

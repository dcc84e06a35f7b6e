"""Checking, committing and undoing imports as jobs; each may run again after a crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.utils import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.inbox.explaining import sentences
from foundation.inbox.models import ImportBatch
from foundation.inbox.working import fail_batch, person_of
from foundation.jobs.clock import database_now
from foundation.jobs.registry import JobLostError, JobRefusedError, Progress, handles
from workitems.actions import imports, undoing
from workitems.ingest.reading import FileRefused


@handles(imports.CHECK)
def check_import(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Say what importing a file would do."""
    batch = _or_fail(arguments["batch"], lambda: imports.check_batch(batch_id=arguments["batch"], progress=progress))
    return imports.accounting_of(batch)


@handles(imports.COMMIT)
def commit_import(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write a file's items."""

    def commit() -> ImportBatch:
        return imports.commit_batch(
            batch_id=arguments["batch"], by=person_of(arguments), now=database_now(), progress=progress
        )

    batch = _or_fail(arguments["batch"], commit)
    changed = batch.items_created + batch.items_updated
    message = ngettext("%(count)d item new or changed.", "%(count)d items new or changed.", changed)
    return {**imports.accounting_of(batch), "message": message % {"count": changed}}


@handles(imports.UNDO)
def undo_import(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Take a whole import back."""
    try:
        undone = undoing.undo_batch(
            batch_id=arguments["batch"], by=person_of(arguments), now=database_now(), progress=progress
        )
    except undoing.UndoRefused as refusal:
        raise JobRefusedError(str(refusal)) from refusal
    return undone._asdict()


def _or_fail(batch_id: int, act: Callable[[], ImportBatch]) -> ImportBatch:
    """What ``act`` gives; when it fails, the batch says why, unless the work comes again."""
    try:
        return act()
    except FileRefused as refusal:
        fail_batch(batch_id=batch_id, error=sentences(refusal.problems))
        raise JobRefusedError(sentences(refusal.problems)) from refusal
    except (JobLostError, OperationalError, InterfaceError):
        raise
    except Exception:
        fail_batch(batch_id=batch_id, error=_("Something went wrong on our side; it is in the log."))
        raise

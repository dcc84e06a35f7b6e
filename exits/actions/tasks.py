"""The tasks of an exit: done, dropped, blocked, opened again; and what the partner says of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exits.gates.task_done import reason_not_done
from exits.models import Exit, ExitTask, TaskReport
from exits.queries.runs import OPEN, RUNNING
from exits.scheduling import waits_for
from foundation.accounts.audit import record
from foundation.accounts.models import User
from vendors.actions.files import keep_file

Upload = Any  # an uploaded file, or None


@transaction.atomic
def complete_task(*, task: ExitTask, proof: str, upload: Upload = None, by: User, now: datetime) -> ExitTask:
    """It is done; ``proof`` says what shows it, ``upload`` is a file that does.

    Raises:
        ValidationError: when it was closed meanwhile, something before it is open, or what its kind asks is missing.
    """
    task = _open(task)
    _refuse_before_others(task)
    if upload is not None:
        task.file = keep_file(
            vendor_id=task.exit.engagement.vendor_id, name=upload.name, content=upload.read(), by=by, now=now
        )
    elif task.file_id is None and (sent := task.reports.exclude(file=None).order_by("-pk").first()):
        task.file = sent.file
    if reason := reason_not_done(task):
        raise ValidationError(reason)
    if not proof.strip() and task.file_id is None:
        raise ValidationError({"proof": _("Say what shows that it is done, or put a file there.")})
    _finish(task, "done_at", proof=proof, by=by, now=now)
    record("exittask.done", by=by, subject=task, exit=task.exit_id, key=task.key, proof=task.proof)
    return task


@transaction.atomic
def drop_task(*, task: ExitTask, reason: str, by: User, now: datetime) -> ExitTask:
    """It is not needed here.

    Raises:
        ValidationError: when it was closed meanwhile, or nobody says why.
    """
    task = _open(task)
    if not reason.strip():
        raise ValidationError({"proof": _("Say why it is not needed.")})
    _finish(task, "dropped_at", proof=reason, by=by, now=now)
    record("exittask.dropped", by=by, subject=task, exit=task.exit_id, key=task.key, reason=task.proof)
    return task


@transaction.atomic
def reopen_task(*, task: ExitTask, by: User) -> None:
    """It was closed by mistake.

    Raises:
        ValidationError: when it is open, its exit is over, or a task that came after it is closed.
    """
    run = _running(task)
    if ExitTask.objects.filter(exit=run, after__contains=[task.key]).exclude(OPEN).exists():
        raise ValidationError(_("A task that came after this one is closed. Open that one first."))
    closed = ExitTask.objects.filter(pk=task.pk).exclude(OPEN)
    if closed.update(done_at=None, dropped_at=None, closed_by=None, proof="") != 1:
        raise ValidationError(_("This task is open."))
    record("exittask.reopened", by=by, subject=task, exit=task.exit_id, key=task.key)


@transaction.atomic
def change_task(*, task: ExitTask, by: User, was: dict[str, Any]) -> ExitTask:
    """Another owner, another day, or what it waits for; ``was`` holds the old values.

    Raises:
        ValidationError: when the exit is over or the task closed, or its day lies before the exit began.
    """
    run = _running(task)
    if not ExitTask.objects.filter(OPEN, pk=task.pk).exists():
        raise ValidationError(_("Somebody closed this task meanwhile."))
    if task.due_date < run.started_on:
        raise ValidationError({"due_date": _("This day lies before the exit began.")})
    if was:
        task.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(task, name))] for name, old in was.items()}
        record("exittask.changed", by=by, subject=task, exit=task.exit_id, **changes)
    return task


@transaction.atomic
def tell_task(
    *, task: ExitTask, text: str, upload: Upload = None, vendor_id: int, by: User, now: datetime
) -> TaskReport:
    """The partner says that a task is done, and shows it. In the portal's scope; one of ours closes it.

    Raises:
        ValidationError: when nothing is said, or the task was closed meanwhile.
    """
    if not text.strip():
        raise ValidationError({"text": _("Say what was done, in a sentence.")})
    if not ExitTask.objects.filter(OPEN, pk=task.pk).exists():
        raise ValidationError(_("This task was closed meanwhile."))
    file = keep_file(vendor_id=vendor_id, name=upload.name, content=upload.read(), by=by, now=now) if upload else None
    told: TaskReport = TaskReport.objects.create(
        task_id=task.pk, text=text.strip(), file=file, told_by=by, told_by_name=str(by)[:254], told_at=now
    )
    record("exittask.told", by=by, subject=told, task=task.pk, with_file=file is not None)
    return told


def _open(task: ExitTask) -> ExitTask:
    _running(task)
    found: ExitTask | None = (
        ExitTask.objects.select_for_update(of=("self",))
        .select_related("exit__engagement__vendor")
        .filter(OPEN, pk=task.pk)
        .first()
    )
    if found is None:
        raise ValidationError(_("Somebody closed this task meanwhile."))
    return found


def _running(task: ExitTask) -> Exit:
    """Locks the exit, so that two people who close its last tasks at once see each other."""
    run: Exit | None = Exit.objects.select_for_update().filter(RUNNING, pk=task.exit_id).first()
    if run is None:
        raise ValidationError(_("This exit is over."))
    return run


def _refuse_before_others(task: ExitTask) -> None:
    titles = dict(ExitTask.objects.filter(OPEN, exit=task.exit_id).values_list("key", "title"))
    waiting = [titles[key] for key in waits_for(task.key, task.after, titles)]
    if waiting:
        words = ngettext("First: %(titles)s.", "First: %(titles)s.", len(waiting))
        raise ValidationError(words % {"titles": "; ".join(waiting)})


def _finish(task: ExitTask, field: str, *, proof: str, by: User, now: datetime) -> None:
    setattr(task, field, now)
    task.proof, task.closed_by, task.blocked_by = proof.strip(), by, ""
    task.save(update_fields=[field, "proof", "closed_by", "blocked_by", "file"])

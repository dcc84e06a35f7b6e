"""Leaving, as the partner sees it; in the portal's scope the database leaves out what is not theirs."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exits.models import Exit, ExitTask, TaskReport
from exits.queries.runs import OPEN
from foundation.accounts.portal import Todo

# What the portal may read of them; any other column is refused by the database.
EXIT = (
    "organization",
    "mode",
    "ends_on",
    "started_on",
    "narrowed_at",
    "portal_closed_at",
    "closed_at",
    "called_off_at",
)
TASK = (
    "organization", "key", "position", "topic", "title", "detail", "clause", "side", "due_date", "kind", "done_at",
    "dropped_at",
)  # fmt: skip


class OwnExit(NamedTuple):
    """An engagement that ends, and what the partner does about it."""

    run: Exit
    tasks: list[ExitTask]
    told: set[int]

    @property
    def open_count(self) -> int:
        """Tasks that wait for the partner: open, and not said to be done."""
        return sum(task.is_open and task.pk not in self.told for task in self.tasks)


def own_tasks() -> QuerySet[ExitTask]:
    """The partner's tasks, the soonest first."""
    rows = ExitTask.objects.only(
        *TASK, "exit__ends_on", "exit__engagement__name", "exit__organization", "exit__engagement__organization"
    )
    return rows.select_related("exit__engagement").order_by("due_date", "position", "pk")


def own_exits() -> list[OwnExit]:
    """Exits under way, each with its tasks."""
    fields = [*EXIT, "engagement__name", "engagement__organization"]
    runs = Exit.objects.only(*fields).select_related("engagement").filter(called_off_at=None, closed_at=None)
    rows = list(runs.order_by("ends_on", "pk"))
    tasks = list(own_tasks().filter(exit__in=[run.pk for run in rows]))
    told = set(TaskReport.objects.filter(task__in=[task.pk for task in tasks]).values_list("task_id", flat=True))
    return [OwnExit(run, [task for task in tasks if task.exit_id == run.pk], told) for run in rows]


def reports_of(task: ExitTask) -> list[TaskReport]:
    """What the partner said of a task, the newest first."""
    return list(TaskReport.objects.filter(task=task).select_related("file").defer("file__content").order_by("-pk"))


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Open tasks of exits under way that nobody said to be done."""
    said = TaskReport.objects.filter(task=OuterRef("pk"))
    waiting = own_tasks().filter(OPEN, exit__called_off_at=None, exit__closed_at=None).filter(~Exists(said))
    return [
        Todo(
            title=task.title,
            detail=_("%(engagement)s ends on %(day)s")
            % {"engagement": task.exit.engagement, "day": date_format(task.exit.ends_on)},
            due=task.due_date,
            url_name="exits:task-portal-detail",
            url_kwargs={"pk": task.pk},
            action_label=_("Hand over"),
        )
        for task in waiting[:50]
    ]

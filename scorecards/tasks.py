"""The beat of this room. PostgreSQL holds the truth; a message only says that there may be something to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.jobs.clock import database_now
from scorecards import running
from scorecards.actions.marking import mark_closed_weeks, mark_unmeasured
from scorecards.actions.measuring import BATCH, measure_dirty_weeks
from scorecards.actions.returns import fill_returns, open_returns, take_submissions
from scorecards.actions.schedules import open_due_runs
from scorecards.models import ReportRun
from scorecards.queries.dirty import organizations_with_dirty_weeks

log = structlog.get_logger(__name__)
RUNS_A_MESSAGE = 10
SECONDS_A_BELL_LASTS = 55
"""A bell that nobody heard by the next tick is worth nothing any more; so bells never pile up in the broker."""


def send(run: ReportRun) -> None:
    """Have a worker carry a run on, once the transaction is committed; without a broker the tick finds it."""
    transaction.on_commit(partial(_ring, advance, [[run.pk]], [run.organization_id]))


@shared_task(base=EveryOrganizationTask)
def tick() -> None:
    """Every minute: weeks that ended, runs that fell due, runs that somebody left half done."""
    now = database_now()
    mark_closed_weeks(now=now)
    mark_unmeasured(now=now)
    open_returns(now=now)
    fill_returns(now=now)
    take_submissions(now=now)  # before the runs: what came in time stands in the figures that are frozen
    open_due_runs(now=now)
    for organization, runs in _messages(running.claimable(now=now)):
        _ring(advance, [runs], [organization])


@shared_task(base=EveryOrganizationTask)
def sweep_dirty_weeks() -> None:
    """Every 15 s: have the weeks measured whose facts changed, in a few ranges of about equal size."""
    now = database_now()
    with transaction.atomic():
        marks = organizations_with_dirty_weeks(now=now)
    for organizations in _ranges(marks):
        _ring(measure, [], organizations)


@shared_task(base=TenantTask)
def measure() -> None:
    """Measure what is marked, of the organizations that the message names."""
    while measure_dirty_weeks(now=database_now()).weeks:
        pass


@shared_task(base=TenantTask)
def advance(run_ids: list[int]) -> None:
    """Carry some runs as far as they go, in the order given."""
    for run_id in run_ids:
        running.advance_run(run_id=run_id, now=database_now())


def _messages(schedules: Iterable[tuple[int, list[int]]]) -> list[tuple[int, list[int]]]:
    """Runs put together until a message holds about enough; a schedule's weeks stay together, so they keep order."""
    messages: list[tuple[int, list[int]]] = []
    filling: dict[int, list[int]] = {}
    for organization, runs in schedules:
        message = filling.get(organization)
        if message is None or len(message) + len(runs) > RUNS_A_MESSAGE:
            filling[organization] = message = []
            messages.append((organization, message))
        message.extend(runs)
    return messages


def _ranges(marks: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Organizations put together until a range holds about one batch of weeks."""
    ranges: list[list[int]] = []
    room = 0
    for organization, weeks in marks:
        if not ranges or weeks > room:
            ranges.append([])
            room = BATCH
        ranges[-1].append(organization)
        room -= weeks
    return ranges


def _ring(task: Callable[..., Any], arguments: list[Any], organizations: list[int]) -> None:
    try:
        task.apply_async(arguments, organizations=organizations, expires=SECONDS_A_BELL_LASTS)  # type: ignore[attr-defined]  # a task
    except (BrokerError, KombuError, OSError) as error:
        log.warning("broker_unreachable", organizations=organizations, reason=str(error))

"""Carrying a run as far as it goes: a transaction a step, so that a killed worker loses one step at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from django.db import transaction
from psycopg.errors import DeadlockDetected, SerializationFailure

from scorecards.actions import runs
from scorecards.models import ReportRun
from scorecards.models.schedules import RunState

log = structlog.get_logger(__name__)
Step = Callable[..., bool]
STEPS: Final[dict[str, Step]] = {
    RunState.DUE.value: runs.freeze_run,
    RunState.BLOCKED.value: runs.freeze_run,
    RunState.FROZEN.value: runs.issue_run,
    RunState.ISSUED.value: runs.render_run,
    RunState.RENDERED.value: runs.queue_run,
}


def advance_run(*, run_id: int, now: datetime) -> RunState | None:
    """Claim a run and do what is due for it; the state it reached, None when it was not to be had.

    A step that fails leaves the run where it is, with the reason, to be tried again after a while.
    """
    run = runs.claim_run(run_id=run_id, now=now)
    if run is None:
        return None
    try:
        while (step := STEPS.get(run.state)) and step(run=run, now=now):
            pass
    except Exception as error:  # whatever it was, the run must say so and the others must go on
        if isinstance(error.__cause__, SerializationFailure | DeadlockDetected):
            log.info("run_step_raced", run_id=run.pk, state=run.state)
            runs.report_race(run=run, now=now)
            return RunState(run.state)
        log.exception("run_step_failed", run_id=run.pk, state=run.state)
        runs.report_failure(run=run, error=f"{type(error).__name__}: {error}", now=now)
    return RunState(run.state)


def advance_runs(*, run_ids: list[int], now: datetime) -> None:
    """Several runs, one after the other, in the order given."""
    for run_id in run_ids:
        advance_run(run_id=run_id, now=now)


def claimable(*, now: datetime) -> list[tuple[int, list[int]]]:
    """(organization, runs) of everything that a worker can move on: a schedule's own, oldest week first."""
    with transaction.atomic():
        found = ReportRun.objects.filter(runs.actionable(now=now)).order_by("period_start", "pk")
        rows = list(found.values_list("organization_id", "schedule_id", "pk"))
    by_schedule: dict[tuple[int, int], list[int]] = {}
    for organization, schedule, run in rows:
        by_schedule.setdefault((organization, schedule), []).append(run)
    return [(organization, run_ids) for (organization, _), run_ids in by_schedule.items()]

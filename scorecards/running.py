"""Carrying a run as far as it goes: a transaction a step, so that a killed worker loses one step at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from django.db import OperationalError, transaction

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
        is_race = isinstance(error, OperationalError)
        log.log(30 if is_race else 40, "run_step_failed", run_id=run.pk, state=run.state, exc_info=not is_race)
        runs.report_failure(run=run, error=f"{type(error).__name__}: {error}", now=now)
    return RunState(run.state)


def advance_runs(*, run_ids: list[int], now: datetime) -> None:
    """Several runs, one after the other, in the order given."""
    for run_id in run_ids:
        advance_run(run_id=run_id, now=now)


def claimable(*, now: datetime) -> list[tuple[int, int]]:
    """(organization, run) of everything that a worker can move on, oldest week first."""
    with transaction.atomic():
        found = ReportRun.objects.filter(runs.actionable(now=now)).order_by("period_start", "pk")
        return list(found.values_list("organization_id", "pk"))

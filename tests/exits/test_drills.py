"""The plan run as an exercise: one at a time, step by step, with a result that follows from its steps."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from engagements.gates.registry import check_of
from engagements.models import Engagement, Stage
from exits.actions.drills import begin_drill, finish_drill, note_drill
from exits.drilling import result_of
from exits.models import ExitDrill, ExitPlan, ExitStep, Mode
from foundation.accounts.models import User
from foundation.accounts.tenancy.context import staff
from tests.exits.conftest import TODAY
from tests.factories.cast import House


def begin(plan: ExitPlan, by: User, now: datetime, days: int = 0) -> ExitDrill:
    return begin_drill(
        plan=plan,
        mode=Mode.PLANNED,
        held_on=TODAY + timedelta(days=days),
        took_part="Mara",
        by=by,
        now=now,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("worked", "result"),
    [
        (["yes", "yes"], "passed"),
        (["yes", ""], "gaps"),
        (["yes", "partly"], "gaps"),
        (["partly", "no"], "failed"),
        (["", ""], ""),
    ],
)
def test_the_result_follows_from_the_steps(worked: list[str], result: str) -> None:
    assert result_of(worked) == result


def test_one_at_a_time_on_a_day_that_has_come(house: House, plan: ExitPlan, by: User, now: datetime) -> None:
    with staff(house.pk):
        with pytest.raises(ValidationError, match="not come yet"):
            begin(plan, by, now, days=1)
        drill = begin(plan, by, now)
        with pytest.raises(ValidationError, match="A drill is under way"):
            begin(plan, by, now)
        with pytest.raises(ValidationError, match="at least one step"):
            finish_drill(drill=drill, note="Nothing", by=by, now=now)
        assert list(drill.steps.values_list("key", flat=True)) == list(
            ExitStep.objects.filter(plan=plan, days_before__isnull=False).values_list("key", flat=True)
        )
        ExitDrill.objects.filter(pk=drill.pk).delete()
        ExitStep.objects.filter(plan=plan).update(days_before=None, stressed_days_before=None, after=[])
        with pytest.raises(ValidationError, match="nothing to try out"):
            begin(plan, by, now)


def test_the_pilots_gate_asks_for_a_drill_that_did_not_fail(
    house: House, plan: ExitPlan, engagement: Engagement, by: User, now: datetime
) -> None:
    check = check_of("exit-drilled")
    assert check is not None
    assert (check.stage, check.warns) == (Stage.PILOT, False)

    def run(how: str) -> tuple[bool, str]:
        drill = begin(plan, by, now)
        note_drill(drill=drill, said={step.pk: (how, "") for step in drill.steps.all()}, by=by)
        finish_drill(drill=drill, note="Learned", by=by, now=now)
        found = check.ask(engagement, TODAY)
        return found.holds, found.message

    with staff(house.pk):
        assert check.ask(engagement, TODAY).message == "Nobody has tried out how to leave."
        assert run("no") == (False, "The last drill, on 23 Nov 2026: failed.")
        assert run("yes") == (True, "The last drill, on 23 Nov 2026: passed.")
        finished = ExitDrill.objects.order_by("-pk")[0]
        with pytest.raises(ValidationError, match="This drill is finished"):
            note_drill(drill=finished, said={}, by=by)

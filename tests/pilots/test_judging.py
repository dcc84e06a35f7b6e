"""The verdict job: each criterion once, at its planned n or at the end; a rerun and a kill change nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from foundation.accounts.audit import record
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from pilots.actions import judging
from pilots.actions.deciding import decide_pilot
from pilots.actions.judging import give_verdicts
from pilots.models import Outcome, Pilot, Verdict
from tests.factories.cast import House
from tests.factories.pilots import FIRST, LAST, NINE, days, items_of, started

AFTER = LAST + timedelta(days=1)


def judge(pilot: Pilot, today: date) -> int:
    return give_verdicts(pilot_id=pilot.pk, now=NINE + (today - FIRST), today=today)


def outcomes(pilot: Pilot) -> dict[str, tuple[str, date, int, int]]:
    rows = Verdict.objects.filter(criterion__pilot=pilot).select_related("criterion__metric").order_by("look")
    return {row.criterion.metric.measure: (row.outcome, row.decided_on, row.n, row.look) for row in rows}


def test_each_is_judged_on_the_day_its_planned_n_is_there_and_never_again(acting: House) -> None:
    pilot = started(acting)
    desk = acting.engagements["kestrel"]
    items_of(desk, days(FIRST, 15))
    assert judge(pilot, FIRST + timedelta(days=15)) == 2
    day = FIRST + timedelta(days=14)
    assert outcomes(pilot) == {
        "error_rate": (Outcome.MET, day, 60, 1),
        "turnaround_p90": (Outcome.MET, day, 60, 1),
    }
    items_of(desk, days(FIRST + timedelta(days=15), 10), defective=4)
    assert judge(pilot, FIRST + timedelta(days=15)) == 0
    assert judge(pilot, FIRST + timedelta(days=25)) == 1
    assert outcomes(pilot)["error_rate"] == (Outcome.MET, day, 60, 1)
    assert outcomes(pilot)["source_met"] == (Outcome.NOT_MET, FIRST + timedelta(days=19), 80, 1)


def test_a_job_that_comes_late_judges_by_the_day_it_should_have(acting: House) -> None:
    pilot = started(acting)
    items_of(acting.engagements["kestrel"], days(FIRST, 15))
    items_of(acting.engagements["kestrel"], days(FIRST + timedelta(days=15), 10), defective=4)
    assert judge(pilot, AFTER) == 3
    assert outcomes(pilot)["error_rate"] == (Outcome.MET, FIRST + timedelta(days=14), 60, 1)


def test_what_has_too_few_items_is_judged_at_the_end(acting: House) -> None:
    pilot = started(acting)
    items_of(acting.engagements["kestrel"], days(FIRST, 5))
    assert judge(pilot, LAST) == 0
    assert judge(pilot, AFTER) == 3
    row = Verdict.objects.get(criterion__pilot=pilot, criterion__metric__measure="error_rate")
    assert (row.outcome, row.why, row.decided_on, row.n) == ("not_enough", "straddles", LAST, 20)
    assert (row.numerator, row.lower) == (Decimal(0), Decimal(0))
    assert (row.definition_version, row.look) == (1, 1)
    assert row.upper == Decimal("10.874906")  # 1 - 0.1 ** (1 / 20)


def test_no_items_at_all_are_not_enough(acting: House) -> None:
    pilot = started(acting)
    assert judge(pilot, AFTER) == 3
    row = Verdict.objects.filter(criterion__pilot=pilot).first()
    assert row is not None
    assert (row.outcome, row.why, row.n, row.estimate, row.lower) == ("not_enough", "no_data", 0, None, None)


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_does_all_of_it_once(
    acting: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = started(acting)
    items_of(acting.engagements["kestrel"], days(FIRST, 20))
    real = record
    calls = []

    def dies(*args: object, **kwargs: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("killed")
        real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "record", dies)
    with pytest.raises(RuntimeError, match="killed"), transaction.atomic():
        judge(pilot, AFTER)
    assert Verdict.objects.count() == 0
    monkeypatch.setattr(judging, "record", real)
    assert [judge(pilot, AFTER), judge(pilot, AFTER)] == [3, 0]
    assert Verdict.objects.count() == 3
    assert AuditEvent.objects.filter(verb="pilot.verdict_given").count() == 3


def test_a_verdict_never_changes(acting: House) -> None:
    pilot = started(acting)
    judge(pilot, AFTER)
    for change in (
        lambda: Verdict.objects.update(outcome=Outcome.MET),
        lambda: Verdict.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_after_an_extension_what_lacked_evidence_gets_one_last_look_with_stricter_bounds(acting: House) -> None:
    pilot = started(acting)
    desk, lead = acting.engagements["kestrel"], acting.people[Role.OPS_LEAD]
    items_of(desk, days(FIRST, 10))
    judge(pilot, AFTER)
    assert outcomes(pilot)["error_rate"] == (Outcome.NOT_ENOUGH, LAST, 40, 1)
    assert outcomes(pilot)["source_met"] == (Outcome.MET, LAST, 40, 1)
    until = LAST + timedelta(days=20)
    decide_pilot(
        pilot=pilot, choice="extend", why="More items.", until=until, by=lead, now=NINE + (AFTER - FIRST), today=AFTER
    )
    items_of(desk, days(AFTER, 20), a_day=3)
    assert judge(pilot, until) == 0
    assert [judge(pilot, until + timedelta(days=1)) for _ in range(2)] == [1, 0]
    assert outcomes(pilot)["error_rate"] == (Outcome.MET, until, 100, 2)
    row = Verdict.objects.get(criterion__metric__measure="error_rate", look=2)
    assert row.upper == Decimal("3.836492")  # 1 - 0.02 ** (1 / 100)
    assert outcomes(pilot)["source_met"] == (Outcome.MET, LAST, 40, 1)


def test_nothing_is_judged_before_the_start_after_the_decision_and_in_a_rollback(acting: House) -> None:
    pilot = started(acting)
    items_of(acting.engagements["kestrel"], days(FIRST, 20))
    assert judge(pilot, FIRST) == 0
    Pilot.objects.filter(pk=pilot.pk).update(rollback_started_at=datetime.now(NINE.tzinfo), rollback_reason="Enough")
    assert judge(pilot, AFTER) == 0

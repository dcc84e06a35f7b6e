"""Whether a plan may start: one test a rule."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engagements.models import Engagement, Process
from foundation.accounts.models import User
from pilots.models import BacklogItem, Pilot, PilotTerms, RollbackTrigger, SuccessCriterion
from pilots.readiness.plan import Plan
from pilots.readiness.rules import (
    backlog_count,
    backlog_uniform,
    budget,
    comparison,
    data,
    duration,
    intake,
    metrics,
    owner,
    processes,
    rollback,
    triggers,
)
from vendors.models import Vendor
from workitems.models import IntakeForm

FIRST = date(2026, 10, 26)
KESTREL, INKWELL = Vendor(pk=1, name="Kestrel"), Vendor(pk=2, name="Inkwell")
SUPPORT, DISPATCH = Process(pk=1, name="IT support"), Process(pk=2, name="Dispatch")
NIGHTS = Engagement(pk=1, name="Nights", vendor=KESTREL, process=SUPPORT)
FIELD = Engagement(pk=2, name="Field", vendor=KESTREL, process=DISPATCH)
TEXTS = Engagement(pk=3, name="Texts", vendor=INKWELL, process=DISPATCH)


def plan(days: int = 45, **more: Any) -> Plan:
    """A pilot of so many days; ``more`` are the plan's other parts, or fields of the pilot."""
    parts = {name: more.pop(name) for name in ("terms", "criteria", "triggers", "backlog", "silent") if name in more}
    pilot = Pilot(**{"engagement": NIGHTS, "start_date": FIRST, "end_date": FIRST + timedelta(days=days - 1), **more})
    return Plan(pilot, parts.pop("terms", PilotTerms()), **parts)


def criteria(n: int, **more: Any) -> list[SuccessCriterion]:
    return [SuccessCriterion(pk=number, name=f"Metric {number}", **more) for number in range(n)]


def items(n: int, **more: str) -> list[BacklogItem]:
    return [BacklogItem(**{"item_type": "reset", "size": "S", "criteria": "Signed in", **more}) for _ in range(n)]


def test_thirty_to_ninety_days() -> None:
    assert [duration.ask(plan(days)).holds for days in (29, 30, 90, 91)] == [False, True, True, False]
    assert duration.ask(plan(91)).message == "91 days; a pilot takes 30 to 90."


def test_two_processes_of_one_vendor() -> None:
    assert processes.ask(plan()).message == "IT support"
    assert processes.ask(plan(second_engagement=FIELD)).holds
    assert not processes.ask(plan(second_engagement=TEXTS)).holds


def test_somebody_owns_it() -> None:
    assert [owner.ask(plan(owner=each)).holds for each in (None, User(name="Mara"))] == [False, True]


def test_a_budget_that_is_set() -> None:
    amounts = (None, Decimal(0), Decimal(100))
    assert [budget.ask(plan(terms=PilotTerms(budget=each))).holds for each in amounts] == [False, False, True]
    assert "100" not in budget.ask(plan(terms=PilotTerms(budget=Decimal(100)))).message


def test_the_intake_form_of_its_process_in_force() -> None:
    own, other = IntakeForm(name="Requests", process=SUPPORT), IntakeForm(name="Visits", process=DISPATCH)
    assert [intake.ask(plan(intake_form=each)).holds for each in (None, own, other)] == [False, True, False]
    assert intake.ask(plan(intake_form=other, second_engagement=FIELD)).holds


def test_three_to_five_metrics() -> None:
    assert [metrics.ask(plan(criteria=criteria(n))).holds for n in (2, 3, 5, 6)] == [False, True, True, False]


def test_metrics_that_somebody_has_told() -> None:
    assert data.ask(plan(criteria=criteria(3))).holds
    said = data.ask(plan(criteria=criteria(3), silent=frozenset({1})))
    assert (said.holds, "Metric 1" in said.message) == (False, True)
    assert not data.ask(plan()).holds


def test_better_than_what() -> None:
    assert comparison.ask(plan(terms=PilotTerms(control=FIELD), criteria=criteria(3))).holds
    assert comparison.ask(plan(criteria=criteria(3, baseline=Decimal(5)))).holds
    assert "Metric 0" in comparison.ask(plan(criteria=criteria(1))).message
    assert not comparison.ask(plan()).holds


def test_something_would_stop_it() -> None:
    assert [triggers.ask(plan(triggers=each)).holds for each in ([], [RollbackTrigger()])] == [False, True]


def test_both_sides_know_the_way_back() -> None:
    ours: dict[str, Any] = {"rollback_ours": ["Stop"]}
    theirs: dict[str, Any] = {"rollback_theirs": ["Hand over"]}
    assert [rollback.ask(plan(**each)).holds for each in (ours, theirs, ours | theirs)] == [False, False, True]


def test_fifty_to_two_hundred_items() -> None:
    found = [backlog_count.ask(plan(backlog=items(n))).holds for n in (49, 50, 200, 201)]
    assert found == [False, True, True, False]


def test_items_of_one_kind() -> None:
    assert backlog_uniform.ask(plan(backlog=items(60))).holds
    mixed = items(30) + items(30, item_type="move", size="L")
    assert backlog_uniform.ask(plan(backlog=mixed)).message == "Mixed: type, size."
    assert backlog_uniform.ask(plan(backlog=items(60, criteria=""))).message == "Not said: acceptance criteria."
    assert not backlog_uniform.ask(plan()).holds

"""The decision: its evidence, what it refuses, what follows from it; the steps of volume after it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from engagements.models import MetricTarget
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.outbox.models import Document, Message
from pilots.actions.deciding import Step, decide_pilot
from pilots.actions.judging import give_verdicts
from pilots.actions.reading import read_pilot
from pilots.actions.steps import hold_step, reach_step
from pilots.models import Pilot, PilotDecision, SuccessCriterion, VolumeStep
from pilots.queries.memo import memo_of
from tests.conftest import SignIn
from tests.factories.cast import House
from tests.factories.pilots import FIRST, LAST, NINE, days, items_of, planned, started
from tests.pilots.conftest import messages_of, url

AFTER = LAST + timedelta(days=1)
MONDAY = date(2026, 12, 28)


def run(house: House, *, defective: int = 0, count: int = 20) -> Pilot:
    """A pilot that is over: 4 items a day, the own team's beside them, all judged."""
    pilot = started(house)
    items_of(house.engagements["kestrel"], days(FIRST, count), defective=defective)
    items_of(house.engagements["own"], days(FIRST, count), a_day=3, defective=1, hours=9)
    read_pilot(pilot_id=pilot.pk, now=NINE, today=AFTER)
    give_verdicts(pilot_id=pilot.pk, now=NINE, today=AFTER)
    return pilot


def decide(pilot: Pilot, choice: str, *, today: date = AFTER, **more: Any) -> PilotDecision:
    lead = pilot.owner
    assert lead is not None
    return decide_pilot(
        pilot=pilot, choice=choice, by=lead, now=NINE + (today - FIRST), today=today, **{"why": "It did well.", **more}
    )


def steps(pilot: Pilot) -> list[Step]:
    gate = SuccessCriterion.objects.filter(pilot=pilot).order_by("position").first()
    return [Step(MONDAY, Decimal(50)), Step(MONDAY + timedelta(days=28), Decimal(100), gate)]


def problem(pilot: Pilot, choice: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refused:
        decide(pilot, choice, **more)
    if hasattr(refused.value, "error_dict"):
        ((field, messages),) = refused.value.message_dict.items()
        return field, messages[0]
    return "", refused.value.messages[0]


def test_the_memo_holds_the_evidence_beside_the_own_team_on_the_same_days(acting: House) -> None:
    pilot = run(acting)
    memo = memo_of(pilot, today=AFTER)
    assert (memo["advice"], memo["counts"]) == ("scale", {"met": 3, "not_met": 0, "not_enough": 0, "waiting": 0})
    errors = memo["criteria"][0]
    assert (errors["n"], errors["numerator"], errors["outcome"], errors["definition_version"]) == (60, "0", "met", 1)
    assert errors["control"] == {"n": 60, "numerator": 20, "estimate": "33.333333"}
    assert memo["criteria"][1]["control"]["estimate"] == "9"
    assert memo["control"] == acting.engagements["own"].name


@pytest.mark.parametrize(
    ("defective", "count", "advice"), [(0, 20, "scale"), (4, 20, "stop"), (0, 6, "extend"), (0, 0, "extend")]
)
def test_what_the_evidence_speaks_for(acting: House, defective: int, count: int, advice: str) -> None:
    assert memo_of(run(acting, defective=defective, count=count), today=AFTER)["advice"] == advice


def test_scaling_makes_the_steps_and_carries_thresholds_over_as_targets(acting: House) -> None:
    pilot = run(acting)
    before = MetricTarget.objects.filter(engagement=pilot.engagement).count()
    decision = decide(pilot, "scale", steps=steps(pilot))
    assert (decision.memo["advice"], decision.why, decision.decided_by) == ("scale", "It did well.", pilot.owner)
    assert Pilot.objects.get(pk=pilot.pk).decided_at == decision.decided_at
    assert list(VolumeStep.objects.values_list("starts_on", "share")) == [
        (MONDAY, Decimal(50)),
        (MONDAY + timedelta(days=28), Decimal(100)),
    ]
    made = MetricTarget.objects.filter(engagement=pilot.engagement, valid_from=MONDAY)
    assert {(row.metric.measure, row.expected) for row in made.select_related("metric")} == {
        ("error_rate", Decimal(5)),
        ("turnaround_p90", Decimal(8)),
        ("source_met", Decimal(90)),
    }
    assert MetricTarget.objects.filter(engagement=pilot.engagement).count() == before + 3
    event = AuditEvent.objects.get(verb="pilot.decided")
    assert (event.data["choice"], event.data["against_advice"]) == ("scale", False)


def test_extending_moves_the_last_day_once_and_to_ninety_days_at_most(acting: House) -> None:
    pilot = run(acting, count=6)
    last = FIRST + timedelta(days=89)
    assert problem(pilot, "extend") == ("until", "Say until when.")
    assert problem(pilot, "extend", until=LAST)[1].startswith("It runs until 18 December 2026")
    assert problem(pilot, "extend", until=last + timedelta(days=1))[1] == (
        "At most 90 days in all: until 23 January 2027 at the latest."
    )
    decide(pilot, "extend", until=last)
    assert Pilot.objects.get(pk=pilot.pk).last_day == last
    assert problem(pilot, "extend", until=last)[1].startswith("It was extended once already")
    decide(pilot, "stop", today=AFTER + timedelta(days=1))
    assert list(PilotDecision.objects.order_by("pk").values_list("choice", flat=True)) == ["extend", "stop"]


def test_a_decision_that_cannot_be_changes_nothing(acting: House) -> None:
    ready, planned_only = run(acting), None
    assert problem(ready, "scale", why=" ") == ("why", "Say why: it is kept with the decision.")
    assert problem(ready, "perhaps") == ("choice", "Choose one of the three.")
    assert problem(ready, "scale") == ("steps", "Scaling goes in steps: write down at least one.")
    for wanted, said in (
        ([Step(AFTER, Decimal(50))], "The first step begins tomorrow at the earliest."),
        ([*steps(ready)[:1], Step(MONDAY, Decimal(60))], "Each step begins after the one before."),
        (
            [*steps(ready)[:1], Step(MONDAY + timedelta(days=1), Decimal(50))],
            "Each step is more volume than the one before.",
        ),
        ([Step(MONDAY, Decimal(101))], "A step is more than 0 and at most 100 % of the volume."),
    ):
        assert problem(ready, "scale", steps=wanted) == ("steps", said)
    assert planned_only is None
    assert (PilotDecision.objects.count(), VolumeStep.objects.count()) == (0, 0)
    decide(ready, "stop")
    assert problem(ready, "stop")[1] == "It was decided already."


def test_scaling_waits_for_every_verdict_and_against_the_evidence_needs_the_right(acting: House) -> None:
    pilot = started(acting)
    early = problem(pilot, "scale", today=FIRST + timedelta(days=5), steps=steps(pilot))
    assert early[0] == "choice"
    assert early[1].startswith("Not yet: ")
    assert early[1].endswith("at the latest on 19 December.")
    give_verdicts(pilot_id=pilot.pk, now=NINE, today=AFTER)
    assert problem(pilot, "scale", steps=steps(pilot))[1].startswith("Not every criterion is met.")
    decide(pilot, "scale", steps=steps(pilot), may_override=True)
    assert AuditEvent.objects.get(verb="pilot.decided").data["against_advice"] is True


def test_a_plan_is_not_decided(acting: House) -> None:
    assert problem(planned(acting), "stop")[1] == "It has not started: there is nothing to decide."


def test_a_step_is_reached_when_its_gate_holds_and_held_back_with_a_reason(acting: House) -> None:
    pilot, lead = run(acting), acting.people[Role.OPS_LEAD]
    decide(pilot, "scale", steps=steps(pilot))
    first, second = VolumeStep.objects.order_by("position")
    later = MONDAY + timedelta(days=28)

    def reach(step: VolumeStep, today: date, **more: Any) -> VolumeStep:
        return reach_step(step=step, by=lead, now=NINE, today=today, **{"note": "", **more})

    with pytest.raises(ValidationError, match="not this step's turn"):
        reach(second, later)
    with pytest.raises(ValidationError, match="begins on 28 December"):
        reach(first, MONDAY - timedelta(days=1))
    assert reach(first, MONDAY).reached_at == NINE
    with pytest.raises(ValidationError, match="Its gate does not hold"):
        reach(second, later)
    items_of(acting.engagements["kestrel"], days(MONDAY, 5), defective=2)
    with pytest.raises(ValidationError, match="say why it may be passed"):
        reach(second, later, may_override=True)
    with pytest.raises(ValidationError, match="Say why it is held back"):
        hold_step(step=second, note=" ", by=lead, now=NINE, today=later)
    held = hold_step(step=second, note="Errors came back.", by=lead, now=NINE, today=later)
    assert (held.held_at, held.note) == (NINE, "Errors came back.")
    items_of(acting.engagements["kestrel"], days(MONDAY + timedelta(days=5), 100), a_day=4)
    done = reach(second, MONDAY + timedelta(days=110))
    assert (done.reached_at, done.held_at) == (NINE, None)


def test_the_pages_show_the_memo_and_take_the_decision(house: House, sign_in: SignIn) -> None:
    lead = sign_in(house.people[Role.OPS_LEAD])
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        pilot = run(house)
    page = lead.get(url("pilot-decide", house, pk=pilot.pk)).content.decode()
    for wanted in ("All 3 criteria are met.", "Every criterion was reached with 90 % confidence.", "33.3 %"):
        assert wanted in page.replace("\N{NO-BREAK SPACE}", " ")
    refused = lead.post(url("pilot-decide", house, pk=pilot.pk), {"choice": "scale", "step1_share": "25"})
    assert refused.status_code == 422
    assert "Say from when, or empty the share." in refused.content.decode()
    today = date.today()  # noqa: DTZ011 - the page proposes days from today on
    posted = {
        "choice": "scale",
        "why": "All met.",
        "step1_from": (today + timedelta(days=9)).isoformat(),
        "step1_share": "40",
    }
    done = lead.post(url("pilot-decide", house, pk=pilot.pk), posted)
    assert done.status_code in (302, 422)


def test_the_memo_goes_by_mail_once_as_it_stands(house: House, lead: Client) -> None:
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        pilot = run(house)
        member = house.people[Role.FINANCE].memberships.get(organization=house.pk).pk
    address = url("pilot-memo-mail", house, pk=pilot.pk)
    assert lead.post(address, {"people": []}).status_code == 200
    for _ in range(2):
        response = lead.post(address, {"people": [member]})
        assert messages_of(response)[0].startswith("The memo leaves within a minute")
    with context.staff(house.pk):
        message = Message.objects.get()
        document = Document.objects.get()
    assert (message.subject, message.document_id) == ("Nights with Kestrel: All 3 criteria are met.", document.pk)
    assert (document.page_count, document.filename) == (1, "pilot-memo-nights-with-kestrel.pdf")
    pdf = lead.get(url("pilot-memo", house, pk=pilot.pk))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_people_who_only_read_do_not_decide(house: House, sign_in: SignIn) -> None:
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        pilot = run(house)
    viewer = sign_in(house.people[Role.VIEWER])
    response = viewer.post(url("pilot-decide", house, pk=pilot.pk), {"choice": "stop", "why": "No."})
    assert messages_of(response) == ["You may read the evidence, but not decide."]
    with context.staff(house.pk):
        assert PilotDecision.objects.count() == 0

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from engagements.actions.stages import choose_partner, move_stage, override_gate, withdraw_override
from engagements.gates.registry import check_of, stages_before
from engagements.gates.routing import reasons_not_to_route
from engagements.gates.standing import gates
from engagements.models import Engagement, Stage, StageMove
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.conftest import messages_of, url
from tests.factories.cast import House

TODAY = date(2026, 11, 23)


@pytest.fixture
def planned(house: House) -> Engagement:
    """An engagement that has just begun on its way: outcomes, with the own team."""
    own = house.engagements["own"]
    with staff(house.pk):
        Engagement.objects.filter(pk=own.pk).update(stage=Stage.OUTCOMES)
        own.refresh_from_db()
    return own


@pytest.mark.parametrize(
    ("here", "there", "asked"),
    [
        ("outcomes", "scope", ["outcomes"]),
        ("outcomes", "business_case", ["outcomes", "scope", "guardrails"]),
        ("pilot", "live", ["pilot", "live"]),
        ("partner", "exit", ["partner", "pilot", "live", "exit"]),
        ("live", "exit", ["exit"]),
        ("live", "scope", []),
        ("scope", "scope", []),
    ],
)
def test_which_gates_stand_on_the_way(here: str, there: str, asked: list[str]) -> None:
    assert [stage.value for stage in stages_before(here, there)] == asked


def test_forward_only_through_open_gates_and_back_only_with_a_reason(
    house: House, planned: Engagement, now: datetime
) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        with pytest.raises(
            ValidationError, match="An outcome in plain words; Every metric has a baseline and a target"
        ):
            move_stage(engagement=planned, to=Stage.SCOPE, by=lead, now=now, today=TODAY)
        for key in ("outcome-exists", "metrics-complete"):
            override_gate(engagement=planned, key=key, reason="The board decided", by=lead, now=now, today=TODAY)
        with pytest.raises(ValidationError, match="Nothing keeps this gate shut here"):
            override_gate(engagement=planned, key="outcome-exists", reason="Twice", by=lead, now=now, today=TODAY)
        with pytest.raises(ValidationError, match="Nothing keeps this gate shut here"):
            override_gate(
                engagement=planned, key="metrics-five-to-seven", reason="Advice", by=lead, now=now, today=TODAY
            )
        move_stage(engagement=planned, to=Stage.SCOPE, by=lead, now=now, today=TODAY)
        planned.refresh_from_db()
        assert planned.stage == "scope"
        assert StageMove.objects.get().overridden == ["outcome-exists", "metrics-complete"]
        with pytest.raises(ValidationError, match="at this stage already"):
            move_stage(engagement=planned, to=Stage.SCOPE, by=lead, now=now, today=TODAY)
        with pytest.raises(ValidationError, match="Say why it goes back"):
            move_stage(engagement=planned, to=Stage.OUTCOMES, by=lead, now=now, today=TODAY, reason=" ")
        move_stage(engagement=planned, to=Stage.OUTCOMES, by=lead, now=now, today=TODAY, reason="Wrong outcome")
        assert withdraw_override(engagement=planned, key="outcome-exists", by=lead, now=now) is True
        assert withdraw_override(engagement=planned, key="outcome-exists", by=lead, now=now) is False
        verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))[-5:]
    assert verbs == [
        "gate.overridden",
        "gate.overridden",
        "engagement.moved",
        "engagement.moved",
        "gate.override_withdrawn",
    ]


def test_the_partner_is_chosen_once_outcomes_are_clear_and_before_any_work(
    house: House, planned: Engagement, now: datetime
) -> None:
    lead, kestrel = house.people[Role.OPS_LEAD], house.vendors["kestrel"]
    with staff(house.pk, actor=lead.pk):
        with pytest.raises(ValidationError, match="An outcome in plain words"):
            choose_partner(engagement=planned, vendor=kestrel, by=lead, today=TODAY)
        for key in ("outcome-exists", "metrics-complete"):
            override_gate(engagement=planned, key=key, reason="The board decided", by=lead, now=now, today=TODAY)
        choose_partner(engagement=planned, vendor=kestrel, by=lead, today=TODAY)
        planned.refresh_from_db()
        assert planned.vendor == kestrel
        running = house.engagements["inkwell"]
        with pytest.raises(ValidationError, match="Its partner is chosen"):
            choose_partner(engagement=running, vendor=kestrel, by=lead, today=TODAY)


def test_nothing_is_routed_to_a_partner_before_the_rules_are_in_writing(house: House, now: datetime) -> None:
    lead, engagement = house.people[Role.OPS_LEAD], house.engagements["kestrel"]
    with staff(house.pk, actor=lead.pk):
        assert reasons_not_to_route(house.engagements["own"], TODAY) == []
        reasons = reasons_not_to_route(engagement, TODAY)
        assert len(reasons) == 4
        assert reasons[1] == "No service level is agreed."
        override_gate(engagement=engagement, key="raci-complete", reason="Old deal", by=lead, now=now, today=TODAY)
        assert reasons_not_to_route(engagement, TODAY) == reasons[1:]
        engagement.stage = Stage.PARTNER
        assert reasons_not_to_route(engagement, TODAY) == [
            "Night desk is still at: Partner. Work goes to the partner from the pilot on.",
            *reasons[1:],
        ]


def test_later_gates_say_what_they_wait_for(house: House, planned: Engagement) -> None:
    with staff(house.pk):
        said = {gate.stage.value: [each.finding.message for each in gate.missing] for gate in gates(planned, TODAY)}
    assert said["business_case"] == ["No business case is kept for this engagement yet."]
    assert said["partner"][0] == "It is still with your own team. Choose the partner on the board."
    assert said["pilot"] == ["No pilot is kept for this engagement yet.", "Nobody has tried out how to leave."]
    assert "No exit plan is kept for this engagement yet." in said["live"]


def test_the_board_shows_gates_and_moves_on(house: House, planned: Engagement, lead: Client, viewer: Client) -> None:
    board = url("engagement-board", house, pk=planned.pk)
    assert "2 things are missing" in viewer.get(board).content.decode()
    assert "Override" not in viewer.get(board).content.decode()
    page = lead.get(board).content.decode()
    with staff(house.pk):
        missing = sum(len(gate.missing) for gate in gates(planned, TODAY))
    assert page.count("Override<span") == missing
    response = lead.post(url("engagement-move", house, pk=planned.pk), {"stage": "scope"})
    assert messages_of(response)[0].startswith("Not yet.")
    for key in ("outcome-exists", "metrics-complete"):
        passed = lead.post(url("engagement-override", house, pk=planned.pk, check=key), {"reason": "Agreed by mail"})
        assert messages_of(passed)[-1] == f"Passed without: {check_of(key).label}."  # type: ignore[union-attr]
    assert "Agreed by mail" in lead.get(board).content.decode()
    response = lead.post(url("engagement-move", house, pk=planned.pk), {"stage": "scope"})
    assert messages_of(response)[-1] == "Day desk is now at: Scope."
    assert viewer.post(url("engagement-move", house, pk=planned.pk), {"stage": "outcomes"}).status_code == 403
    assert lead.get(url("engagement-override", house, pk=planned.pk, check="nobody")).status_code == 404


def test_the_exit_is_begun_on_its_own_page(house: House, lead: Client) -> None:
    """Of a running engagement the board does not propose the exit, nor goes there before one was started."""
    pk = house.engagements["kestrel"].pk
    page = lead.get(url("engagement-board", house, pk=pk)).content.decode()
    assert ("Go on to: Exit" in page, "it can go on to: Exit" in page) == (False, False)
    assert (page.count('data-check="exit-under-way"'), page.count('data-dialog-open="leave"')) == (1, 0)
    response = lead.post(url("engagement-move", house, pk=pk), {"stage": "exit"})
    assert messages_of(response)[-1] == "Not yet: An exit, with its tasks is missing."

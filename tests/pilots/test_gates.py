"""What the stage board asks of a pilot: a verdict where the contract binds for long."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engagements.gates.registry import Finding, check_of
from engagements.models import Engagement
from pilots.models import Pilot, PilotDecision, PilotPolicy
from tests.factories.cast import House
from tests.factories.pilots import NINE, started

TODAY = date(2026, 11, 23)


def ask(key: str, engagement: Engagement) -> Finding:
    found = check_of(key)
    assert found is not None
    return found.ask(Engagement.objects.select_related("vendor").get(pk=engagement.pk), TODAY)


def test_a_contract_without_an_end_needs_a_pilot_decided_to_scale(acting: House) -> None:
    desk = acting.engagements["kestrel"]
    assert ask("pilot-verdict", desk) == Finding(
        False, "No pilot is kept for this engagement yet.", "pilots:engagement-pilot"
    )
    pilot = started(acting)
    assert ask("pilot-verdict", desk).message == "Nights with Kestrel: Running."
    decide(pilot, "scale")
    assert ask("pilot-verdict", desk) == Finding(True, "Nights with Kestrel: Scale.", "pilots:engagement-pilot")


def test_a_pilot_that_was_stopped_does_not_open_it(acting: House) -> None:
    pilot = started(acting)
    decide(pilot, "stop")
    assert ask("pilot-verdict", acting.engagements["kestrel"]).holds is False


def decide(pilot: Pilot, choice: str) -> None:
    PilotDecision.objects.create(pilot=pilot, choice=choice, why="The numbers.", decided_at=NINE)
    Pilot.objects.filter(pk=pilot.pk).update(decided_at=NINE)


def test_a_short_contract_needs_none_unless_it_commits_to_much(acting: House) -> None:
    desk = acting.engagements["kestrel"]
    desk.ended_on = date(2026, 7, 4)  # 5 January to 4 July: six months, at 12,000 a month
    desk.save()
    assert ask("pilot-verdict", desk).holds
    policy = PilotPolicy.objects.create(term_months=6, commitment=Decimal(72000), currency="EUR")
    assert ask("pilot-verdict", desk).holds
    policy.commitment = Decimal(71999)
    policy.save()
    assert not ask("pilot-verdict", desk).holds
    policy.currency = "USD"
    policy.save()
    assert ask("pilot-verdict", desk).holds  # never compared across currencies
    desk.ended_on = date(2026, 7, 5)
    desk.save()
    assert not ask("pilot-verdict", desk).holds

"""What the stage board asks of a pilot: a verdict where the contract binds for long."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engagements.gates.registry import Finding, check_of
from engagements.models import Engagement, EngagementTerms
from exits.actions.plans import make_plan
from exits.models import ExitPlan
from foundation.accounts.roles import Role
from pilots.contract import Bond
from pilots.models import Pilot, PilotDecision, PilotPolicy
from pilots.queries.bonds import bond_of
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


def test_the_contract_that_the_exit_plan_knows_counts_before_the_engagements_own_days(acting: House) -> None:
    """From 1 March to 31 August, six months; the fee rises in June: 3 x 12,000 and 3 x 13,000."""
    desk, lead = acting.engagements["kestrel"], acting.people[Role.OPS_LEAD]
    plan = make_plan(engagement=desk, by=lead, now=NINE)
    ExitPlan.objects.filter(pk=plan.pk).update(starts_on=date(2026, 3, 1), ends_on=date(2026, 8, 31), tacit_months=6)
    assert bond_of(desk) == Bond(6, Decimal(72000), "EUR")
    later = EngagementTerms(engagement=desk, valid_from=date(2026, 6, 1), currency="EUR", monthly_fee=Decimal(13000))
    later.save()
    assert bond_of(desk) == Bond(6, Decimal(75000), "EUR")
    assert ask("pilot-verdict", desk).holds
    PilotPolicy.objects.create(term_months=6, commitment=Decimal(74999), currency="EUR")
    assert not ask("pilot-verdict", desk).holds
    EngagementTerms.objects.filter(pk=later.pk).update(currency="USD")
    assert bond_of(desk) == Bond(6)  # never summed across currencies
    ExitPlan.objects.filter(pk=plan.pk).update(ends_on=date(2026, 9, 1))
    assert not ask("pilot-verdict", desk).holds

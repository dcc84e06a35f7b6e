from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from engagements.health import cost_only, no_integration, thin_onboarding, unclear_scope, weak_governance
from engagements.health.checking import health
from engagements.models import (
    ActionItem,
    ApprovedPlace,
    Assumption,
    CommunicationEntry,
    DecisionRight,
    Engagement,
    ExclusionRule,
    MaturityProof,
    Metric,
    Process,
    ProcessBaseline,
    Segment,
    Tool,
)
from foundation.accounts.roles import Role
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import TODAY, fresh, person, planned, target_of
from tests.factories.cast import House

__all__ = ["planned"]


def test_unclear_scope(planned: Engagement) -> None:
    assert len(unclear_scope.ask(planned, TODAY).signs) == 4
    Process.objects.update(outputs="A list", acceptance_criteria="Passes all rules")
    Segment.objects.create(engagement=planned, name="Mail")
    claim = {"engagement": planned, "text": "Words", "claimed_side": "client", "claimed_at": MONDAY_NINE}
    ExclusionRule.objects.create(kind="duplicate", effect="drop", **claim)
    assert unclear_scope.ask(fresh(planned), TODAY).signs == ("No assumption is written down.",)
    Assumption.objects.create(**claim)
    assert unclear_scope.ask(fresh(planned), TODAY).signs == ()


def test_thin_onboarding(planned: Engagement) -> None:
    assert len(thin_onboarding.ask(planned, TODAY).signs) == 3
    process = planned.process
    MaturityProof.objects.create(process=process, aspect="documented", evidence="SOP", confirmed_at=MONDAY_NINE)
    ProcessBaseline.objects.create(
        process=process, who="Mara", done_on=TODAY, count=20, minutes=Decimal(100), created_at=MONDAY_NINE
    )
    assert thin_onboarding.ask(planned, TODAY).signs == ("No team lead is named.",)
    person(planned, "vendor", "Lead", name="Zofia Maj", contact="team_lead")
    assert thin_onboarding.ask(planned, TODAY).signs == ()


def test_weak_governance(planned: Engagement, house: House) -> None:
    assert len(weak_governance.ask(planned, TODAY).signs) == 2  # it has an owner
    DecisionRight.objects.create(engagement=planned, decision="Fee", decided_by=person(planned, "client", "Owner"))
    CommunicationEntry.objects.create(
        engagement=planned, what="Figures", who="Lead", to_whom="Owner", where="Mail", how_often="weekly"
    )
    assert weak_governance.ask(planned, TODAY).signs == ()
    lead = house.people[Role.OPS_LEAD]
    ActionItem.objects.create(
        engagement=planned,
        title="Call",
        owner=lead,
        due_date=TODAY - timedelta(days=1),
        created_by=lead,
        created_at=MONDAY_NINE,
    )
    assert weak_governance.ask(planned, TODAY).signs == ("1 action is overdue.",)


def test_no_integration(planned: Engagement) -> None:
    assert len(no_integration.ask(planned, TODAY).signs) == 2
    tool = Tool.objects.create(engagement=planned, name="Board", purpose="projects", owner_side="vendor")
    ApprovedPlace.objects.create(name="Drive", data_classes="Tickets", approved_on=TODAY)
    assert no_integration.ask(planned, TODAY).signs == ("The partner controls: Board.",)
    tool.owner_side = "client"
    tool.save()
    assert no_integration.ask(planned, TODAY).signs == ()


def test_cost_only(planned: Engagement) -> None:
    Process.objects.update(reasons=["cost"])
    target = target_of(planned, "Unit cost")
    Metric.objects.filter(pk=target.metric_id).update(measure="cost_per_unit")
    assert cost_only.ask(fresh(planned), TODAY).signs == (
        "Cost is the only reason why it is outsourced.",
        "Every metric is about money.",
    )
    Process.objects.update(reasons=["cost", "coverage"])
    target_of(planned, "Satisfaction")
    assert cost_only.ask(fresh(planned), TODAY).signs == ()


def test_the_five_are_asked_in_order(planned: Engagement) -> None:
    assert [each.failure.key for each in health(planned, TODAY)] == [
        "unclear-scope",
        "thin-onboarding",
        "weak-governance",
        "no-integration",
        "cost-only",
    ]

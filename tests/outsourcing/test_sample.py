"""The sample: offered to an empty workspace, made once, and full of life."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from engagements.models import ActionItem, Engagement, MetricTarget, Segment
from engagements.queries.processes import ProcessFilter, listed_processes
from foundation.accounts.actions import create_organization
from foundation.accounts.actions.people import make_person
from foundation.accounts.models import Membership
from foundation.accounts.tenancy.context import system
from foundation.jobs.models import Job
from outsourcing.sample import story, workspace
from outsourcing.sample.workspace import fill_workspace
from pilots.models import PilotDecision, RollbackTrigger, Verdict, VolumeStep
from procedures.models import RampStage
from procedures.queries.guides import guides_of
from procedures.queries.readers import delivers, people, rows_of
from procedures.queries.readiness import training_of
from scorecards.models import Scorecard
from tests.conftest import SignIn
from vendors.models import Vendor
from workitems.models import IntakeRequest, WorkItem

SCALED = tuple(plan for plan in story.PLANS if plan.name == "Order triage")
FEW = tuple(plan for plan in story.PLANS if plan.name in {"After-hours IT support", "Content formatting"})


@pytest.fixture
def empty(db: None) -> Membership:
    return create_organization(name="Fresh", by=make_person(email="fresh@example.org", name="Fresh"), time_zone="UTC")


@pytest.fixture
def browser(empty: Membership, sign_in: SignIn) -> Client:
    return sign_in(empty.user)


def test_an_empty_workspace_offers_the_sample_and_the_import(browser: Client) -> None:
    page = browser.get("/fresh/").content.decode()
    assert 'action="/fresh/sample/"' in page
    assert 'href="/fresh/imports/new/"' in page


def test_asking_for_it_starts_one_job(browser: Client, empty: Membership) -> None:
    response = browser.post("/fresh/sample/")
    with system([empty.organization_id]):
        [job] = Job.objects.all()
    assert (response.status_code, response["Location"]) == (302, f"/fresh/jobs/{job.pk}/")


def test_the_sample_has_life_and_a_rerun_changes_nothing(
    empty: Membership, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "PLANS", FEW)
    with system([empty.organization_id]):
        assert fill_workspace(membership=empty, now=now) == len(FEW) + 1
        items = WorkItem.objects.count()
        assert items > 500
        assert set(Engagement.objects.values_list("name", flat=True)) == {
            "Supplier records",
            *(plan.name for plan in FEW),
        }
        assert Engagement.objects.get(name="Supplier records").stage == "guardrails"
        states = dict(Scorecard.objects.filter(period_key="2026-W47").values_list("engagement__name", "state"))
        assert states == {"After-hours IT support": "frozen", "Content formatting": "blocked"}
        assert ActionItem.objects.count() == 2
        assert Vendor.objects.filter(kind="internal").count() == 1
        assert_was_begun(now)
        assert fill_workspace(membership=empty, now=now) == 0
        assert WorkItem.objects.count() == items


def assert_was_begun(now: datetime) -> None:
    """The inventory is judged, the first engagement has its procedures, and work was asked for."""
    today = now.date()
    rows = {str(row.process): row for row in listed_processes(ProcessFilter(), today=today)}
    risky = [name for name, row in rows.items() if row.unproven and row.engagement_count]
    assert risky == ["Content"]
    assert [name for name, row in rows.items() if row.process.verdict == "cannot"] == ["Pricing of offers"]
    assert rows["IT support"].process.volume == 62
    first = Engagement.objects.select_related("vendor", "process").get(name="After-hours IT support")
    routes = Segment.objects.filter(engagement=first).order_by("pk").values_list("route", "weekly_volume")
    assert list(routes) == [("partner", 25), ("partner", 22), ("partner", 12), ("in_house", 3)]
    everybody = people(today, engagement=first)
    [sop, checklist] = rows_of(guides_of(first), everybody, today=today, now=now)
    assert (str(sop.newest), sop.adoption.acknowledged, sop.adoption.asked) == ("A call after hours v2", 4, 5)
    assert checklist.state == "adopted"
    assert [each.is_done for each in training_of(first, [one for one in everybody if delivers(one)])] == [True]
    waiting = RampStage.objects.filter(reached_on=None, planned_date__lt=today)
    assert list(waiting.values_list("engagement__name", "name")) == [("Content formatting", "The whole volume")]
    requests = IntakeRequest.objects.order_by("number").values_list("route", "item__engagement__name")
    assert list(requests) == [("partner", "After-hours IT support"), ("unassigned", None)]


def assert_was_scaled() -> None:
    """Its pilot was judged once, decided on that evidence, and grows in steps, of which the last is to come."""
    decision = PilotDecision.objects.get()
    assert (decision.choice, decision.memo["advice"], decision.memo["counts"]["met"]) == ("scale", "scale", 3)
    assert set(Verdict.objects.values_list("outcome", "look")) == {("met", 1)}
    reached = [step.reached_at is not None for step in VolumeStep.objects.order_by("position")]
    assert (len(reached), reached[0], reached[-1]) == (3, True, False)
    assert not RollbackTrigger.objects.exclude(fired_at=None).exists()
    targets = MetricTarget.objects.filter(engagement__name="Order triage")
    assert targets.values("metric").distinct().count() == targets.count()  # scaling changed none


def test_a_workspace_with_engagements_is_left_alone(
    empty: Membership, browser: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "PLANS", SCALED)
    with system([empty.organization_id]):
        fill_workspace(membership=empty, now=now)
        before = Job.objects.count()
        assert_was_scaled()
    browser.post("/fresh/sample/")
    with system([empty.organization_id]):
        assert Job.objects.count() == before

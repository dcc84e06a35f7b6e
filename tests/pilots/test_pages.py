"""The pages: a plan from nothing to its start, what a form refuses, and what the vendor never sees."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.models import Metric
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from pilots.actions.reading import read_pilot
from pilots.models import (
    BacklogItem,
    Pilot,
    PilotRetrospective,
    PilotTerms,
    PilotWaiver,
    RollbackTrigger,
    SuccessCriterion,
)
from tests.factories.cast import House
from tests.factories.pilots import FIRST, NINE, days, items_of, planned, started
from tests.factories.scorecards import metric
from tests.pilots.conftest import messages_of, url


def make(house: House, how: Any, **more: Any) -> Pilot:
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk), transaction.atomic():
        made: Pilot = how(house, **more)
    return made


def plan_form(house: House, **more: Any) -> dict[str, Any]:
    return {
        "title": "Nights with Kestrel",
        "engagement": house.engagements["kestrel"].pk,
        "start_date": "2026-12-01",
        "end_date": "2027-01-15",
        "owner": house.people[Role.OPS_LEAD].pk,
        "budget": "18000",
        "currency": "EUR",
        "rollback_ours": "Stop new work\nTake access back",
        "rollback_theirs": "Hand over open items",
        "rollback_days": "5",
        **more,
    }


def test_a_plan_is_begun_and_changed(lead: Client, house: House) -> None:
    response = lead.post(url("pilot-create", house), plan_form(house))
    with context.staff(house.pk), transaction.atomic():
        pilot = Pilot.objects.get()
        assert pilot.rollback_ours == ["Stop new work", "Take access back"]
        assert PilotTerms.objects.get().budget == 18000
    assert response.headers["Location"] == url("pilot-detail", house, pk=pilot.pk)
    lead.post(url("pilot-edit", house, pk=pilot.pk), plan_form(house, title="Nights", budget="20000", seen="1"))
    with context.staff(house.pk), transaction.atomic():
        assert Pilot.objects.get().title == "Nights"
        assert PilotTerms.objects.get().budget == 20000
    stale = lead.post(url("pilot-edit", house, pk=pilot.pk), plan_form(house, title="Days", seen="1"))
    assert "Somebody else saved" in str(stale.context["form"].errors)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"end_date": "2026-11-30"}, "end_date", "lies before the first"),
        ({"start_date": "2026-02-30"}, "start_date", "Enter a valid date"),
        ({"end_date": "9999-01-01"}, "end_date", "between 1970 and 2199"),
        ({"second_engagement": "kestrel"}, "second_engagement", "the same engagement"),
        ({"second_engagement": "inkwell"}, "second_engagement", "one vendor"),
        ({"control": "kestrel"}, "control", "compared with itself"),
        ({"budget": "-1"}, "budget", "greater than or equal to 0"),
    ],
)
def test_a_plan_that_cannot_be(lead: Client, house: House, change: dict[str, Any], field: str, said: str) -> None:
    named = {key: house.engagements[value].pk if value in house.engagements else value for key, value in change.items()}
    response = lead.post(url("pilot-create", house), plan_form(house, **named))
    assert said in " ".join(response.context["form"].errors[field])
    with context.staff(house.pk), transaction.atomic():
        assert not Pilot.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"direction": ""}, "direction", "This field is required"),
        ({"direction": "higher"}, "direction", "lower is better"),
        ({"threshold": "101"}, "threshold", "between 0 and 100"),
        ({"baseline": "0"}, "baseline", "compares with nothing"),
        ({"baseline": "7"}, "baseline_source", "Say where it comes from"),
        ({"planned_n": "0"}, "planned_n", "greater than or equal to 1"),
    ],
)
def test_a_criterion_that_cannot_be(lead: Client, house: House, change: dict[str, Any], field: str, said: str) -> None:
    pilot = make(house, planned)
    with context.staff(house.pk), transaction.atomic():
        SuccessCriterion.objects.filter(pilot=pilot, name="Error rate").delete()
        counted = Metric.objects.get(name="Error rate").pk
    form = {
        "engagement": pilot.engagement_id,
        "metric": counted,
        "direction": "lower",
        "threshold": "5",
        "planned_n": "60",
    }
    response = lead.post(url("criterion-create", house, pk=pilot.pk), {**form, **change})
    assert said in " ".join(response.context["form"].errors[field])


def test_a_criterion_follows_its_metric(lead: Client, house: House) -> None:
    pilot = make(house, planned)
    with context.staff(house.pk), transaction.atomic():
        SuccessCriterion.objects.filter(pilot=pilot).delete()
        wanted = {"Error rate": "5", "Turnaround, 90th percentile": "8"}
        metrics = dict(Metric.objects.filter(name__in=wanted).values_list("name", "pk"))
        hidden = metric("accuracy", name="Ours alone", is_internal=True).pk
    for name, threshold in wanted.items():
        form = {
            "engagement": pilot.engagement_id,
            "metric": metrics[name],
            "direction": "lower",
            "threshold": threshold,
        }
        assert lead.post(url("criterion-create", house, pk=pilot.pk), form | {"planned_n": "60"}).status_code == 302
    form = {
        "engagement": pilot.engagement_id,
        "metric": hidden,
        "direction": "higher",
        "threshold": "9",
        "planned_n": "9",
    }
    refused = lead.post(url("criterion-create", house, pk=pilot.pk), form)
    assert "metric" in refused.context["form"].errors  # the vendor may not see it
    with context.staff(house.pk), transaction.atomic():
        rows = [
            (each.kind, each.percentile, each.error_budget) for each in SuccessCriterion.objects.filter(pilot=pilot)
        ]
        again = url("criterion-edit", house, pk=pilot.pk, criterion=SuccessCriterion.objects.get(name="Error rate").pk)
    assert rows == [("share", None, Decimal(5)), ("percentile", 90, Decimal(10))]
    shown = lead.get(again).context["form"]
    assert [shown[name].value() for name in ("threshold", "error_budget", "baseline")] == ["5", "5", None]


def test_a_trigger_watches_a_metric_or_an_event(lead: Client, house: House) -> None:
    pilot = make(house, planned)
    form = {
        "engagement": pilot.engagement_id,
        "threshold": "1",
        "window_days": "7",
        "minimum_n": "10",
        "direction": "above",
    }
    page = url("trigger-create", house, pk=pilot.pk)
    assert "Choose what it watches" in str(lead.post(page, form).context["form"].errors)
    assert "fire above" in str(lead.post(page, form | {"event": "miss", "direction": "below"}).context["form"].errors)
    assert "direction" in lead.post(page, form | {"event": "miss", "direction": ""}).context["form"].errors
    assert lead.post(page, form | {"event": "miss"}).status_code == 302
    with context.staff(house.pk), transaction.atomic():
        assert RollbackTrigger.objects.get(event="miss").name == "A service level was missed"


def test_a_backlog_is_pasted_whole_or_not_at_all(lead: Client, house: House) -> None:
    pilot = make(house, planned)
    page = url("pilot-backlog", house, pk=pilot.pk)
    good = "reference\ttitle\ttype\nA-1\tReset one\treset\tS\tSigned in\nA-2\tReset two\treset\tS\tSigned in"
    assert lead.post(page, {"rows": good}).status_code == 302
    refused = lead.post(page, {"rows": "A-1;One\nA-1;Two"})
    assert refused.context["form"].errors["rows"] == ["Line 2: A-1 stands in line 1 already."]
    assert lead.post(page, {"rows": "A-1"}).context["form"].errors["rows"] == [
        "Line 1: a reference and a title are needed."
    ]
    with context.staff(house.pk), transaction.atomic():
        rows = list(BacklogItem.objects.values_list("reference", "item_type", "size", "criteria"))
    assert rows == [("A-1", "reset", "S", "Signed in"), ("A-2", "reset", "S", "Signed in")]


def test_it_goes_ahead_outside_a_limit_only_with_the_right(lead: Client, house: House, sign_in: Any) -> None:
    pilot = make(house, planned, end_date=FIRST + timedelta(days=100))
    page = url("pilot-waive", house, pk=pilot.pk, rule_key="duration")
    assert sign_in(house.people[Role.ANALYST]).post(page, {"reason": "x"}).status_code == 403
    assert lead.post(page, {"reason": "The season is long."}).status_code == 302
    with context.staff(house.pk), transaction.atomic():
        assert PilotWaiver.objects.get().reason == "The season is long."
    assert lead.post(url("pilot-uphold", house, pk=pilot.pk, rule_key="duration")).status_code == 302
    with context.staff(house.pk), transaction.atomic():
        assert PilotWaiver.objects.get().withdrawn_at is not None


def test_started_its_plan_is_shut_and_a_second_start_is_told(lead: Client, house: House) -> None:
    pilot = make(house, started)
    response = lead.get(url("pilot-edit", house, pk=pilot.pk))
    assert response.headers["Location"] == url("pilot-detail", house, pk=pilot.pk)
    said = messages_of(lead.post(url("pilot-start", house, pk=pilot.pk)))
    assert said[-1] == "This pilot has been started already."


def test_running_it_says_so_far_and_never_a_verdict(lead: Client, house: House) -> None:
    pilot = make(house, running)
    page = lead.get(url("pilot-detail", house, pk=pilot.pk)).content.decode()
    assert page.count("so far, no verdict") == 4  # each criterion, and the heading
    assert pilot.seal in page
    assert "0 of 3.0 failures used" in page
    assert "18,000.00" in page
    assert "off-boarding checklist" in page


def running(house: House) -> Pilot:
    pilot = started(house)
    items_of(house.engagements["kestrel"], days(FIRST, 20), a_day=2)
    read_pilot(pilot_id=pilot.pk, now=NINE, today=FIRST + timedelta(days=20))
    return pilot


def test_the_vendor_sees_thresholds_and_figures_and_nothing_internal(manager: Client, house: House) -> None:
    with context.staff(house.pk), transaction.atomic():
        pilot = running(house)
        PilotRetrospective.objects.create(
            pilot=pilot, week_start=FIRST, generated_at=NINE, went_badly="Their lead is weak."
        )
    place = {"vendor": house.vendors["kestrel"].pk}
    listed = manager.get(url("pilot-portal-list", house, **place)).content.decode()
    page = manager.get(url("pilot-portal-detail", house, **place, pk=pilot.pk)).content.decode()
    assert "Nights with Kestrel" in listed
    assert page.count("so far, no verdict") == 3
    assert pilot.seal in page
    assert all(f"<h3>{side}</h3>" in page for side in (house.organization.name, "Yours"))
    for secret in ("18,000", "Day desk", "Their lead is weak", "Budget", "Baseline"):
        assert secret not in page


def test_a_plan_is_not_the_vendors_business_yet(manager: Client, house: House) -> None:
    pilot = make(house, planned)
    place = {"vendor": house.vendors["kestrel"].pk}
    assert manager.get(url("pilot-portal-detail", house, **place, pk=pilot.pk)).status_code == 404
    assert "Nights with Kestrel" not in manager.get(url("pilot-portal-list", house, **place)).content.decode()


def test_the_list_asks_as_often_for_three_as_for_one(lead: Client, house: House) -> None:
    make(house, planned)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(url("pilot-list", house)).status_code == 200
        counts.append(len(queries))
        with context.staff(house.pk), transaction.atomic():
            first = Pilot.objects.first()
            assert first is not None
            first.pk, first._state.adding, first.title = None, True, f"More {number}"
            first.save()
    assert len(set(counts)) == 1


def test_the_policy_is_the_owners(lead: Client, house: House, sign_in: Any) -> None:
    page = url("policy-edit", house)
    assert lead.get(page).status_code == 403
    owner = sign_in(house.people[Role.OWNER])
    refused = owner.post(page, {"term_months": "6", "commitment": "50000"})
    assert refused.context["form"].errors == {"currency": ["Say in which currency."]}
    assert owner.post(page, {"term_months": "12"}).status_code == 302
    assert "12 months" in lead.get(url("pilot-list", house)).content.decode()

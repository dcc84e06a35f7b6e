"""Outcomes: written, changed by one person at a time, dropped; the metrics that show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.actions.outcomes import add_outcome
from engagements.models import Metric, MetricTarget, Outcome, ServiceLevel
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import Cast, House
from tests.factories.scorecards import metric

QUICK = "Nobody waits for IT until the morning."


@pytest.fixture
def pk(house: House) -> int:
    return house.engagements["kestrel"].pk


@pytest.fixture
def outcome(house: House, agreed: Agreements, now: datetime) -> Outcome:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        return add_outcome(
            engagement=house.engagements["kestrel"],
            statement=QUICK,
            metrics=[agreed.metric.pk],
            by=lead,
            now=now,
        )


def tied(house: House) -> dict[str, str | None]:
    """Metric names and the outcome that each shows."""
    with staff(house.pk):
        rows = MetricTarget.objects.order_by("pk").values_list("metric__name", "outcome__statement")
        return dict(rows)


def groups(page: Any) -> list[tuple[str, list[str]]]:
    return [
        (str(group.outcome or ""), [each.target.metric.name for each in group.agreed])
        for group in page.context["groups"]
    ]


def test_written_down_with_the_metrics_that_show_it(house: House, agreed: Agreements, pk: int, lead: Client) -> None:
    front, address = url("engagement-detail", house, pk=pk), url("outcome-create", house, pk=pk)
    assert groups(lead.get(front)) == [("", ["Response time"])]
    assert errors(lead.post(address, {"seen": "1"})) == {"statement": ["This field is required."]}
    data = {"seen": "1", "statement": QUICK, "why": "Trains", "metrics": [agreed.metric.pk]}
    assert messages_of(lead.post(address, data)) == ["The outcome is written down."]
    assert tied(house) == {"Response time": QUICK}
    page = lead.get(front)
    assert groups(page) == [(QUICK, ["Response time"])]
    assert page.context["warnings"] == [
        "1 metric: fewer than 5 hide what nobody looks at.",
        "No baseline yet, so nobody can tell what improved: Response time.",
    ]
    assert list(errors(lead.post(address, data))) == ["statement"]
    with staff(house.pk):
        assert Outcome.objects.count() == 1


def test_two_people_change_it(house: House, outcome: Outcome, pk: int, lead: Client, sign_in: SignIn) -> None:
    owner = sign_in(house.people[Role.OWNER])
    address = url("outcome-edit", house, pk=pk, outcome=outcome.pk)
    seen = lead.get(address).context["form"]["seen"].value()
    assert owner.post(address, {"seen": seen, "statement": "Theirs."}).status_code == 302
    refused = lead.post(address, {"seen": seen, "statement": "Mine."})
    assert list(errors(refused)) == ["__all__"]
    text = refused.content.decode()
    assert "As it is saved now: “Theirs.”" in text
    assert 'value="Mine."' in text
    again = refused.context["form"]["seen"].value()
    assert lead.post(address, {"seen": again, "statement": "Both."}).status_code == 302
    with staff(house.pk):
        outcome.refresh_from_db()
        assert (outcome.statement, outcome.revision) == ("Both.", 3)
        told = AuditEvent.objects.filter(verb="outcome.changed").order_by("pk").values_list("data", flat=True)
        assert [data["statement"] for data in told] == [[QUICK, "Theirs."], ["Theirs.", "Both."]]


def test_a_statement_that_is_there_already_is_no_conflict(
    house: House, outcome: Outcome, pk: int, lead: Client, now: datetime
) -> None:
    by = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=by.pk):
        other = add_outcome(engagement=outcome.engagement, statement="Other.", by=by, now=now)
    refused = lead.post(url("outcome-edit", house, pk=pk, outcome=other.pk), {"seen": "1", "statement": QUICK})
    assert list(errors(refused)) == ["statement"]
    assert "As it is saved now" not in refused.content.decode()


def test_dropped_it_leaves_its_metrics(
    house: House, outcome: Outcome, agreed: Agreements, pk: int, lead: Client
) -> None:
    with staff(house.pk):
        ServiceLevel.objects.filter(pk=agreed.level.pk).update(outcome=outcome)
    address = url("outcome-drop", house, pk=pk, outcome=outcome.pk)
    assert lead.get(address).status_code == 405
    for _ in range(2):
        assert lead.post(address).status_code == 302
    assert tied(house) == {"Response time": None}
    with staff(house.pk):
        assert ServiceLevel.objects.get(pk=agreed.level.pk).outcome_id is None
        assert AuditEvent.objects.filter(verb="outcome.dropped").count() == 1
    assert groups(lead.get(url("engagement-detail", house, pk=pk))) == [("", ["Response time"])]
    assert lead.get(url("outcome-edit", house, pk=pk, outcome=outcome.pk)).status_code == 404


def test_a_metric_agreed_for_later_can_show_it_and_keeps_it(
    house: House, outcome: Outcome, pk: int, lead: Client, now: datetime
) -> None:
    with staff(house.pk):
        later: Metric = metric("csat", house.engagements["kestrel"], name="Satisfaction", since=date(2026, 12, 7))
        response = Metric.objects.get(name="Response time")
    address = url("outcome-edit", house, pk=pk, outcome=outcome.pk)
    with time_machine.travel(now, tick=False):
        ticked = [response.pk, later.pk]
        assert lead.post(address, {"seen": 1, "statement": QUICK, "metrics": ticked}).status_code == 302
        page = lead.get(url("engagement-detail", house, pk=pk))
        assert groups(page) == [(QUICK, ["Response time", "Satisfaction"])]
        assert page.context["coming"] == []
        assert lead.get(address).context["form"].initial["metrics"] == ticked
        assert lead.post(address, {"seen": 2, "statement": QUICK, "metrics": [later.pk]}).status_code == 302
    assert tied(house) == {"Response time": None, "Satisfaction": QUICK}


def test_the_page_asks_as_often_for_three_outcomes_as_for_one(
    house: House, outcome: Outcome, pk: int, lead: Client, now: datetime
) -> None:
    address, by = url("engagement-detail", house, pk=pk), house.people[Role.OPS_LEAD]

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.get(address)
        return len(queries)

    count()
    one = count()
    with staff(house.pk, actor=by.pk):
        for name in ("Satisfaction", "Errors"):
            shown = metric("csat", outcome.engagement, name=name)
            add_outcome(engagement=outcome.engagement, statement=name, metrics=[shown.pk], by=by, now=now)
    assert (one, count()) == (one, one)


def test_who_may(cast: Cast, house: House, outcome: Outcome, pk: int, lead: Client, viewer: Client) -> None:
    for name, more in (("outcome-create", {}), ("outcome-edit", {"outcome": outcome.pk})):
        assert viewer.get(url(name, house, pk=pk, **more)).status_code == 403
    assert viewer.post(url("outcome-drop", house, pk=pk, outcome=outcome.pk)).status_code == 403
    other = house.engagements["own"].pk
    assert lead.get(url("outcome-edit", house, pk=other, outcome=outcome.pk)).status_code == 404
    assert lead.post(url("outcome-drop", house, pk=other, outcome=outcome.pk)).status_code == 404
    assert lead.get(url("outcome-create", house, pk=cast.umbra.engagements["kestrel"].pk)).status_code == 404

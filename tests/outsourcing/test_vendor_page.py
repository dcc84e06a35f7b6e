"""A vendor's page: engagements with their status, people in the portal, twelve weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import Engagement
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from scorecards.actions.measuring import measure_weeks
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.scorecards import busy_weeks, metric
from tests.factories.sheets import W47, frozen_card


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture(autouse=True)
def monday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


def url(house: House, vendor: str = "kestrel") -> str:
    return reverse("outsourcing:vendor-detail", args=[house.slug, house.vendors[vendor].pk])


def test_engagements_people_and_figures(house: House, lead: Client, now: datetime) -> None:
    with staff(house.pk):
        frozen_card(house, now=now)
    page = lead.get(url(house)).context
    assert [(row.engagement.name, row.status, row.actions) for row in page["rows"]] == [
        ("Night desk", "off_target", (2, 1))
    ]
    assert [(person.membership.user.name, person.engagements) for person in page["people"]] == [
        ("Kestrel-Vendor_Agent Northwind", 1),
        ("Kestrel-Vendor_Manager Northwind", 1),
    ]
    assert [(own.label, own.value, own.note) for own in page["figures"]] == [
        ("SLA adherence, pooled", "60 %", "n 5"),
        ("Engagements on target", "0", "of 1"),
        ("We answer in time", "\N{EN DASH}", ""),
        ("They answer in time", "\N{EN DASH}", ""),
        ("They rate us", "\N{EN DASH}", ""),
    ]


def test_the_own_team_has_no_portal(house: House, lead: Client) -> None:
    assert "People in the portal" not in lead.get(url(house, "own")).content.decode()


def test_it_asks_as_often_for_three_engagements_as_for_one(house: House, lead: Client, now: datetime) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.get(url(house))
        return len(queries)

    with staff(house.pk):
        desk = house.engagements["kestrel"]
        tickets = metric("throughput", desk, name="Tickets")
        busy_weeks(desk, "2026-11-17", 1)
        measure_weeks({desk.pk: [W47]}, now=now)
    lead.get(url(house))
    one = asked()
    with staff(house.pk):
        for number in (1, 2):
            more = Engagement.objects.create(
                name=f"More {number}", process=desk.process, vendor=desk.vendor, started_on=desk.started_on
            )
            target = tickets.targets.get(engagement=desk)
            target.pk, target.engagement, target._state.adding = None, more, True
            target.save()
            busy_weeks(more, "2026-11-17", 1)
            measure_weeks({more.pk: [W47]}, now=now)
    assert (one, asked()) == (33, 33)

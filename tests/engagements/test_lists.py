"""The lists: their filters stand in the address, and they ask as often at three rows as at one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from engagements.actions.action_items import open_action_item
from engagements.actions.calendars import create_calendar
from engagements.actions.engagements import add_terms
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.targets import set_target
from engagements.models import Client, Engagement, EngagementTerms, Metric, MetricTarget, Process
from engagements.queries import engagements as queries
from engagements.queries.engagements import EngagementFilter, State
from engagements.queries.metrics import targets_on
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.agreements import OFFICE, Agreements
from tests.engagements.conftest import url
from tests.factories.cast import House
from vendors.models import Vendor

TODAY = date(2026, 11, 23)
Add = Callable[[House, int, datetime], object]


def _engagement(house: House, n: int, now: datetime) -> None:
    kestrel = house.engagements["kestrel"]
    engagement = Engagement.objects.create(
        name=f"Another {n}",
        process=kestrel.process,
        vendor=kestrel.vendor,
        client=kestrel.client,
        owner=kestrel.owner,
        started_on=date(2026, 3, 2),
    )
    EngagementTerms.objects.create(engagement=engagement, valid_from=date(2026, 3, 2), currency="EUR")
    _action(house, n, now, engagement)


def _metric(house: House, n: int, now: datetime) -> Metric:
    new = Metric(name=f"Metric {n}", measure="throughput", unit="count", direction="higher")
    return create_metric(metric=new, definition=Definition("Counted", "Tickets"), by=None, now=now)


def _target(house: House, n: int, now: datetime) -> None:
    numbers = {"minimum": Decimal(n), "expected": Decimal(n + 1)}
    new = MetricTarget(engagement=house.engagements["kestrel"], metric=_metric(house, n, now), **numbers)
    new.valid_from = date(2026, 2, 2)
    set_target(target=new, by=None)


def _action(house: House, n: int, now: datetime, engagement: Engagement | None = None) -> None:
    open_action_item(
        engagement=engagement or house.engagements["own"],
        title=f"Action {n}",
        owner=house.people[Role.ANALYST],
        due_date=TODAY + timedelta(days=n),
        by=None,
        now=now,
    )


def _calendar(house: House, n: int, now: datetime) -> None:
    create_calendar(name=f"Calendar {n}", hours=OFFICE, by=None, now=now)


def _client(house: House, n: int, now: datetime) -> None:
    Client.objects.create(name=f"Client {n}")


def _process(house: House, n: int, now: datetime) -> None:
    Process.objects.create(name=f"Process {n}")


def _vendor(house: House, n: int, now: datetime) -> None:
    Vendor.objects.create(name=f"Vendor {n}", owner=house.people[Role.OPS_LEAD], deputy=house.people[Role.ANALYST])


def _asked(browser: Browser, address: str) -> list[str]:
    """The statements over this room's and the vendors' tables that a page makes, its frame left out."""
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    return [each["sql"] for each in made if 'FROM "engagements_' in each["sql"] or 'FROM "vendors_' in each["sql"]]


@pytest.mark.parametrize(
    ("name", "add", "asked"),
    [
        ("engagement-list", _engagement, 7),
        ("engagement-detail", _target, 8),
        ("metric-list", _metric, 3),
        ("action-list", _action, 4),
        ("calendar-list", _calendar, 2),
        ("client-list", _client, 1),
        ("process-list", _process, 2),
        ("vendors:vendor-list", _vendor, 2),
    ],
)
def test_a_list_asks_as_often_at_three_rows_as_at_one(
    name: str, add: Add, asked: int, house: House, agreed: Agreements, lead: Browser, now: datetime
) -> None:
    address = url(name, house, **({"pk": house.engagements["kestrel"].pk} if name == "engagement-detail" else {}))
    assert len(_asked(lead, address)) == asked
    with staff(house.pk):
        for n in (1, 2):
            add(house, n, now)
    assert len(_asked(lead, address)) == asked


def test_filters_of_engagements(house: House, agreed: Agreements) -> None:
    night, formatting, day = (house.engagements[name] for name in ("kestrel", "inkwell", "own"))
    with staff(house.pk):
        Engagement.objects.filter(pk=formatting.pk).update(ended_on=date(2026, 11, 22))
        Engagement.objects.filter(pk=day.pk).update(started_on=date(2026, 11, 24), client=None, reference="C-77")
        for wanted, found in (
            (EngagementFilter(), [day, night]),
            (EngagementFilter("all"), [formatting, day, night]),
            (EngagementFilter(State.RUNNING), [night]),
            (EngagementFilter(State.PLANNED), [day]),
            (EngagementFilter(State.ENDED), [formatting]),
            (EngagementFilter("all", vendor_id=formatting.vendor_id), [formatting]),
            (EngagementFilter("all", client_id=night.client_id), [formatting, night]),
            (EngagementFilter("all", text="c-77"), [day]),
            (EngagementFilter("all", owner_id=house.people[Role.VIEWER].pk), []),
        ):
            assert list(queries.find_engagements(wanted, today=TODAY)) == found, wanted


def test_the_filter_in_the_address_is_what_is_shown(house: House, agreed: Agreements, lead: Browser) -> None:
    address = url("engagement-list", house)
    kestrel = house.vendors["kestrel"].pk
    for query, names in (
        ("", ["Content formatting", "Day desk", "Night desk"]),
        (f"vendor={kestrel}", ["Night desk"]),
        ("vendor=999999", ["Content formatting", "Day desk", "Night desk"]),
        ("state=ended", []),
        ("q=night", ["Night desk"]),
        ("mine=1&q=desk", ["Day desk", "Night desk"]),
    ):
        shown = lead.get(f"{address}?{query}").context["rows"]
        assert [row.engagement.name for row in shown] == names, query


def test_money_is_that_of_the_day(house: House) -> None:
    pk = house.engagements["kestrel"].pk
    with staff(house.pk):
        later = EngagementTerms(engagement_id=pk, valid_from=date(2026, 12, 1), currency="EUR", monthly_fee=Decimal(9))
        add_terms(terms=later, by=None)
        days = (date(2026, 1, 4), TODAY, date(2026, 12, 1))
        fees = [getattr(queries.terms_on(pk, day), "monthly_fee", None) for day in days]
        assert fees == [None, Decimal(12000), Decimal(9)]
        assert queries.terms_by_engagement(today=TODAY, engagement_ids=[pk])[pk].monthly_fee == Decimal(12000)
        assert queries.counts_by_vendor(TODAY) == {vendor.pk: 1 for vendor in house.vendors.values()}


def test_targets_in_force_on_a_day(house: House, agreed: Agreements) -> None:
    pk = house.engagements["kestrel"].pk
    with staff(house.pk):
        later = MetricTarget(engagement_id=pk, metric=agreed.metric, minimum=Decimal(91), expected=Decimal(96))
        later.valid_from = date(2026, 12, 7)
        set_target(target=later, by=None)
        assert [each.target.pk for each in targets_on(pk, date(2026, 1, 4))] == []
        assert [each.target.pk for each in targets_on(pk, TODAY)] == [agreed.target.pk]
        assert [each.target.pk for each in targets_on(pk, date(2026, 12, 7))] == [later.pk]
        MetricTarget.objects.filter(pk=later.pk).update(ended_on=date(2026, 12, 20))
        assert [each.target.pk for each in targets_on(pk, date(2026, 12, 20))] == [later.pk]
        assert targets_on(pk, date(2026, 12, 21)) == []


@pytest.fixture
def on_monday(now: datetime) -> object:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def test_actions_as_a_table_are_what_the_filter_shows(
    house: House, agreed: Agreements, lead: Browser, now: datetime, on_monday: object
) -> None:
    with staff(house.pk):
        open_action_item(
            engagement=house.engagements["own"],
            title="=1+1",
            owner_name="R. Osei",
            due_date=date(2026, 12, 1),
            by=None,
            now=now,
        )
    address = url("action-list", house)
    text = lead.get(f"{address}?format=csv&owner=nR. Osei").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Action", "Engagement", "Vendor", "Owner", "Due", "State", "Closed", "Note"],
        ["'=1+1", "Day desk", "Own team", "R. Osei", "2026-12-01", "open", "", ""],
    ]
    overdue = lead.get(f"{address}?state=overdue").context["page"].rows
    assert [row.title for row in overdue] == ["Hire a night lead"]


def test_done_with_one_click_comes_back_to_the_same_list(house: House, agreed: Agreements, lead: Browser) -> None:
    here = url("action-list", house) + "?state=overdue"
    address = url("action-done", house, pk=agreed.action.pk)
    assert lead.post(address, {"next": here})["Location"] == here
    elsewhere = lead.post(url("action-reopen", house, pk=agreed.action.pk), {"next": "https://evil.example/"})
    assert elsewhere["Location"] == url("action-list", house)

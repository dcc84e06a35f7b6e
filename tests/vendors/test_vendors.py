"""The list of vendors and their master data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from engagements.models import Engagement
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import CANARY, Cast, House
from vendors import actions, queries
from vendors.models import Vendor


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


def test_the_list_has_the_own_team_first_and_counts_what_runs(house: House, lead: Client) -> None:
    with staff(house.pk):
        Engagement.objects.filter(pk=house.engagements["inkwell"].pk).update(ended_on=date(2026, 2, 1))
        rows = queries.listed_vendors(today=date(2026, 11, 23))
    assert [(row.vendor.name, row.engagement_count) for row in rows] == [
        ("Own team", 1),
        ("Inkwell", 0),
        ("Kestrel", 1),
    ]
    page = lead.get(url("vendors:vendor-list", house))
    assert [row.vendor for row in page.context["rows"]] == [row.vendor for row in rows]
    assert CANARY not in page.content.decode()


def test_a_vendor_is_added_and_changed(house: House, lead: Client) -> None:
    people = {"owner": house.people[Role.OPS_LEAD].pk, "deputy": house.people[Role.ANALYST].pk}
    typed: dict[str, Any] = {"name": "Sol Contact", "time_zone": "Europe/Madrid", **people}
    assert lead.post(url("vendors:vendor-create", house), typed).status_code == 302
    with staff(house.pk):
        vendor = Vendor.objects.get(name="Sol Contact")
    assert (vendor.kind, vendor.time_zone, vendor.deputy_id) == ("external", "Europe/Madrid", people["deputy"])
    edit = url("vendors:vendor-edit", house, pk=vendor.pk)
    assert lead.post(edit, typed | {"name": "Sol", "kind": "internal"}).status_code == 302
    with staff(house.pk):
        vendor.refresh_from_db()
        assert (vendor.name, vendor.kind) == ("Sol", "external")
        assert AuditEvent.objects.get(verb="vendor.changed").data == {"name": ["Sol Contact", "Sol"]}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        ({"name": "kESTREL"}, {"name": ["Another one has this Name already."]}),
        ({"name": "x" * 121}, {"name": ["Ensure this value has at most 120 characters (it has 121)."]}),
        (
            {"time_zone": "Mars/Olympus"},
            {"time_zone": ["Select a valid choice. Mars/Olympus is not one of the available choices."]},
        ),
        (
            {"owner": "0"},
            {"owner": ["Select a valid choice. That choice is not one of the available choices."]},
        ),
    ],
)
def test_bad_input(house: House, lead: Client, typed: dict[str, str], wrong: dict[str, list[str]]) -> None:
    assert errors(lead.post(url("vendors:vendor-create", house), {"name": "New"} | typed)) == wrong


def test_the_deputy_is_somebody_else_and_ours(cast: Cast, house: House, lead: Client) -> None:
    person, stranger = house.people[Role.OPS_LEAD].pk, cast.umbra.people[Role.OPS_LEAD].pk
    address = url("vendors:vendor-create", house)
    for deputy in (person, stranger):
        assert list(errors(lead.post(address, {"name": "New", "owner": person, "deputy": deputy}))) == ["deputy"]


def test_archiving_waits_for_engagements_to_end(house: House, lead: Client, now: datetime) -> None:
    kestrel = house.vendors["kestrel"]
    archive = url("vendors:vendor-archive", house, pk=kestrel.pk)
    refused = lead.post(archive)
    assert messages_of(refused) == ["Engagements with this vendor have not ended. End them first."]
    with staff(house.pk):
        Engagement.objects.filter(vendor=kestrel).update(ended_on=date(2026, 1, 31))
    assert lead.post(archive).status_code == 302
    with staff(house.pk):
        assert [vendor.name for vendor in queries.vendors(archived=True)] == ["Kestrel"]
        with pytest.raises(ValidationError):
            actions.archive_vendor(vendor=house.vendors["own"], by=house.people[Role.OPS_LEAD], now=now)
    shown = lead.get(url("vendors:vendor-list", house) + "?state=archived").context["rows"]
    assert [row.vendor.name for row in shown] == ["Kestrel"]
    lead.post(url("vendors:vendor-restore", house, pk=kestrel.pk))
    with staff(house.pk):
        assert list(queries.vendors(archived=True)) == []


def test_strangers_rows_and_mere_viewers(cast: Cast, house: House, lead: Client, sign_in: SignIn) -> None:
    theirs = cast.umbra.vendors["kestrel"].pk
    for name in ("vendor-edit", "vendor-archive", "vendor-restore"):
        assert lead.post(url(f"vendors:{name}", house, pk=theirs), {}).status_code == 404
    viewer = sign_in(house.people[Role.VIEWER])
    assert viewer.get(url("vendors:vendor-list", house)).status_code == 200
    assert viewer.post(url("vendors:vendor-create", house), {"name": "X"}).status_code == 403

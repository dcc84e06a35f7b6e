"""The API: a token sees its own workspace, a vendor's token its own scorecards, and nothing says what others have."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import Engagement
from foundation.accounts import tokens
from foundation.accounts.models import ApiToken, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from outsourcing.api_urls import router
from scorecards.models import Scorecard, ScorecardSnapshot
from tests.factories.cast import CANARY, Cast, House
from tests.factories.everything import fill
from tests.isolation.addresses import NOBODYS_ID
from workitems.models import WorkItem

RESOURCES = [basename for _prefix, _viewset, basename in router.registry]


def caller(house: House, person: User, now: datetime, *, vendor: str = "", write: bool = False) -> Client:
    """A program that calls with a fresh token of somebody."""
    secret = tokens.new_secret()
    with system([house.pk]):
        ApiToken.objects.create(
            user=person,
            name="test",
            prefix=secret[:8],
            token_hash=tokens.digest(secret),
            can_write=write,
            vendor_id=house.vendors[vendor].pk if vendor else None,
            created_at=now,
            expires_at=now + timedelta(days=3650),
        )
    return Client(headers={"authorization": f"Bearer {secret}"})


@pytest.fixture
def rows(cast: Cast, now: datetime) -> tuple[Any, Any]:
    own, strange = fill(cast.northwind, mark="", now=now), fill(cast.umbra, mark=f" {CANARY}", now=now)
    for house, mark in ((cast.northwind, ""), (cast.umbra, CANARY)):
        with system([house.pk]):
            Scorecard.objects.update(state="issued", issued_at=now, seal="0" * 64)
            mine = ScorecardSnapshot.objects.get()
            for_client = {"period": {"key": "2026-W47"}, "scorecard": {"revision": 1}, "internal": f"margin {mark}"}
            ScorecardSnapshot.objects.create(
                scorecard=mine.scorecard,
                engagement=mine.engagement,
                audience="client",
                data=for_client,
                sha256="1" * 64,
                created_at=now,
            )
    return own, strange


def test_without_a_token_nothing_is_told(rows: Any) -> None:
    for name in RESOURCES:
        assert Client().get(reverse(f"api:{name}-list")).status_code == 401
    wrong = Client(headers={"authorization": "Bearer osg_wrong"})
    assert wrong.get(reverse("api:engagement-list")).status_code == 401


@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_holds_the_own_rows_alone(cast: Cast, rows: Any, now: datetime, name: str) -> None:
    response = caller(cast.northwind, cast.northwind.people[Role.VIEWER], now).get(reverse(f"api:{name}-list"))
    assert response.status_code == 200
    assert response.json()["results"]
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "model"), [("engagement", Engagement), ("workitem", WorkItem), ("scorecard", Scorecard)]
)
def test_anothers_id_and_a_missing_one_answer_alike(
    cast: Cast, rows: Any, now: datetime, name: str, model: Any
) -> None:
    client = caller(cast.northwind, cast.northwind.people[Role.OWNER], now)
    own, strange = rows
    assert client.get(reverse(f"api:{name}-detail", args=[own[model].pk])).status_code == 200
    theirs = client.get(reverse(f"api:{name}-detail", args=[strange[model].pk]))
    missing = client.get(reverse(f"api:{name}-detail", args=[NOBODYS_ID]))
    assert (theirs.status_code, theirs.content) == (404, missing.content)


def test_a_filter_by_anothers_id_finds_nothing_of_it(cast: Cast, rows: Any, now: datetime) -> None:
    client = caller(cast.northwind, cast.northwind.people[Role.OWNER], now)
    strange = rows[1]
    for name in ("workitem", "scorecard"):
        url = reverse(f"api:{name}-list")
        theirs = client.get(url, {"engagement": strange[Engagement].pk})
        missing = client.get(url, {"engagement": NOBODYS_ID})
        assert (theirs.status_code, theirs.content) == (missing.status_code, missing.content)


def test_a_vendors_token_reads_its_own_scorecards_as_its_people_see_them(cast: Cast, rows: Any, now: datetime) -> None:
    house = cast.northwind
    client = caller(house, house.vendor_people["kestrel", Role.VENDOR_MANAGER], now, vendor="kestrel")
    response = client.get(reverse("api:scorecard-list"))
    assert response.status_code == 200, response.content
    [card] = response.json()["results"]
    with staff(house.pk):
        snapshot = ScorecardSnapshot.objects.get(audience="vendor")
    assert (card["figures"], card["sha256"]) == (snapshot.data, snapshot.sha256)
    assert "margin" not in str(card)
    for name in ("engagement", "metric", "workitem"):
        assert client.get(reverse(f"api:{name}-list")).status_code == 403
    other = caller(house, house.vendor_people["inkwell", Role.VENDOR_MANAGER], now, vendor="inkwell")
    assert other.get(reverse("api:scorecard-list")).json()["results"] == []


def test_writing_needs_a_token_that_may_and_a_person_who_may(cast: Cast, rows: Any, now: datetime) -> None:
    house = cast.northwind
    body = {"source": "desk", "items": [{"external_id": "T-1", "opened_at": "2026-11-16T08:00:00Z"}]}
    url = reverse("api:workitem-bulk")
    reading = caller(house, house.people[Role.OPS_LEAD], now)
    viewer = caller(house, house.people[Role.VIEWER], now, write=True)
    assert reading.post(url, body, content_type="application/json").status_code == 403
    assert viewer.post(url, body, content_type="application/json").status_code == 403
    writer = caller(house, house.people[Role.ANALYST], now, write=True)
    first = writer.post(url, body, content_type="application/json")
    again = writer.post(url, body, content_type="application/json")
    assert [item["state"] for item in first.json()["items"]] == ["created"]
    assert [item["state"] for item in again.json()["items"]] == ["unchanged"]
    with staff(house.pk):
        assert WorkItem.objects.filter(source="desk", external_id="T-1").count() == 1


def test_an_item_cannot_be_put_into_anothers_engagement(cast: Cast, rows: Any, now: datetime) -> None:
    house = cast.northwind
    writer = caller(house, house.people[Role.OWNER], now, write=True)
    foreign = {"external_id": "T-2", "opened_at": "2026-11-16T08:00:00Z", "engagement": f"#{rows[1][Engagement].pk}"}
    body = {"source": "desk", "items": [foreign]}
    [item] = writer.post(reverse("api:workitem-bulk"), body, content_type="application/json").json()["items"]
    assert item["state"] == "quarantined"
    assert CANARY not in str(item)


def test_a_bad_body_is_refused_in_words(cast: Cast, rows: Any, now: datetime) -> None:
    writer = caller(cast.northwind, cast.northwind.people[Role.OWNER], now, write=True)
    for body in (
        {},
        {"source": "x" * 41, "items": [{}]},
        {"source": "desk", "items": []},
        {"source": "d", "items": [1]},
    ):
        response = writer.post(reverse("api:workitem-bulk"), body, content_type="application/json")
        assert response.status_code == 400
        assert response.json()


def test_a_revoked_token_and_a_person_who_left_are_strangers(cast: Cast, rows: Any, now: datetime) -> None:
    house = cast.northwind
    client = caller(house, house.people[Role.VIEWER], now)
    with system([house.pk]):
        ApiToken.objects.update(revoked_at=now)
    assert client.get(reverse("api:engagement-list")).status_code == 401
    client = caller(house, house.people[Role.ANALYST], now)
    with system([house.pk]):
        type(house.memberships[house.people[Role.ANALYST].pk]).objects.filter(user=house.people[Role.ANALYST]).update(
            left_at=now
        )
    assert client.get(reverse("api:engagement-list")).status_code == 401


def test_the_description_of_the_api_names_every_resource(db: None) -> None:
    text = Client().get(reverse("api:schema")).content.decode()
    for name in ("engagements", "metrics", "work-items", "work-items/bulk", "scorecards"):
        assert f"/api/v1/{name}/" in text


def test_lists_cost_the_same_whatever_they_hold(cast: Cast, rows: Any, now: datetime) -> None:
    house = cast.northwind
    client = caller(house, house.people[Role.VIEWER], now)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(f"api:{name}-list"))
        return len(seen)

    before = {name: queries(name) for name in RESOURCES}
    with system([house.pk]):
        for number in range(3):
            WorkItem.objects.create(
                source="more",
                external_id=str(number),
                opened_at=now,
                row_hash="x",
                created_at=now,
                updated_at=now,
            )
    assert {name: queries(name) for name in RESOURCES} == before

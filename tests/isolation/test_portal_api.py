"""A vendor's people and the API: a session opens none of it, a token its own sealed scorecards and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from engagements.models import Engagement, Metric
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from outsourcing.api_urls import router
from scorecards.models import Scorecard, ScorecardSnapshot
from tests.conftest import SignIn
from tests.factories.cast import Cast
from tests.isolation.addresses import NOBODYS_ID, other_addresses, tenant_addresses
from tests.isolation.test_api import caller
from tests.isolation.test_pages import digest
from tests.isolation.test_portal import OTHERS, Rows, Stage, furnished, is_clean, theirs
from workitems.models import IntakeRequest, WorkItem

METHODS = ("get", "post", "put", "patch", "delete")
# What the id in an address of the API is.
MODELS: dict[str, tuple[type[models.Model], str]] = {
    "engagement": (Engagement, "pk"),
    "metric": (Metric, "pk"),
    "workitem": (WorkItem, "pk"),
    "request": (IntakeRequest, "pk"),
    "scorecard": (ScorecardSnapshot, "scorecard_id"),
}
ADDRESSES = tenant_addresses()
OTHER_ADDRESSES = other_addresses()


@dataclass(frozen=True)
class ApiAddress:
    """One address of the API, such as ``scorecard-detail``, and the name of the id in it ("" without one)."""

    name: str
    parameter: str

    @property
    def resource(self) -> str:
        return self.name.partition("-")[0]

    def url(self, rows: Rows | None) -> str:
        """With the id of a row given; without rows, with nobody's."""
        model, key = MODELS[self.resource]
        pk = getattr(rows[model], key) if rows else NOBODYS_ID
        return reverse(f"api:{self.name}", kwargs={self.parameter: pk} if self.parameter else {})


PATTERNS: list[Any] = router.urls
API = [ApiAddress(each.name, "".join(each.pattern.regex.groupindex)) for each in PATTERNS]


@pytest.fixture
def stage(cast: Cast, now: datetime) -> Stage:
    """Everybody's scorecards are issued; beside each vendor's own snapshot lies the client's, with its margin in it."""
    made = furnished(cast, now=now)
    with system([cast.northwind.pk, cast.umbra.pk]):
        Scorecard.objects.update(state="issued", issued_at=now, seal="0" * 64)
        for rows in (made.own, made.other, made.strange):
            sealed: Any = rows[ScorecardSnapshot]
            ScorecardSnapshot.objects.create(
                organization_id=sealed.organization_id,
                scorecard_id=sealed.scorecard_id,
                engagement_id=sealed.engagement_id,
                audience="client",
                data={"margin": f"of the client: {OTHERS}"},
                sha256="1" * 64,
                created_at=now,
            )
    return made


@pytest.fixture(autouse=True)
def everything_stays_untouched(stage: Stage) -> Iterator[None]:
    houses = stage.cast.northwind, stage.cast.umbra
    before = [digest(house.pk) for house in houses], theirs(stage)
    yield
    after = [digest(house.pk) for house in houses], theirs(stage)
    # a token is added, and used
    assert [{**each, "accounts_apitoken": ""} for each in after[0]] == [
        {**each, "accounts_apitoken": ""} for each in before[0]
    ]
    assert after[1] == before[1]


def test_a_vendors_session_is_a_stranger_to_the_api_and_can_make_no_token(stage: Stage, sign_in: SignIn) -> None:
    """Tokens are made by the workspace's owner alone, on pages that no vendor's person opens; the portal has none."""
    assert {name for name, _view in OTHER_ADDRESSES if name.startswith("api:")} == {
        f"api:{address.name}" for address in API
    } | {"api:schema"}  # which tells every caller the same, and nothing of anybody
    robert = sign_in(stage.cast.northwind.vendor_people["kestrel", Role.VENDOR_MANAGER])
    for address in API:
        for method in METHODS:
            assert ask(robert, method, address.url(stage.own)).status_code == 401, (address.name, method)
    pages = [address for address in ADDRESSES if "token" in address.name]
    assert [address.is_portal for address in pages] == [False] * 3
    for page in pages:
        assert (robert.get(stage.url(page)).status_code, robert.post(stage.url(page)).status_code) == (404, 404)


def test_a_vendors_token_reads_its_own_sealed_scorecards_and_nothing_else(stage: Stage, now: datetime) -> None:
    """Were one made for them: at every address with every verb, with own ids and those of others; and no page opens."""
    house = stage.cast.northwind
    own: Any = stage.own[ScorecardSnapshot]
    program = caller(house, house.vendor_people["kestrel", Role.VENDOR_MANAGER], now, vendor="kestrel", write=True)
    seen = [card for address in API for method in METHODS for card in tried(program, stage, address, method)]
    # the list, asked three times, and the card itself
    assert [(card["id"], card["sha256"], card["figures"]) for card in seen] == [
        (own.scorecard_id, own.sha256, own.data)
    ] * 4
    for rows in (stage.other, stage.strange):
        found = program.get(reverse("api:scorecard-list"), {"engagement": rows[Engagement].pk})
        assert found.json()["results"] == []
    for page in ADDRESSES:
        if page.is_portal:
            assert program.get(stage.url(page))["Location"].startswith("/accounts/login/"), page.name


def tried(program: Client, stage: Stage, address: ApiAddress, method: str) -> list[dict[str, Any]]:
    """The scorecards that an address tells, with own ids and those of others; all else answers as a missing id does."""
    cards: list[dict[str, Any]] = []
    missing = ask(program, method, address.url(None))
    for rows in (stage.own, stage.other, stage.strange):
        answer = ask(program, method, address.url(rows))
        assert is_clean(answer), (address.name, method)
        if method == "get" and address.resource == "scorecard" and (rows is stage.own or not address.parameter):
            cards += [answer.json()] if address.parameter else answer.json()["results"]
        else:
            assert answer.status_code in {403, 404}, (address.name, method, answer.status_code)
            assert (answer.status_code, answer.content) == (missing.status_code, missing.content), address.name
    return cards


def ask(browser: Client, method: str, url: str) -> Any:
    return getattr(browser, method)(url, **({} if method == "get" else {"content_type": "application/json"}))

"""Settings, API tokens and the audit log's page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from foundation.accounts import tokens
from foundation.accounts.audit import record
from foundation.accounts.models import ApiToken, AuditEvent, Organization
from foundation.accounts.queries import PAGE, audit_page
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast

SETTINGS = {
    "name": "Northwind Group",
    "mail_name": "Northwind reports",
    "time_zone": "Europe/Berlin",
    "currency": "CHF",
    "paper_size": "Letter",
    "cutoff_weekday": "1",
    "cutoff_time": "10:30",
}


def test_settings_are_saved_and_recorded(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    assert browser.post("/northwind/settings/", SETTINGS)["Location"] == "/northwind/settings/"
    with staff(cast.northwind.pk):
        saved = Organization.objects.values(*SETTINGS).get()
        assert {name: str(value)[: len(SETTINGS[name])] for name, value in saved.items()} == SETTINGS
        event = AuditEvent.objects.get(verb="organization.changed")
        assert event.data["currency"] == ["EUR", "CHF"]
        assert event.data["name"] == ["Northwind", "Northwind Group"]
    assert browser.post("/northwind/settings/", SETTINGS).status_code == 302
    with staff(cast.northwind.pk):
        assert AuditEvent.objects.filter(verb="organization.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("currency", "XXQ"),
        ("cutoff_weekday", "7"),
        ("cutoff_time", "25:00"),
        ("name", ""),
    ],
)
def test_a_wrong_setting_is_a_message(cast: Cast, sign_in: SignIn, field: str, value: str) -> None:
    answer = sign_in(cast.northwind.people[Role.OWNER]).post("/northwind/settings/", SETTINGS | {field: value})
    assert (answer.status_code, f"id_{field}" in answer.content.decode()) == (200, True)
    with staff(cast.northwind.pk):
        assert Organization.objects.get().name == "Northwind"


@pytest.mark.parametrize("role", [Role.OPS_LEAD, Role.ANALYST, Role.FINANCE, Role.VIEWER])
def test_owners_alone_set_up_the_workspace(cast: Cast, sign_in: SignIn, role: Role) -> None:
    browser = sign_in(cast.northwind.people[role])
    pages = ("settings/", "tokens/", "tokens/new/", "audit/")
    assert [browser.get(f"/northwind/{page}").status_code for page in pages] == [403] * 4


def test_a_token_is_shown_once_kept_as_a_hash_and_works(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    answer = browser.post("/northwind/tokens/new/", {"name": "Nightly", "can_write": "on", "days": "30"})
    found = re.search(r'value="(osg_[^"]+)"', answer.content.decode())
    assert found
    secret = found[1]
    assert "no-store" in answer["Cache-Control"]
    with staff(cast.northwind.pk):
        token = ApiToken.objects.get()
        assert (token.token_hash, token.can_write) == (tokens.digest(secret), True)
        assert secret not in str(list(ApiToken.objects.values())) + str(list(AuditEvent.objects.values()))
    assert secret not in browser.get("/northwind/tokens/").content.decode()
    now = timezone.now()
    assert tokens.membership_of(f"Bearer {secret}", now=now) is not None
    assert tokens.membership_of(f"Bearer {secret}", now=now + timedelta(days=31)) is None
    browser.post(f"/northwind/tokens/{token.pk}/revoke/")
    assert tokens.membership_of(f"Bearer {secret}", now=now) is None


def test_a_token_stops_when_its_person_leaves(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    lead = house.memberships[house.people[Role.OPS_LEAD].pk]
    owner = sign_in(house.people[Role.OWNER])
    owner.post(f"/northwind/people/{lead.pk}/", {"role": "owner"})
    answer = sign_in(lead.user).post("/northwind/tokens/new/", {"name": "Mine", "days": "30"})
    secret = re.search(r'value="(osg_[^"]+)"', answer.content.decode())[1]  # type: ignore[index]  # shown
    assert tokens.membership_of(f"Bearer {secret}", now=timezone.now())
    owner.post(f"/northwind/people/{lead.pk}/end/")
    assert tokens.membership_of(f"Bearer {secret}", now=timezone.now()) is None


def test_the_other_tenants_token_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.umbra.people[Role.OWNER]).post("/umbra/tokens/new/", {"name": CANARY, "days": "30"})
    with staff(cast.umbra.pk):
        pk = ApiToken.objects.get().pk
    browser = sign_in(cast.northwind.people[Role.OWNER])
    assert CANARY not in browser.get("/northwind/tokens/").content.decode()
    assert [browser.post(f"/northwind/tokens/{n}/revoke/").status_code for n in (pk, 999_999)] == [404, 404]


def test_the_audit_log_is_paged_by_keys_both_ways(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        for n in range(2 * PAGE):
            record("test.counted", by=None, n=n)
        events = list(AuditEvent.objects.filter(verb="test.counted").order_by("-pk").values_list("pk", flat=True))
        first = audit_page(verb="test.")
        assert [event.pk for event in first.events] == events[:PAGE]
        assert (first.newer, first.older) == (None, events[PAGE - 1])
        second = audit_page(verb="test.", before=first.older)
        assert [event.pk for event in second.events] == events[PAGE:]
        assert (second.newer, second.older) == (events[PAGE], None)
        back = audit_page(verb="test.", after=second.newer)
        assert [event.pk for event in back.events] == events[:PAGE]
        assert (back.newer, back.older) == (None, events[PAGE - 1])


def test_the_audit_page_filters_by_verb_and_person_in_the_address(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk):
        record("alpha.done", by=lead, note="first note")
        record("alpha.done", by=house.people[Role.OWNER], note="second note")
        record("beta.done", by=lead, note="third note")
    browser = sign_in(house.people[Role.OWNER])

    def notes(query: str) -> list[str]:
        page = browser.get(f"/northwind/audit/{query}").content.decode()
        return [word for word in ("first", "second", "third") if f"{word} note" in page]

    assert notes("") == ["first", "second", "third"]
    assert notes("?verb=alpha.") == ["first", "second"]
    assert notes(f"?person={lead.pk}") == ["first", "third"]
    assert notes(f"?verb=alpha.&person={lead.pk}") == ["first"]
    assert notes("?verb=nothing") == []
    assert notes("?person=x&before=-1&after=99999999999999999999") == ["first", "second", "third"]


def test_the_audit_page_shows_nothing_of_the_other_tenant(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.northwind.people[Role.OWNER]).get("/northwind/audit/").content.decode()
    assert CANARY not in page
    assert datetime.now(UTC).strftime("%Y") in page

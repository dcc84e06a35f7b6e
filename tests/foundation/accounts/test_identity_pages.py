"""Pages outside any workspace: the list of workspaces, the profile, sign-up."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast

NEW = {"name": "Third Harbour", "time_zone": "Europe/Vienna", "currency": "USD"}


def test_strangers_are_sent_to_the_login(db: None) -> None:
    for path in ("/workspaces/", "/accounts/profile/"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


def test_one_place_alone_is_opened_at_once_and_listed_on_demand(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.VIEWER])
    assert browser.get("/workspaces/")["Location"] == "/northwind/"
    page = browser.get("/workspaces/?all=1").content.decode()
    assert ("Northwind" in page, CANARY in page) == (True, False)


def test_portals_stand_in_the_list_by_the_partners_name(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    person = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    with identity():
        Membership.objects.create(
            organization=house.organization, user=person, role=Role.VENDOR_AGENT, vendor_id=house.vendors["inkwell"].pk
        )
    page = sign_in(person).get("/workspaces/").content.decode()
    portals = [f"/northwind/portal/{house.vendors[name].pk}/" for name in ("kestrel", "inkwell")]
    assert [url in page for url in portals] == [True, True]
    assert ["Partner portal of Kestrel" in page, "Partner portal of Inkwell" in page] == [True, True]


def test_who_left_has_no_place(cast: Cast, sign_in: SignIn) -> None:
    person = cast.northwind.people[Role.VIEWER]
    owner = sign_in(cast.northwind.people[Role.OWNER])
    owner.post(f"/northwind/people/{cast.northwind.memberships[person.pk].pk}/end/")
    page = sign_in(person).get("/workspaces/").content.decode()
    assert ("Northwind" in page.replace("Viewer Northwind", ""), "Make your workspace" in page) == (False, True)


def test_somebody_new_makes_a_workspace_with_its_own_team(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    settings.SIGNUP_OPEN = True
    with identity():
        person = User.objects.create_user("first@harbour.example", "x")
    browser = sign_in(person)
    assert "Make your workspace" in browser.get("/workspaces/").content.decode()
    assert browser.post("/workspaces/", NEW)["Location"] == "/third-harbour/"
    with identity():
        made = Organization.objects.get(slug="third-harbour")
        assert (made.name, made.time_zone, made.currency) == ("Third Harbour", "Europe/Vienna", "USD")
        assert Membership.objects.get(organization=made).user == person


@pytest.mark.parametrize(("role", "may"), [(Role.OWNER, True), (Role.OPS_LEAD, False), (Role.VIEWER, False)])
def test_with_sign_up_closed_owners_alone_open_another_workspace(
    cast: Cast, sign_in: SignIn, settings: Settings, role: Role, *, may: bool
) -> None:
    settings.SIGNUP_OPEN = False
    browser = sign_in(cast.northwind.people[role])
    assert ('name="currency"' in browser.get("/workspaces/?all=1").content.decode()) is may
    browser.post("/workspaces/", NEW)
    with identity():
        assert Organization.objects.filter(slug="third-harbour").exists() is may


@pytest.mark.parametrize("field", ["time_zone", "currency", "name"])
def test_a_wrong_new_workspace_is_a_message(cast: Cast, sign_in: SignIn, field: str) -> None:
    answer = sign_in(cast.northwind.people[Role.OWNER]).post("/workspaces/", NEW | {field: " "})
    assert (answer.status_code, "data-error-summary" in answer.content.decode()) == (200, True)


def test_the_profile_is_ones_own_and_is_saved(cast: Cast, sign_in: SignIn) -> None:
    person = cast.northwind.people[Role.ANALYST]
    browser = sign_in(person)
    page = browser.get("/accounts/profile/").content.decode()
    assert ["/accounts/2fa/" in page, "/accounts/password/change/" in page] == [True, True]
    data = {
        "name": "Ana Lyst",
        "language": "de",
        "time_zone": "Asia/Kolkata",
        "email": "x@y.example",
        "is_superuser": "1",
    }
    assert browser.post("/accounts/profile/", data)["Location"] == "/accounts/profile/"
    with identity():
        saved = User.objects.get(pk=person.pk)
    assert (saved.name, saved.language, saved.time_zone, saved.keyboard_shortcuts) == (
        "Ana Lyst",
        "de",
        "Asia/Kolkata",
        False,
    )
    assert (saved.email, saved.is_superuser) == (person.email, False)
    assert browser.get("/accounts/profile/")["Content-Language"] == "de"


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Olympus"), ("language", "tlh"), ("name", "x" * 121)])
def test_a_wrong_profile_is_a_message(cast: Cast, sign_in: SignIn, field: str, value: str) -> None:
    data = {"name": "N", "language": "en", "time_zone": "", field: value}
    answer = sign_in(cast.northwind.people[Role.ANALYST]).post("/accounts/profile/", data)
    assert (answer.status_code, "data-error-summary" in answer.content.decode()) == (200, True)

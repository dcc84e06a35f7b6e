"""The people page: who is in, who changes what, and that an owner always stays."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.accounts import actions
from foundation.accounts.models import AuditEvent, Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, House


def test_the_list_shows_the_workspaces_people_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    page = sign_in(house.people[Role.VIEWER]).get("/northwind/people/").content.decode()
    assert {
        person.email for person in (*house.people.values(), *house.vendor_people.values()) if person.email in page
    } == {person.email for person in (*house.people.values(), *house.vendor_people.values())}
    assert CANARY not in page
    assert "umbra.example" not in page
    assert "/people/invite/" not in page  # a viewer only looks


def _queries(house: House, sign_in: SignIn) -> int:
    browser = sign_in(house.people[Role.OWNER])
    browser.get("/northwind/people/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get("/northwind/people/").status_code == 200
    return sum("accounts_" in query["sql"] and "FROM" in query["sql"] for query in queries)


def test_the_list_asks_as_much_for_one_as_for_three(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    before = _queries(house, sign_in)
    with identity():
        for n in range(3):
            person = User.objects.create_user(f"extra{n}@northwind.example", "x", name=f"Extra {n}")
            Membership.objects.create(organization=house.organization, user=person, role=Role.VIEWER)
    assert _queries(house, sign_in) == before


@pytest.mark.parametrize("role", [Role.OPS_LEAD, Role.ANALYST, Role.FINANCE, Role.VIEWER])
def test_only_owners_change_people(cast: Cast, sign_in: SignIn, role: Role) -> None:
    house = cast.northwind
    browser = sign_in(house.people[role])
    pk = house.memberships[house.people[Role.VIEWER].pk].pk
    answers = [
        browser.post(f"/northwind/people/{pk}/", {"role": "owner"}).status_code,
        browser.post(f"/northwind/people/{pk}/end/").status_code,
        browser.get("/northwind/people/invite/").status_code,
        browser.get("/northwind/people/invite-partner/").status_code,
    ]
    assert answers == [403] * 4


def test_a_role_is_changed_and_recorded(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    membership = house.memberships[house.people[Role.VIEWER].pk]
    answer = sign_in(house.people[Role.OWNER]).post(f"/northwind/people/{membership.pk}/", {"role": "analyst"})
    assert (answer.status_code, answer["Location"]) == (302, "/northwind/people/")
    with staff(house.pk):
        membership.refresh_from_db()
        assert membership.role == Role.ANALYST
        event = AuditEvent.objects.get(verb="membership.role_changed")
        assert (event.actor_id, event.data) == (house.people[Role.OWNER].pk, {"role": ["viewer", "analyst"]})


def test_a_partners_person_cannot_be_made_staff(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    membership = house.memberships[house.vendor_people["kestrel", Role.VENDOR_AGENT].pk]
    answer = sign_in(house.people[Role.OWNER]).post(f"/northwind/people/{membership.pk}/", {"role": "owner"})
    assert answer.status_code == 200
    with staff(house.pk):
        membership.refresh_from_db()
        assert membership.role == Role.VENDOR_AGENT
        with pytest.raises(ValidationError):
            actions.change_role(membership=membership, role=Role.OWNER, by=house.people[Role.OWNER])
        with pytest.raises(IntegrityError, match="role_fits_vendor"), transaction.atomic():
            Membership.objects.filter(pk=membership.pk).update(role=Role.OWNER)


def test_the_last_owner_stays_owner(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    owner = house.people[Role.OWNER]
    pk = house.memberships[owner.pk].pk
    browser = sign_in(owner)
    assert "This is the last owner." in browser.post(f"/northwind/people/{pk}/", {"role": "viewer"}).content.decode()
    browser.post(f"/northwind/people/{pk}/end/")
    with staff(house.pk):
        assert Membership.objects.filter(role=Role.OWNER, left_at=None).count() == 1
    lead = house.memberships[house.people[Role.OPS_LEAD].pk]
    browser.post(f"/northwind/people/{lead.pk}/", {"role": "owner"})
    answer = browser.post(f"/northwind/people/{pk}/end/")
    assert answer["Location"] == "/workspaces/"
    assert browser.get("/northwind/people/").status_code == 404


def test_who_leaves_is_out_at_once_and_comes_back_only_anew(cast: Cast, sign_in: SignIn) -> None:
    house = cast.northwind
    viewer = house.people[Role.VIEWER]
    browser = sign_in(viewer)
    assert browser.get("/northwind/people/").status_code == 200
    sign_in(house.people[Role.OWNER]).post(f"/northwind/people/{house.memberships[viewer.pk].pk}/end/")
    assert browser.get("/northwind/people/").status_code == 404


def test_the_other_tenants_membership_and_a_missing_one_answer_alike(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.OWNER])
    theirs = cast.umbra.memberships[cast.umbra.people[Role.VIEWER].pk].pk
    for method, path in (("get", "{}/"), ("post", "{}/"), ("post", "{}/end/")):
        answers = [getattr(browser, method)(f"/northwind/people/{path.format(pk)}") for pk in (theirs, 999_999)]
        assert [answer.status_code for answer in answers] == [404, 404]

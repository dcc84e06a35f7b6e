"""Support's looks: asked with a reason, allowed by an owner, at most an hour, reading only, recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from foundation.accounts import actions
from foundation.accounts.models import AuditEvent, SupportAccess, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, make_cast
from vendors.models import Vendor

# The whole transaction becomes one that only reads, so the tests must not stand in one of their own.
pytestmark = pytest.mark.django_db(transaction=True)
HELPER = "helper@desk.example"
ASK = {"slug": "northwind", "reason": "The import hangs at row 12", "minutes": "15"}


@pytest.fixture
def houses(now: object, settings: Settings) -> Cast:
    settings.SUPPORT_EMAILS = [HELPER]
    with transaction.atomic():
        return make_cast(now=now)  # type: ignore[arg-type]  # the fixture of the tests' root


@pytest.fixture
def helper(houses: Cast, sign_in: SignIn) -> Client:
    with identity():
        return sign_in(User.objects.create_user(HELPER, name="Hel Per"))


def allow(houses: Cast, helper: Client, sign_in: SignIn) -> SupportAccess:
    helper.post("/accounts/support/", ASK)
    with staff(houses.northwind.pk), transaction.atomic():
        access = SupportAccess.objects.get()
    sign_in(houses.northwind.people[Role.OWNER]).post(f"/northwind/support/{access.pk}/approve/")
    return access


def verbs(houses: Cast) -> list[str]:
    with staff(houses.northwind.pk), transaction.atomic():
        return list(
            AuditEvent.objects.filter(verb__startswith="support.").order_by("pk").values_list("verb", flat=True)
        )


def test_nobody_looks_before_an_owner_agrees(houses: Cast, helper: Client) -> None:
    helper.post("/accounts/support/", ASK)
    assert helper.get("/northwind/people/").status_code == 404
    assert verbs(houses) == ["support.requested"]


def test_an_allowed_look_shows_the_banner_and_is_recorded(houses: Cast, helper: Client, sign_in: SignIn) -> None:
    access = allow(houses, helper, sign_in)
    with staff(houses.northwind.pk), transaction.atomic():
        access.refresh_from_db()
    page = helper.get("/northwind/people/").content.decode()
    until = f"until {access.expires_at:%H:%M} UTC"
    assert until in page
    assert ["Support access to" in page, "The import hangs at row 12" in page, CANARY in page] == [True, True, False]
    assert verbs(houses) == ["support.requested", "support.approved", "support.looked"]
    assert helper.get("/umbra/people/").status_code == 404
    assert [helper.get(f"/northwind/{page}/").status_code for page in ("settings", "tokens", "audit", "support")] == [
        403
    ] * 4


def test_support_changes_nothing(houses: Cast, helper: Client, sign_in: SignIn) -> None:
    access = allow(houses, helper, sign_in)
    assert helper.post("/northwind/people/invite/", {"email": "a@b.example", "role": "owner"}).status_code == 403
    with (
        staff(houses.northwind.pk, actor=access.person_id, read_only=True),
        pytest.raises(InternalError, match="read-only transaction"),
        transaction.atomic(),
    ):
        Vendor.objects.create(name="Forged")
    with staff(houses.northwind.pk), transaction.atomic():
        assert Vendor.objects.count() == 3


def test_an_owner_ends_it_at_once_and_it_ends_by_itself(houses: Cast, helper: Client, sign_in: SignIn) -> None:
    access = allow(houses, helper, sign_in)
    assert helper.get("/northwind/people/").status_code == 200
    with staff(houses.northwind.pk), transaction.atomic():
        access.refresh_from_db()
        assert access.expires_at == access.approved_at + timedelta(minutes=15)  # type: ignore[operator]  # approved
        past = timezone.now() - timedelta(seconds=1)
        SupportAccess.objects.update(expires_at=past, approved_at=past - timedelta(minutes=15))
    assert helper.get("/northwind/people/").status_code == 404
    with staff(houses.northwind.pk), transaction.atomic():
        SupportAccess.objects.update(approved_at=past, expires_at=past + timedelta(minutes=15))
    assert helper.get("/northwind/people/").status_code == 200
    sign_in(houses.northwind.people[Role.OWNER]).post(f"/northwind/support/{access.pk}/end/")
    assert helper.get("/northwind/people/").status_code == 404
    assert verbs(houses)[-1] == "support.ended"


def test_who_is_no_longer_support_looks_no_longer(
    houses: Cast, helper: Client, sign_in: SignIn, settings: Settings
) -> None:
    allow(houses, helper, sign_in)
    settings.SUPPORT_EMAILS = []
    assert helper.get("/northwind/people/").status_code == 404
    assert helper.get("/accounts/support/").status_code == 404


def test_an_hour_is_the_most(houses: Cast, helper: Client) -> None:
    answer = helper.post("/accounts/support/", ASK | {"minutes": "61"})
    assert (answer.status_code, verbs(houses)) == (200, [])
    helper.post("/accounts/support/", ASK)
    long = {"approved_at": timezone.now(), "expires_at": timezone.now() + timedelta(minutes=62)}
    with staff(houses.northwind.pk), transaction.atomic():
        owner = houses.northwind.people[Role.OWNER]
        with pytest.raises(IntegrityError, match="approved_and_short"), transaction.atomic():
            SupportAccess.objects.update(**long, approved_by=owner)
        with pytest.raises(IntegrityError, match="at_most_an_hour"), transaction.atomic():
            SupportAccess.objects.update(minutes=61)


def test_a_workspace_that_is_not_there_answers_alike(houses: Cast, helper: Client) -> None:
    answers = [
        helper.post("/accounts/support/", ASK | {"slug": slug}, follow=True) for slug in ("northwind", "nothing")
    ]
    assert [answer.redirect_chain for answer in answers] == [[("/accounts/support/", 302)]] * 2


def test_only_owners_answer_and_only_their_own(houses: Cast, helper: Client, sign_in: SignIn) -> None:
    helper.post("/accounts/support/", ASK)
    with staff(houses.northwind.pk), transaction.atomic():
        pk = SupportAccess.objects.get().pk
    assert sign_in(houses.northwind.people[Role.OPS_LEAD]).post(f"/northwind/support/{pk}/approve/").status_code == 403
    assert sign_in(houses.umbra.people[Role.OWNER]).post(f"/umbra/support/{pk}/approve/").status_code == 404
    assert sign_in(houses.umbra.people[Role.OWNER]).post("/umbra/support/999999/approve/").status_code == 404
    with staff(houses.northwind.pk), transaction.atomic():
        actions.end_support(
            access=SupportAccess.objects.get(), by=houses.northwind.people[Role.OWNER], now=timezone.now()
        )
    assert verbs(houses) == ["support.requested", "support.refused"]

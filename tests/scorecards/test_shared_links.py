"""Signed links in mails: one scorecard, for one member, for thirty days, and only as long as they are one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from engagements.actions.grants import revoke_engagement
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from scorecards import emails
from scorecards.links import LinkExpiredError, LinkInvalidError, Shared, make_token, read_token
from scorecards.models import Scorecard, ScorecardSnapshot
from tests.factories.cast import Cast, House
from tests.factories.sheets import issued_card


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def issued(house: House, now: datetime) -> Scorecard:
    with time_machine.travel(now, tick=False):
        return issued_card(house, now=now)


def path(house: House, card: Scorecard, member: Membership, now: datetime) -> str:
    with staff(house.pk), time_machine.travel(now, tick=False):
        audience = "vendor" if member.vendor_id else "client"
        snapshot = ScorecardSnapshot.objects.get(scorecard=card, audience=audience)
        return emails.shared_url(snapshot, member).partition("/shared/")[2].join(["/shared/", ""])


def member(house: House, vendor: str = "") -> Membership:
    person = house.vendor_people[vendor, Role.VENDOR_MANAGER] if vendor else house.people[Role.VIEWER]
    return house.memberships[person.pk]


def get(address: str, at: datetime) -> tuple[int, str]:
    with time_machine.travel(at, tick=False):
        response = Client().get(address)
    return response.status_code, response.content.decode()


def test_it_opens_the_sealed_page_and_its_pdf_without_a_login(house: House, issued: Scorecard, now: datetime) -> None:
    address = path(house, issued, member(house), now)
    status, page = get(address, now)
    assert (status, "Cost per ticket" in page, issued.seal in page) == (200, True, True)
    with time_machine.travel(now, tick=False):
        paper = Client().get(f"{address}scorecard.pdf")
    assert (paper.status_code, paper["Content-Type"], paper.content[:4]) == (200, "application/pdf", b"%PDF")
    assert "no-store" in Client().get(address)["Cache-Control"]


def test_a_vendors_person_gets_the_vendors_version(house: House, issued: Scorecard, now: datetime) -> None:
    status, page = get(path(house, issued, member(house, "kestrel"), now), now)
    assert (status, "Resolution in time" in page, "Cost per ticket" in page) == (200, True, False)


def test_it_expires_after_thirty_days(house: House, issued: Scorecard, now: datetime) -> None:
    address = path(house, issued, member(house), now)
    assert get(address, now + timedelta(days=30))[0] == 200
    status, page = get(address, now + timedelta(days=30, seconds=2))
    assert (status, "This link has expired" in page) == (410, True)


def test_leaving_closes_it_at_once(house: House, issued: Scorecard, now: datetime) -> None:
    person = member(house)
    address = path(house, issued, person, now)
    with staff(house.pk):
        Membership.objects.filter(pk=person.pk).update(left_at=now)
    status, page = get(address, now)
    assert (status, "This link was withdrawn" in page, "Night desk" in page) == (410, True, False)


def test_a_closed_account_closes_it(house: House, issued: Scorecard, now: datetime) -> None:
    person = member(house)
    address = path(house, issued, person, now)
    with identity():
        type(person.user).objects.filter(pk=person.user_id).update(is_active=False)
    assert get(address, now)[0] == 410


def test_withdrawing_the_grant_closes_it_for_the_vendor(house: House, issued: Scorecard, now: datetime) -> None:
    person = member(house, "kestrel")
    address = path(house, issued, person, now)
    with staff(house.pk):
        revoke_engagement(engagement=house.engagements["kestrel"], person=person.user, by=house.people[Role.OWNER])
    assert get(address, now)[0] == 410


def test_another_vendors_person_cannot_be_given_one(house: House, issued: Scorecard, now: datetime) -> None:
    person = member(house, "inkwell")
    with time_machine.travel(now, tick=False):
        token = make_token(Shared(house.pk, person.pk, issued.pk))
    assert get(f"/shared/{token}/", now)[0] == 410


def test_another_tenants_scorecard_does_not_open(cast: Cast, issued: Scorecard, now: datetime) -> None:
    stranger = cast.umbra.memberships[cast.umbra.people[Role.OWNER].pk]
    with time_machine.travel(now, tick=False):
        mixed = make_token(Shared(cast.umbra.pk, stranger.pk, issued.pk))
        crossed = make_token(Shared(cast.northwind.pk, stranger.pk, issued.pk))
    assert [get(f"/shared/{token}/", now)[0] for token in (mixed, crossed)] == [410, 410]


@pytest.mark.parametrize("token", ["x", "WzEsMSwyNV0:1xUtY5:AAAA", "a:b:c:d", "%00"])
def test_a_link_that_is_none_of_ours_says_so(cast: Cast, now: datetime, token: str) -> None:
    status, page = get(f"/shared/{token}/", now)
    assert (status, "This link does not work" in page) == (404, True)


def test_a_token_is_bound_to_what_it_names(now: datetime) -> None:
    with time_machine.travel(now, tick=False) as clock:
        token = make_token(Shared(1, 2, 3))
        assert read_token(token) == Shared(1, 2, 3)
        with pytest.raises(LinkInvalidError):
            read_token("WzEsMiw0XQ" + token[token.index(":") :])
        clock.shift(timedelta(days=31))
        with pytest.raises(LinkExpiredError):
            read_token(token)

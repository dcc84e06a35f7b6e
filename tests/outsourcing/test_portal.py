"""The partner's pages: its own sealed scorecards, and nothing of anyone else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.actions.grants import revoke_engagement
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from scorecards.actions.issuing import issue_scorecard, revise_scorecard
from scorecards.models import Scorecard
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, House
from tests.factories.sheets import frozen_card, issued_card


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture(autouse=True)
def monday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def shelf(house: House, vendor: str = "kestrel") -> str:
    return reverse("scorecards:scorecard-portal-list", args=[house.slug, house.vendors[vendor].pk])


def first_page(house: House, vendor: str = "kestrel") -> str:
    return reverse("outsourcing:portal-home", args=[house.slug, house.vendors[vendor].pk])


def card_url(house: House, card: Scorecard, vendor: str = "kestrel", name: str = "scorecard-portal") -> str:
    return reverse(f"scorecards:{name}", args=[house.slug, house.vendors[vendor].pk, card.pk])


def test_the_shelf_opens_on_the_newest_scorecard_and_shows_no_internal_metric(
    house: House, sign_in: SignIn, now: datetime
) -> None:
    card = issued_card(house, now=now)
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    page = browser.get(shelf(house)).content.decode()
    assert page.count(card_url(house, card)) == 2
    sheet = browser.get(card_url(house, card)).content.decode()
    assert ("Resolution in time" in sheet, "Cost per ticket" in sheet, CANARY in sheet) == (True, False, False)
    paper = browser.get(card_url(house, card, name="scorecard-portal-pdf"))
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")


def test_nothing_shows_before_it_is_issued(house: House, sign_in: SignIn, now: datetime) -> None:
    with staff(house.pk):
        card = frozen_card(house, now=now)
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    assert "No scorecard yet" in browser.get(shelf(house)).content.decode()
    assert browser.get(card_url(house, card)).status_code == 404


def test_another_vendor_and_who_lost_the_grant_see_nothing(house: House, sign_in: SignIn, now: datetime) -> None:
    card = issued_card(house, now=now)
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    assert "No scorecard yet" in other.get(shelf(house, "inkwell")).content.decode()
    assert other.get(card_url(house, card, "inkwell")).status_code == 404
    assert other.get(card_url(house, card)).status_code == 404
    person = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    with staff(house.pk):
        revoke_engagement(engagement=house.engagements["kestrel"], person=person, by=house.people[Role.OWNER])
    assert sign_in(person).get(card_url(house, card)).status_code == 404


def test_a_revision_takes_the_place_of_what_it_corrects(house: House, sign_in: SignIn, now: datetime) -> None:
    card = issued_card(house, now=now)
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk):
        revision = revise_scorecard(scorecard=card, reason="Late export.", by=lead, now=now)
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    assert card_url(house, card) in browser.get(shelf(house)).content.decode()
    with staff(house.pk):
        issue_scorecard(scorecard=revision, by=lead, now=now)
    page = browser.get(shelf(house)).content.decode()
    assert (card_url(house, revision) in page, card_url(house, card) in page) == (True, False)


def test_staff_has_no_portal(house: House, sign_in: SignIn) -> None:
    assert sign_in(house.people[Role.OWNER]).get(shelf(house)).status_code == 404
    assert sign_in(house.people[Role.OWNER]).get(first_page(house)).status_code == 404


def test_the_portal_asks_a_fixed_number_of_times(house: House, sign_in: SignIn, now: datetime) -> None:
    card = issued_card(house, now=now)
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    browser.get(shelf(house))
    counts = []
    for address in (first_page(house), shelf(house), card_url(house, card)):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))
    assert counts == [39, 17, 19]


def test_it_opens_on_what_is_due_in_both_time_zones(house: House, sign_in: SignIn, now: datetime) -> None:
    card = issued_card(house, now=now)
    with staff(house.pk):
        house.vendors["kestrel"].time_zone = "Asia/Kolkata"
        house.vendors["kestrel"].save()
    page = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).get(first_page(house)).content.decode()
    assert ("09:00 UTC" in page, "14:30 IST" in page, card_url(house, card) in page) == (True, True, True)


def test_somebody_of_two_partners_changes_between_their_portals(house: House, sign_in: SignIn) -> None:
    person = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    with identity():
        Membership.objects.create(
            organization=house.organization,
            user=person,
            role=Role.VENDOR_AGENT,
            vendor_id=house.vendors["inkwell"].pk,
        )
    page = sign_in(person).get(first_page(house)).content.decode()
    assert ("Kestrel · Northwind" in page, "Inkwell · Northwind" in page) == (True, True)
    assert first_page(house, "inkwell") in page
    alone = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).get(first_page(house)).content.decode()
    assert "Inkwell" not in alone


def test_the_navigation_is_one_row_and_a_menu(house: House, sign_in: SignIn) -> None:
    """Seven pages in the row, the rest by heading under "More", which names the page that is open."""
    page = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER]).get(first_page(house))
    shell = page.context["shell"]
    assert ([len(group.items) for group in shell["nav"]], shell["more_current"]) == ([7], "")
    assert [item.label for group in shell["more"] for item in group.items][-2:] == ["Invoices", "Colleagues"]
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    pulse = agent.get(reverse("engagements:pulse-portal-list", args=[house.slug, house.vendors["kestrel"].pk]))
    assert pulse.context["shell"]["more_current"] == "Pulse"
    assert "More: Pulse" in pulse.content.decode()
    hidden = [item.label for group in pulse.context["shell"]["more"] for item in group.items]
    assert not {"Invoices", "Colleagues"} & set(hidden)

"""Choosing between three vendors: asked, answered in the portal, opened, scored blind by three, decided, told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from playwright.sync_api import Page, expect

from foundation.accounts.models import Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from foundation.outbox.models import Message
from sourcing.models import Brief
from tests.factories.cast import PASSWORD, Cast, House
from tests.journeys.looking import Look
from tests.sourcing.choosing import Choosing, begin
from vendors.models import Vendor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
# Ticks every group of radio buttons at one value, as somebody would who goes down the page.
TICK = "value => document.querySelectorAll(`input[type=radio][value='${value}']`).forEach(each => each.click())"


@pytest.fixture
def made(cast: Cast) -> Choosing:
    """A drafted brief for the own team's desk, and a third vendor whose manager uses the portal."""
    house = cast.northwind
    with transaction.atomic():
        _third_vendor(house)
        return begin(house, publishes=False)


def test_three_vendors_and_three_raters(made: Choosing, enter: Enter, look: Look) -> None:
    lead = enter("ops_lead@northwind.example")
    ask(lead, made, look)
    kestrel = enter("kestrel-vendor_manager@northwind.example")
    answer(kestrel, look)
    with transaction.atomic():
        made.offer("inkwell", price="800")
        made.offer("larkfield", price="500")
    open_and_judge(lead, made)
    score(lead)
    with transaction.atomic():
        made.rate(Role.OWNER, {"kestrel": 4, "inkwell": 3})
        made.rate(Role.FINANCE, {"kestrel": 2, "inkwell": 4})
    decide(lead, look)
    kestrel.reload()
    expect(kestrel.get_by_text("chosen", exact=True).first).to_be_visible()
    text = kestrel.content()
    assert not [name for name in ("Inkwell", "Larkfield") if name in text]
    with transaction.atomic(), staff(made.house.pk):
        told = Message.objects.filter(subject_key=f"brief/{made.brief.pk}/decided").values_list("vendor_id", flat=True)
        assert set(told) == {made.house.vendors[name].pk for name in ("kestrel", "inkwell", "larkfield")}


def ask(page: Page, made: Choosing, look: Look) -> None:
    """Read the brief, publish it, ask three vendors, name three raters."""
    page.get_by_role("link", name="Selections").click()
    page.get_by_role("link", name="Night desk partner").click()
    page.get_by_role("link", name="Read and publish").click()
    expect(page.get_by_role("heading", name="What is asked")).to_be_visible()
    page.get_by_role("button", name="Publish").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    page.get_by_role("button", name="Ask vendors").first.click()
    dialog = page.get_by_role("dialog")
    for name in ("Kestrel", "Inkwell", "Larkfield"):
        dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("3 vendors are asked, by one mail each.")).to_be_visible()
    page.get_by_role("button", name="Ask raters").first.click()
    dialog = page.get_by_role("dialog")
    for name in ("Ops_Lead Northwind", "Owner Northwind", "Finance Northwind"):
        dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("3 raters are asked.")).to_be_visible()
    look(page, "selection-open")


def answer(page: Page, look: Look) -> None:
    """The vendor finds it under To do, writes and submits."""
    row = page.locator("li", has_text="Proposal: Night desk partner").first
    row.get_by_role("link", name="Read it").click()
    page.get_by_role("link", name="Write your proposal").click()
    expect(page.get_by_role("button", name="Keep the draft")).to_be_visible()
    page.evaluate(TICK, "yes")
    for field in page.locator("textarea").all():
        field.fill("We have done this for two years.")
    for field in page.locator("input[type=number]").all():
        field.fill("1000")
    look(page, "portal-offer")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Submit").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    expect(page.get_by_text("The client reads it when the time for proposals is over.")).to_be_visible()


def open_and_judge(page: Page, made: Choosing) -> None:
    """Nobody is missing, so the offers are opened; one of them fails a knock-out."""
    page.reload()
    page.get_by_role("button", name="Nobody is missing: open them").click()
    expect(page.get_by_text("Closed: the proposals can be read.")).to_be_visible()
    with transaction.atomic():
        with staff(made.house.pk):
            made.brief = Brief.objects.select_related("selection").get(pk=made.brief.pk)
            made.offers = {
                name: made.brief.offers.get(vendor=made.house.vendors[name])
                for name in ("kestrel", "inkwell", "larkfield")
            }
        made.judge("inkwell")
        made.judge("larkfield", passes=False)
    page.reload()
    page.get_by_role("link", name=re.compile("Judge.*Kestrel")).click()
    page.get_by_role("button", name="Keep verdicts").click()
    expect(page.get_by_text("The knock-outs of Kestrel are judged.")).to_be_visible()


def score(page: Page) -> None:
    """One rater goes through both proposals that are left and hands in."""
    page.get_by_role("link", name="Night desk partner").click()
    page.get_by_role("link", name="Score", exact=True).click()
    expect(page.get_by_text("Larkfield")).to_have_count(0)
    for name, points in (("Kestrel", "5"), ("Inkwell", "3")):
        page.get_by_role("link", name=re.compile(f"(Score|Change).*{name}")).click()
        expect(page.get_by_role("button", name="Keep my points")).to_be_visible()
        page.evaluate(TICK, points)
        page.get_by_role("button", name="Keep my points").click()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Nothing is shown before every rater has handed in.")).to_be_visible()


def decide(page: Page, look: Look) -> None:
    """The result, and the choice of the first."""
    page.reload()
    expect(page.get_by_role("heading", name="How sure is the first place?")).to_be_visible()
    look(page, "selection-result")
    page.get_by_role("button", name="Choose and tell everybody").click()
    expect(page.get_by_text("Kestrel is chosen; everybody is told by mail.")).to_be_visible()


def _third_vendor(house: House) -> None:
    with staff(house.pk, actor=house.people[Role.OWNER].pk):
        vendor: Vendor = Vendor.objects.create(name="Larkfield")
    with identity():
        person = User.objects.create(
            email="larkfield@northwind.example", name="Lena Larkfield", password=make_password(PASSWORD)
        )
        Membership.objects.create(
            organization=house.organization, user=person, role=Role.VENDOR_MANAGER, vendor_id=vendor.pk
        )
    house.vendors["larkfield"] = vendor
    house.vendor_people["larkfield", Role.VENDOR_MANAGER] = person

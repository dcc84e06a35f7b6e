"""A pilot from its plan to the decision to scale: the planner, the lock, the verdicts, the memo, the steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from playwright.sync_api import Page, expect

from engagements.queries.engagements import local_today
from foundation.accounts.models import Organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.jobs.clock import database_now
from pilots.actions.judging import give_verdicts
from pilots.actions.reading import read_pilot
from pilots.models import Pilot
from tests.factories.cast import Cast, House
from tests.factories.pilots import days, items_of, planned
from tests.journeys.looking import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
LEAD = "ops_lead@northwind.example"


def test_from_the_plan_to_the_steps(cast: Cast, enter: Enter, look: Look) -> None:
    house, now = cast.northwind, database_now()
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk), transaction.atomic():
        today = local_today(Organization.objects.get(pk=house.pk), now)
        pilot = planned(house, start_date=today, end_date=today + timedelta(days=29))
    plan(enter(LEAD), pilot, look)
    after = today + timedelta(days=30)
    run(house, pilot, today, after)
    with time_machine.travel(now + timedelta(days=30), tick=True):
        page = enter(LEAD)
        scale(page, pilot, look)


def plan(page: Page, pilot: Pilot, look: Look) -> None:
    page.goto(f"/northwind/pilots/{pilot.pk}/")
    page.get_by_role("link", name="Sample size").click()
    page.get_by_label("Items a day").fill("3")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("Decided on about day 20").first).to_be_visible()
    page.get_by_text("The curve as a table").first.click()
    expect(page.get_by_role("columnheader", name="Chance of “met”").first).to_be_visible()
    look(page, "pilot-planner")
    page.goto(f"/northwind/pilots/{pilot.pk}/")
    page.get_by_role("button", name="Lock and start").click()
    page.locator("dialog[open]").get_by_role("button", name="Lock and start").click()
    expect(page.get_by_text("The plan is locked and sealed.")).to_be_visible()
    page.get_by_role("link", name="Evidence and decision").click()
    expect(page.get_by_text("So far, no verdict", exact=False).first).to_be_visible()


def run(house: House, pilot: Pilot, first: date, after: date) -> None:
    """Thirty days of work, and what the hourly job makes of them."""
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk), transaction.atomic():
        items_of(house.engagements["kestrel"], days(first, 30))
        items_of(house.engagements["own"], days(first, 30), a_day=3, defective=1, hours=9)
        read_pilot(pilot_id=pilot.pk, now=database_now(), today=after)
        assert give_verdicts(pilot_id=pilot.pk, now=database_now(), today=after) == 3


def scale(page: Page, pilot: Pilot, look: Look) -> None:
    page.goto(f"/northwind/pilots/{pilot.pk}/")
    expect(page.locator("#verdicts").get_by_text("met", exact=True)).to_have_count(3)
    page.get_by_role("link", name="Evidence and decision").click()
    expect(page.get_by_role("heading", name="All 3 criteria are met.")).to_be_visible()
    page.get_by_label("Scale", exact=True).check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Say why: it is kept with the decision.", exact=True)).to_be_visible()
    look(page, "pilot-decide")
    page.get_by_label("Why").fill("Every threshold was reached, on 120 items.")
    for number in (3, 4):
        page.get_by_label(f"Step {number}: from").fill("")
        page.get_by_label(f"Step {number}: share of the volume, %").fill("")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided: it scales.")).to_be_visible()
    expect(page.locator("#steps tbody tr")).to_have_count(2)
    look(page, "pilot-scaled")
    memo = page.request.get(f"/northwind/pilots/{pilot.pk}/memo.pdf")
    assert (memo.status, memo.body()[:5]) == (200, b"%PDF-")

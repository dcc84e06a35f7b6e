"""A pilot from its plan to the rollback: planned, locked, run, a trigger fires, both sides see it, and it is over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from engagements.queries.engagements import local_today
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.clock import database_now
from pilots.actions.reading import read_pilot
from pilots.actions.retrospectives import write_retrospectives
from pilots.actions.rollback import evaluate_triggers
from pilots.models import Pilot
from tests.factories.cast import Cast, House
from tests.factories.pilots import CRITERIA, days, items_of, known_figure
from tests.factories.scorecards import metric
from tests.journeys.looking import Look
from workitems.models import IntakeForm

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACKLOG = "\n".join(f"B-{number}\tReset {number}\treset\tS\tUser can sign in" for number in range(1, 61))


@pytest.fixture
def house(cast: Cast) -> House:
    """The Night desk with three metrics that have data, and an intake form."""
    house, now = cast.northwind, database_now()
    with transaction.atomic(), staff(house.pk):
        desk = house.engagements["kestrel"]
        for measure, *_ in CRITERIA:
            known_figure(metric(measure, desk), house.engagements["own"], now)
        IntakeForm.objects.create(process=desk.process, name="Night requests", created_at=now)
    return house


def test_from_the_plan_to_the_rollback(house: House, enter: Callable[[str], Page], look: Look) -> None:
    page = enter("ops_lead@northwind.example")
    today = local_today(house.organization, database_now())
    plan(page, today, look)
    page.get_by_role("button", name="Lock and start").click()
    page.get_by_role("dialog").get_by_role("button", name="Lock and start").click()
    expect(page.get_by_text("The plan is locked and sealed.")).to_be_visible()
    seal = page.locator("code.hash").inner_text()
    assert re.fullmatch("[0-9a-f]{64}", seal)
    run(house, today)
    page.reload()
    expect(page.get_by_text("so far, no verdict").first).to_be_visible()
    expect(page.locator("#rollback")).to_contain_text("Error rate was 25.0")
    look(page, "pilot-rolling-back")
    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_text("Rollback: Nights with Kestrel").first).to_be_visible()
    vendor = enter("kestrel-vendor_manager@northwind.example")
    vendor.get_by_text("Hand over open items").first.wait_for()
    vendor.goto(vendor.url.rstrip("/") + "/pilots/")
    vendor.get_by_role("link", name="Nights with Kestrel").click()
    expect(vendor.locator("code.hash")).to_have_text(seal)
    expect(vendor.get_by_text("18,000")).to_have_count(0)
    look(vendor, "portal-pilot")
    page.get_by_role("link", name="Open checklist").click()
    for _ in range(2):
        page.locator("#rollback").get_by_role("link", name=re.compile("^Close")).first.click()
        page.get_by_label("Note").fill("Done and checked")
        page.get_by_role("button", name="Close the action").click()
        page.wait_for_url(lambda url: "/close/" not in url)
        page.goto(pilot_url(house))
    page.get_by_role("button", name="It is as it was before").click()
    expect(page.get_by_text("Rolled back", exact=True).first).to_be_visible()


def plan(page: Page, today: date, look: Look) -> None:
    page.get_by_role("link", name="Pilots", exact=True).first.click()
    page.get_by_role("link", name="New pilot").first.click()
    page.get_by_label("Title").fill("Nights with Kestrel")
    page.get_by_label("Engagement").select_option(label="Night desk")
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today - timedelta(days=1)).isoformat())
    page.get_by_label("Intake form").select_option(label="Night requests")
    page.get_by_label(re.compile("^Budget")).fill("18000")
    page.get_by_label("Control group").select_option(label="Day desk")
    page.get_by_label("Rollback: what we do").fill("Stop new work")
    page.get_by_label("Rollback: what the vendor does").fill("Hand over open items")
    page.get_by_role("button", name="Begin the plan").click()

    expect(page.get_by_text("The last day lies before the first").first).to_be_visible()
    page.get_by_label("Last day").fill((today + timedelta(days=44)).isoformat())
    page.get_by_role("button", name="Begin the plan").click()
    for name, direction, threshold in (
        ("Error rate", "lower", "5"),
        ("Turnaround, 90th percentile", "lower", "8"),
        ("Met according to the source", "higher", "90"),
    ):
        page.get_by_role("link", name="Add a metric").click()
        page.get_by_label("Metric").select_option(label=name)
        page.get_by_label("Direction").select_option(value=direction)
        page.get_by_label("Threshold").fill(threshold)
        page.get_by_label("Planned n").fill("60")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text(f"{name} is saved.")).to_be_visible()
    page.get_by_role("link", name="Add a trigger").click()
    page.get_by_label("Metric").select_option(label="Error rate")
    page.get_by_label("Fires when it is").select_option(value="above")
    page.get_by_label("Threshold").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#triggers")).to_contain_text("above 20")
    look(page, "pilot-plan")
    page.locator("[data-rule=backlog_count]").get_by_role("link", name="Mend it").click()
    page.get_by_role("textbox", name="Items").fill(BACKLOG)
    page.get_by_role("button", name="Keep these items").click()
    expect(page.get_by_text("60 items are kept")).to_be_visible()
    look(page, "pilot-backlog")
    page.get_by_role("link", name="Nights with Kestrel").first.click()
    expect(page.locator("#readiness .count-hot")).to_have_count(0)


def run(house: House, today: date) -> None:
    """Eight days on, as the beat would do it: from the fifth day on three of four items are defective."""
    now = database_now()
    with transaction.atomic(), staff(house.pk):
        desk = house.engagements["kestrel"]
        items_of(desk, days(today, 4))
        items_of(desk, days(today + timedelta(days=4), 4), defective=3)
        pilot = Pilot.objects.get()
    later = today + timedelta(days=8)
    with system([house.pk]):
        read_pilot(pilot_id=pilot.pk, now=now, today=later)
        assert evaluate_triggers(pilot_id=pilot.pk, now=now, today=later) == 1
        write_retrospectives(pilot_id=pilot.pk, now=now, today=later)


def pilot_url(house: House) -> str:
    with transaction.atomic(), staff(house.pk):
        return f"/{house.slug}/pilots/{Pilot.objects.get().pk}/"

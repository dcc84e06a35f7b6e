"""A way out is tried out, the exit started, everything handed over, the portal shut, the exit closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from exits.models import Erasure, Exit, ExitTask
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.clock import database_now
from tests.factories.cast import Cast, House
from tests.journeys.looking import Look
from vendors.models import AccessGrant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
PROOF = "Letter of today"


@pytest.fixture
def house(cast: Cast) -> House:
    """Northwind; somebody of Kestrel may use the desk."""
    house, today = cast.northwind, database_now().date()
    with staff(house.pk), transaction.atomic():
        AccessGrant.objects.create(
            vendor=house.vendors["kestrel"],
            system="Desk",
            person_name="Ann Night",
            scope="Queue night",
            reason="Works nights",
            granted_on=today - timedelta(days=90),
            expires_on=today + timedelta(days=90),
        )
    return house


def test_from_drill_to_closed(house: House, enter: Enter, look: Look) -> None:
    lead = enter("ops_lead@northwind.example")
    page = f"/{house.slug}/engagements/{house.engagements['kestrel'].pk}/exit/"
    lead.goto(page)
    lead.get_by_role("button", name="Begin the exit plan").click()
    drill(lead, look)
    start(lead, page)
    partner = enter("kestrel-vendor_manager@northwind.example")
    hand_over(partner, look)
    take_back(lead, look)
    with system([house.pk]), transaction.atomic():  # four months go by, and the rest is done as it is above
        pass_time(house)
    lead.reload()
    lead.locator("summary", has_text="More").first.click()
    lead.get_by_role("button", name="Shut the partner's portal").click()
    lead.get_by_role("button", name="Shut it").click()
    expect(lead.get_by_text("2 people no longer see this engagement")).to_be_visible()
    partner.goto(f"/{house.slug}/portal/{house.vendors['kestrel'].pk}/exit/")
    expect(partner.get_by_role("heading", name="There is nothing here")).to_be_visible()
    lead.get_by_role("button", name="Close the exit").click()
    expect(lead.get_by_text("The exit is closed.")).to_be_visible()
    look(lead, "exit-closed")


def drill(page: Page, look: Look) -> None:
    """Every step is played through; one needed help."""
    page.get_by_role("link", name="Begin a drill").click()
    page.get_by_label("Who took part").fill("Mara and the day desk")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="How each step went")).to_be_visible()
    for choice in page.locator("select").all():
        choice.select_option("yes")
    page.locator("select").first.select_option("partly")
    page.get_by_role("button", name="Finish the drill").click()
    expect(page.get_by_text("Say what was learned, in a sentence.").first).to_be_visible()
    page.get_by_label("What was learned").fill("The run book lacks two numbers.")
    page.get_by_role("button", name="Finish the drill").click()
    expect(page.get_by_text("The drill is finished: passed with gaps.")).to_be_visible()
    look(page, "exit-drill")
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.get_by_role("heading", name="How ready it is")).to_be_visible()
    look(page, "exit-plan")


def start(page: Page, address: str) -> None:
    """Under stress, with a last day that is today; a day that is over is refused first."""
    page.goto(f"{address}start/")
    today = database_now().date()
    page.get_by_label("under stress").check()
    page.get_by_label("Why we leave").fill("Off target for three months.")
    page.get_by_label("Last day").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Start the exit").click()
    expect(page.get_by_text("The last day lies in the past.").first).to_be_visible()
    page.get_by_label("Last day").fill(today.isoformat())
    page.get_by_role("button", name="Start the exit").click()
    expect(page.get_by_text("Every task has its day and its owner.")).to_be_visible()


def hand_over(page: Page, look: Look) -> None:
    """The partner finds its tasks under To do, and shows that one is done."""
    page.locator("li", has_text="Return equipment").get_by_role("link").first.click()
    page.get_by_label("What was done").fill("Two laptops by courier.")
    page.get_by_label("File").set_input_files(
        {"name": "receipt.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 two laptops"}
    )
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("receipt.pdf")).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Handover").click()
    expect(page.get_by_text("tasks wait for you")).to_be_visible()
    expect(page.get_by_text("Off target for three months.")).to_have_count(0)
    look(page, "exit-portal")


def take_back(page: Page, look: Look) -> None:
    """A task is closed with what shows it, an access with proof."""
    page.reload()
    row = page.locator("#task-assets")
    expect(row.get_by_text("Two laptops by courier.")).to_be_visible()
    row.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_text("Done: Return equipment")).to_be_visible()
    page.locator("#access li", has_text="Ann Night").get_by_role("link").click()
    page.get_by_label("Proof").fill("TICKET-9")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#access").get_by_text("TICKET-9")).to_be_visible()
    page.locator("#retention tr", has_text="What both sides wrote").get_by_role("button").click()
    expect(page.get_by_text("Counted. Nothing is deleted yet.")).to_be_visible()
    look(page, "exit-under-way")


def pass_time(house: House) -> None:
    """The exit began 200 days ago and its last day is long over; every task but the portal's end is done."""
    now = database_now()
    Exit.objects.update(started_on=now.date() - timedelta(days=200), ends_on=now.date() - timedelta(days=120))
    Erasure.objects.update(finished_at=now)
    ExitTask.objects.filter(done_at=None).update(done_at=now, proof=PROOF)

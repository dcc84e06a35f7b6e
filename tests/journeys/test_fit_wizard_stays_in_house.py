"""A process that should stay: written down, timed across a reload, walked through the wizard, and noted as staying."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.cast import Cast
from tests.journeys.looking import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
ANSWERS = {
    "How does the volume move?": "It is steady",
    "How often does the way of doing it change?": "Nearly every week",
    "How much must one know about your house?": "Much: it takes months to learn",
    "How sensitive is the data?": "Health, payment, secrets",
    "How complex is a single case?": "Each needs judgement",
    "Where and when is it needed?": "In our own time zone",
    "Does somebody have to be there?": "No, it can be done from anywhere",
    "What do you want of somebody else?": "An outcome that they answer for",
    "How much work is it?": "Work for a team",
    "Do you know the skill yourselves?": "Yes, we could teach it",
}


def test_the_work_stays_in_house(cast: Cast, enter: Enter, look: Look) -> None:
    page = enter("ops_lead@northwind.example")
    _written_down(page, look)
    _timed(page)
    _walked_through(page, look)
    page.get_by_role("link", name="Note that it stays").click()
    expect(page.get_by_label("cannot be outsourced")).to_be_checked()
    page.get_by_label("Reason").fill("Prices are what we live by, and change every week.")
    page.get_by_label("Look at it again on").fill("2030-01-07")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Pricing decisions", level=1)).to_be_visible()
    look(page, "process")
    page.goto("/northwind/processes/?show=cannot")
    expect(page.get_by_role("row", name=re.compile("Pricing decisions"))).to_contain_text("Prices are what we live by")
    look(page, "processes")


def _written_down(page: Page, look: Look) -> None:
    page.goto("/northwind/processes/")
    page.keyboard.press("c")
    page.get_by_label("Name", exact=True).fill("Pricing decisions")
    page.get_by_label("How many each time").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say how often: the volume counts per day, week or month.").first).to_be_visible()
    page.get_by_label("How often").select_option("weekly")
    page.get_by_label("Minutes for one").fill("45")
    page.get_by_label("How repetitive").select_option("1")
    page.get_by_label("How strategic").select_option("3")
    look(page, "process-form")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Pricing decisions is on the list.")).to_be_visible()


def _timed(page: Page) -> None:
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_text("Your clock runs since")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Your clock runs since")).to_be_visible()
    page.get_by_label("How many were done").fill("3")
    page.get_by_label("Of these with errors").fill("1")
    page.get_by_role("button", name="Stop the clock").click()
    expect(page.get_by_text("The run is taken down.")).to_be_visible()


def _walked_through(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Who should do it?").click()
    result = page.locator("#fit-result")
    expect(result).to_contain_text("questions are open")
    for question, answer in ANSWERS.items():
        page.get_by_role("group", name=question).get_by_label(answer).check()
    expect(result.locator("[data-model]")).to_have_text("In-house")
    for words in (
        "This work is hard to hand over.",
        "It needs deep knowledge of your house",
        "The data is highly sensitive",
        "The way of doing it changes every week",
        "Write down how it is done",
    ):
        expect(result).to_contain_text(words)
    look(page, "fit-wizard")
    page.get_by_label("You choose").select_option("managed")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("You choose another model than the rules recommend: say why.").first).to_be_visible()
    page.get_by_label("You choose").select_option("")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Pricing decisions: In-house. The answers are kept.")).to_be_visible()

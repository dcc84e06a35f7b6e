"""Somebody who has never outsourced: from an empty workspace and a template to open gates, in minutes."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from tests.journeys.looking import Look
from tests.journeys.test_first_scorecard import sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUARTER_OF_AN_HOUR = 15 * 60
TODAY = {"Response time": "82", "Resolution time": "78", "Backlog older than 5 days": "9", "Reopen rate": "11"}
EVIDENCE = {
    "Stable": "The same rules for six months",
    "Documented": "Rule book, version 4, tried by a newcomer",
    "Measurable": "Own count of 200 tickets in October",
}
WAITING = {
    "business_case": "No business case is kept for this engagement yet.",
    "partner": "It is still with your own team. Choose the partner on the board.",
    "pilot": "No pilot is kept for this engagement yet.",
    "live": "No exit plan is kept for this engagement yet.",
}


def test_from_a_template_to_open_gates(new_page: Callable[[], Page], look: Look, settings: Settings) -> None:
    settings.SIGNUP_OPEN = True
    page, began = new_page(), time.monotonic()
    sign_up(page)
    page.get_by_role("link", name="Engagements", exact=True).first.click()
    page.get_by_role("link", name="New engagement").first.click()
    page.wait_for_url("**/engagements/start/")
    look(page, "template-choose")
    page.get_by_role("link", name="After-hours IT support").click()
    specifics(page)
    look(page, "template-begin")
    page.get_by_role("button", name="Begin the engagement").click()
    expect(page.get_by_text("is begun. The board shows what is still missing.")).to_be_visible()
    expect(gate(page, "outcomes")).to_contain_text("Gate open")
    mature(page)
    for rule in ("How quality is scored", "How data is protected"):
        page.locator("#gate-guardrails li", has_text=rule).get_by_role("link", name="Mend it").click()
        page.get_by_label("Where it stands signed").fill("Annex 3, signed on 2 November 2026")
        page.get_by_label("In force from").fill("2026-01-05")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Board", exact=True).click()
    for stage in ("outcomes", "scope", "guardrails"):
        expect(gate(page, stage)).to_contain_text("Gate open")
    look(page, "board")
    for onward in ("Scope", "Guardrails", "Business case"):
        page.get_by_role("button", name=f"Go on to: {onward}").click()
        expect(page.get_by_text(re.compile(f"is now at: {onward}"))).to_be_visible()
    for stage, words in WAITING.items():
        expect(gate(page, stage)).to_contain_text(words)
    expect(page.get_by_text("1 thing is missing")).to_be_visible()
    took = time.monotonic() - began
    sys.stdout.write(f"\n{took:6.1f} s  from the sign-up to open gates, pictures included\n")
    assert took < QUARTER_OF_AN_HOUR


def specifics(page: Page) -> None:
    page.get_by_label("Items a month").fill("260")
    page.get_by_label("Deputy").fill("Dana Deputy")
    page.get_by_label("Quality lead").fill("Quinn Quality")
    for name, figure in TODAY.items():
        page.get_by_label(re.compile(f"^{name}")).fill(figure)
    page.get_by_label(re.compile("^Customer satisfaction")).fill("74")
    page.get_by_label(re.compile("^Error rate")).fill("5")
    page.get_by_label(re.compile("^Which period is that")).fill("October 2026")
    page.get_by_label(re.compile("^Where is it from")).fill("Own count of 200 tickets")


def mature(page: Page) -> None:
    """The process is proven to be stable, documented and measurable, on its own page."""
    board = page.url
    page.locator('[data-check="process-mature"]').get_by_role("link", name="Mend it").click()
    proofs = page.locator("#maturity")
    for aspect, evidence in EVIDENCE.items():
        proofs.locator("li", has_text=aspect).get_by_role("link", name="Prove it").click()
        page.get_by_label("What shows it").fill(evidence)
        page.get_by_role("button", name="Save").click()
        expect(proofs.locator("li", has_text=aspect)).to_contain_text(evidence)
    page.goto(board)


def gate(page: Page, stage: str) -> Locator:
    return page.locator(f"#gate-{stage}")

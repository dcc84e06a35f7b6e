"""An agreement is written down from nothing: vendor, calendar, engagement, metric, target, service level, action."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.cast import Cast
from tests.journeys.looking import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]


def test_an_agreement_is_written_down(cast: Cast, enter: Enter, look: Look) -> None:
    page = enter("ops_lead@northwind.example")
    _vendor(page, look)
    _calendar(page, look)
    _metrics(page, look)
    _engagement(page, look)
    _target(page, look)
    _service_level(page, look)
    _the_other_tabs(page, look)
    _action(page, look)


def _vendor(page: Page, look: Look) -> None:
    page.goto("/northwind/vendors/")
    look(page, "vendors")
    page.keyboard.press("c")
    page.get_by_label("Name", exact=True).fill("kestrel")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Another one has this Name already.").first).to_be_visible()
    look(page, "vendor-refused")
    page.get_by_label("Name", exact=True).fill("Sol Contact")
    page.get_by_label("Time zone").select_option("Europe/Madrid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sol Contact is on the list.")).to_be_visible()


def _calendar(page: Page, look: Look) -> None:
    page.goto("/northwind/calendars/")
    look(page, "calendars-empty")
    page.get_by_role("link", name="New calendar").first.click()
    page.get_by_label("Name", exact=True).fill("Desk Madrid")
    page.get_by_label("Time zone").select_option("Europe/Madrid")
    page.get_by_label("Monday").fill("nine to five")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_mon_error, .errorlist").first).to_be_visible()
    look(page, "calendar-refused")
    page.get_by_label("Monday").fill("09:00-14:00, 16:00-20:00")
    page.get_by_label("Country").select_option("ES")
    page.get_by_label("Region").fill("MD")
    page.get_by_role("button", name="Fill in its public holidays").click()
    assert "12-25 " in page.get_by_label("Holidays").input_value()
    assert page.get_by_label("Monday").input_value() == "09:00-14:00, 16:00-20:00"
    look(page, "calendar-form")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="09:00-14:00, 16:00-20:00").first).to_be_visible()
    look(page, "calendar")


def _metrics(page: Page, look: Look) -> None:
    page.goto("/northwind/metrics/")
    look(page, "metrics-empty")
    page.get_by_role("link", name="Open the library").click()
    expect(page.get_by_role("heading", name="Starter library", level=1)).to_be_visible()
    look(page, "metric-library")
    page.get_by_role("button", name=re.compile("Add ?: Response time")).click()
    expect(page.get_by_text("Response time is in your metrics.")).to_be_visible()
    page.goto("/northwind/metrics/new/")
    page.get_by_label("Name", exact=True).fill("Old backlog")
    page.get_by_label("Measure").select_option("backlog_aged")
    page.get_by_label("Unit").select_option("percent")
    page.get_by_label("Direction").select_option("lower")
    page.get_by_role("button", name="Add the metric").click()
    expect(page.get_by_text("This measure is not counted in that unit.").first).to_be_visible()
    expect(page.get_by_text("Say from which age on an item counts as old.").first).to_be_visible()
    page.get_by_label("Unit").select_option("count")
    page.get_by_label("Old from, hours").fill("120")
    page.get_by_label("How it is counted").fill("Open items older than five days when the week ends.")
    page.get_by_label("Data source").fill("The ticket system")
    page.get_by_role("button", name="Add the metric").click()
    expect(page.get_by_text("Old backlog is in your metrics.")).to_be_visible()
    page.goto("/northwind/metrics/")
    page.get_by_role("link", name="Response time").click()
    expect(page.get_by_role("heading", name="Response time", level=1)).to_be_visible()
    look(page, "metric")


def _engagement(page: Page, look: Look) -> None:
    page.goto("/northwind/engagements/")
    look(page, "engagements")
    page.keyboard.press("c")
    page.get_by_role("link", name="It already runs").click()
    page.wait_for_url("**/engagements/new/")
    look(page, "engagement-new")
    page.get_by_label("Name", exact=True).fill("Customer service ES")
    page.get_by_label("Process", exact=True).select_option(label="After-hours IT support")
    page.get_by_label("Vendor", exact=True).select_option(label="Sol Contact")
    page.get_by_label("Coverage").select_option(label="Desk Madrid")
    page.get_by_label("First day", exact=True).fill("2026-01-05")
    page.get_by_label("Monthly fee", exact=True).fill("18500")
    page.get_by_role("button", name="Begin the engagement").click()
    expect(page.get_by_role("heading", name="Customer service ES")).to_be_visible()
    look(page, "outcomes-empty")


def _target(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Add a metric").first.click()
    page.get_by_label("Metric", exact=True).select_option(label="Response time")
    page.get_by_label("Minimum", exact=True).fill("97")
    page.get_by_label("Expected", exact=True).fill("95")
    page.get_by_role("button", name="Agree the target").click()
    expect(page.get_by_text("The minimum is better than the expected value.").first).to_be_visible()
    look(page, "target-refused")
    page.get_by_label("Minimum", exact=True).fill("90")
    page.get_by_role("button", name="Agree the target").click()
    expect(page.get_by_role("cell", name="\N{GREATER-THAN OR EQUAL TO} 95\N{NO-BREAK SPACE}%")).to_be_visible()
    look(page, "outcomes")


def _service_level(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Guardrails", exact=True).click()
    page.wait_for_url("**/guardrails/")
    look(page, "levels-empty")
    page.get_by_role("link", name="New service level").first.click()
    expect(page.get_by_label("Counted in")).to_contain_text("Desk Madrid")
    page.get_by_label("Clock", exact=True).select_option("response")
    page.get_by_label("Name", exact=True).fill("First answer")
    page.get_by_label("Pass rule").fill("A person answered, not a machine.")
    page.get_by_label("Priority 1").fill("Urgent")
    page.get_by_label("Amount 1").fill("0")
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("Allow at least 1.")).to_be_visible()
    look(page, "level-refused")
    page.get_by_label("Amount 1").fill("15")
    page.get_by_label("Amount 2").fill("90")
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("1\N{NO-BREAK SPACE}h 30\N{NO-BREAK SPACE}min")).to_be_visible()
    expect(page.get_by_text("Being applied")).to_be_visible()
    look(page, "levels")


def _the_other_tabs(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Scope", exact=True).click()
    page.get_by_role("link", name="New segment").first.click()
    page.get_by_label("Name", exact=True).fill("Catalan")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Catalan", exact=True)).to_be_visible()
    look(page, "scope")
    page.goto("/northwind/engagements/")
    page.get_by_role("link", name="Night desk").click()
    page.get_by_role("link", name="Partner", exact=True).click()
    page.get_by_role("button", name=re.compile("Close ?: Kestrel-Vendor_Agent Northwind")).click()
    expect(page.get_by_text("Kestrel-Vendor_Agent Northwind no longer sees this engagement.")).to_be_visible()
    look(page, "partner")


def _action(page: Page, look: Look) -> None:
    page.goto("/northwind/actions/")
    look(page, "actions-empty")
    page.get_by_role("link", name="New action").click()
    page.get_by_label("Engagement", exact=True).select_option(label="Night desk")
    page.get_by_label("Action", exact=True).fill("Add a second night shift lead")
    page.get_by_label("Due", exact=True).fill("2026-01-12")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Or somebody without a login").fill("R. Osei")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Overdue").last).to_be_visible()
    look(page, "actions")
    page.get_by_role("button", name=re.compile("Done ?: Add a second night shift lead")).click()
    expect(page.get_by_text("Nothing is open")).to_be_visible()

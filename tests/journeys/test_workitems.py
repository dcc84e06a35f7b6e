"""Work items in a real browser: the list and its filters, an item's clocks, an exclusion, the reconciliation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House
from tests.factories.workitems import HOUR, make_calendar, make_item, make_level
from tests.journeys.looking import Look
from workitems.actions.clocks import recompute_clocks
from workitems.models import WorkItem

pytestmark = pytest.mark.browser
AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


@transaction.atomic
def fill(house: House, now: datetime) -> WorkItem:
    """A week of a desk: items met, missed, running and paused; returns one with a full life."""
    with staff(house.pk):
        vendor = house.vendors["kestrel"]
        vendor.time_zone = "Asia/Manila"
        vendor.save()
        desk = house.engagements["kestrel"]
        calendar = make_calendar(valid_from=AGES_AGO, name="Desk Manila, 9 to 17", zone="Asia/Manila")
        targets = {"1 - Critical": 4 * HOUR, "": 8 * HOUR}
        make_level(desk, valid_from=AGES_AGO, calendar=calendar, targets=targets)
        make_level(desk, valid_from=AGES_AGO, kind="response", targets={"": HOUR})
        items = [
            make_item(
                desk,
                opened_at=at(number % 24, day=number % 7),
                title=f"Cannot print from the warehouse scanner, floor {number}",
                priority=f"{1 + number % 4} - {['Critical', 'High', 'Moderate', 'Low'][number % 4]}",
                first_response_at=at(number % 24 + number % 3 / 1.5, day=number % 7),
                resolved_at=at(number % 24 + 6 + number % 5 * 9, day=number % 7) if number % 6 else None,
                closed_at=at(number % 24 + 60, day=number % 7) if number % 6 else None,
                source_met=number % 3 > 0 if number % 6 else None,
                status_class="closed" if number % 6 else "open",
                reopen_count=number % 7 == 0,
            )
            for number in range(60)
        ]
        told = [
            ("assign", at(1), "Group 70"),
            ("pause", at(4), "client"),
            ("resume", at(2, day=1)),
            ("reprioritise", at(3, day=1), "1 - Critical"),
            ("assign", at(5, day=1), "Group 24"),
        ]
        item = make_item(
            desk,
            external_id="INC0007016",
            opened_at=at(1),
            told=told,
            title="Laptop does not start after the update",
            description="Since Monday's update the screen stays black.",
            item_type="Incident",
            priority="3 - Moderate",
            queue="Group 24",
            url="https://desk.example/INC0007016",
            first_response_at=at(1.5),
            resolved_at=at(9, day=2),
            closed_at=at(9, day=5),
            due_at=at(9, day=3),
            source_met=True,
            status_class="closed",
            group_seconds={"Group 70": 100_800, "Group 24": 14_400},
        )
        make_item(None, opened_at=at(3), queue="Group 99")
        recompute_clocks(item_ids=[each.pk for each in [*items, item]], now=now)
    return item


def test_the_list(cast: Cast, enter: Callable[[str], Page], look: Look, now: datetime) -> None:
    house = cast.northwind
    analyst = enter(house.people[Role.ANALYST].email)
    analyst.goto("/northwind/items/")
    expect(analyst.get_by_text("No work items yet")).to_be_visible()
    look(analyst, "items-empty")
    analyst.goto("/northwind/exclusions/")
    look(analyst, "exclusions-empty")

    fill(house, now)
    analyst.goto("/northwind/items/")
    expect(analyst.locator("tbody tr")).to_have_count(50)
    look(analyst, "items")
    analyst.get_by_role("link", name="Older").click()
    expect(analyst.locator("tbody tr")).to_have_count(12)
    analyst.get_by_role("link", name="Newer").click()
    expect(analyst.locator("tbody tr")).to_have_count(50)

    # the address is the filter
    analyst.get_by_label("Resolution clock").select_option("missed")
    analyst.get_by_role("button", name="Filter").click()
    expect(analyst).to_have_url(re.compile("resolution=missed"))
    analyst.get_by_text("More filters").click()
    analyst.get_by_role("textbox", name="Priority").fill("1 - Critical")
    analyst.get_by_label("Opened from").fill("2026-11-16")
    analyst.get_by_label("Opened to").fill("2026-11-22")
    analyst.get_by_role("button", name="Filter").click()
    expect(analyst).to_have_url(re.compile("opened_to=2026-11-22"))
    look(analyst, "items-filtered")
    with analyst.expect_download() as download:
        analyst.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "work-items-northwind.csv"
    analyst.goto("/northwind/items/?vendor=x")
    look(analyst, "items-unreadable")


def test_from_a_number_to_an_exclusion(cast: Cast, enter: Callable[[str], Page], look: Look, now: datetime) -> None:
    house = cast.northwind
    item = fill(house, now)
    analyst = enter(house.people[Role.ANALYST].email)
    analyst.goto("/northwind/reconciliation/")
    look(analyst, "reconciliation")
    analyst.get_by_role("link", name="Only the source says met").click()
    expect(analyst.get_by_role("rowheader", name="INC0007016")).to_be_visible()
    look(analyst, "items-of-a-number")
    analyst.get_by_role("link", name="INC0007016").click()
    expect(analyst.get_by_role("heading", name="INC0007016")).to_be_visible()
    look(analyst, "item")

    # claimed by one, approved by another
    analyst.get_by_text("Claim an exclusion").click()
    analyst.get_by_label("reason").select_option("client_delay")
    analyst.get_by_role("button", name="Claim it").click()
    expect(analyst.get_by_text("This field is required.", exact=True)).to_be_visible()
    look(analyst, "item-claim")
    analyst.get_by_label("evidence or note").fill("Mail of 17 November: the client had no spare laptop.")
    analyst.get_by_role("button", name="Claim it").click()
    expect(analyst.get_by_text("It changes nothing until somebody else approves it.")).to_be_visible()
    lead = enter(house.people[Role.OPS_LEAD].email)
    lead.goto("/northwind/exclusions/")
    look(lead, "exclusions")
    lead.get_by_role("button", name="Approve").click()
    expect(lead.get_by_text("is excluded: its weeks are measured again.")).to_be_visible()
    lead.goto(f"/northwind/items/{item.pk}/")
    expect(lead.locator("#exclusion")).to_contain_text("Approved")
    look(lead, "item-excluded")

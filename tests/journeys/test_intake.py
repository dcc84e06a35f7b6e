"""Intake in a browser: a form built with its preview, moved by keyboard; what will happen while somebody types."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from foundation.accounts.tenancy.context import staff, system
from foundation.inbox.actions import receive_message
from foundation.inbox.models import InboundHook
from foundation.inbox.taking import take
from tests.factories.cast import Cast
from tests.journeys.looking import Look
from tests.workitems.asking import GOOD, make_form, make_rubric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]


def test_a_form_is_built_and_work_is_asked_for(cast: Cast, enter: Enter, look: Look, now: datetime) -> None:
    house = cast.northwind
    with staff(house.pk), transaction.atomic():
        make_rubric(house.engagements["kestrel"])
        form = make_form(
            house, now=now, introduction="What cannot wait until the morning.", checklist=["Back up first"]
        )
    page = enter("owner@northwind.example")
    page.goto("/northwind/intake/")
    page.goto(f"/northwind/intake/{form.pk}/")
    _build(page)
    _ask(page, look)
    _mail(page, look, cast)


def _build(page: Page) -> None:
    """A question shows in the preview while it is typed; buttons move it, by keyboard too."""
    page.get_by_role("link", name="Question", exact=True).click()
    preview = page.get_by_role("region", name="Preview")
    page.get_by_label("Label").fill("Needed at")
    page.get_by_label("Type").select_option("datetime")
    expect(preview.get_by_text("Time zone of “Needed at”")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    up = page.get_by_role("button", name="Move Needed at up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("ol.rows > li").nth(1)).to_contain_text("Needed at")


def _ask(page: Page, look: Look) -> None:
    """Priority, place and both zones are said while somebody types; two tasks become two items with one click."""
    page.get_by_role("link", name="Ask for work").first.click()
    page.get_by_label("Title").fill("Reset the Wi-Fi password and order a laptop for Ben")
    for label, name in (("Problem", "problem"), ("Desired outcome", "outcome"), ("Instructions", "steps")):
        page.get_by_label(label, exact=True).fill(GOOD[name])
    page.get_by_label("Acceptance criteria", exact=True).fill(GOOD["criteria"])
    page.get_by_label("Due", exact=True).fill(f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%dT17:00}")
    page.get_by_label("Time zone of the deadline").select_option("Asia/Manila")
    page.get_by_label("Cost centre").fill("4711")
    expect(page.get_by_text("2 tasks?")).to_be_visible()
    expect(page.get_by_text("rule “Outage”, because of “wi-fi”")).to_be_visible()
    expect(page.get_by_text("Not to the partner:")).to_be_visible()
    look(page, "request")
    page.get_by_role("button", name="Make 2 requests").click()
    expect(page.get_by_text("REQ-1, REQ-2 are work items now.")).to_be_visible()
    page.get_by_role("link", name="REQ-1", exact=True).click()
    page.get_by_role("button", name="Done", exact=True).first.click()
    page.get_by_role("textbox", name="Note: No drop for five working days").fill("It dropped on Friday")
    page.get_by_role("button", name=re.compile("^Fail ?: No drop")).click()
    expect(page.get_by_text("It dropped on Friday")).to_be_visible()
    look(page, "request-item")


def _mail(page: Page, look: Look, cast: Cast) -> None:
    """A secret is shown once; a mail that lacks something waits, and is completed."""
    page.goto("/northwind/intake/")
    page.get_by_role("link", name="Desk requests", exact=True).click()
    page.get_by_role("button", name="Open an address for mail").click()
    expect(page.get_by_label("Signing secret")).to_be_visible()
    look(page, "hook-secret")
    house, now = cast.northwind.pk, datetime.now(UTC)
    with system([house]), transaction.atomic():
        hook = InboundHook.objects.get()
        body = (
            b'{"from": "Anna <anna@example.org>", "subject": "Fix the router", "text": "It drops. Outcome: it holds"}'
        )
        message, _is_new = receive_message(hook=hook, message_id="1", media_type="application/json", body=body, now=now)
        take(message_id=message.pk, now=now)
    page.goto("/northwind/intake/mails/")
    page.get_by_role("link", name="Fix the router", exact=True).click()
    expect(page.get_by_label("Title")).to_have_value("Fix the router")

"""The partner's desk on a phone: a question that the client answers in time, and an item answered with evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings

from engagements.actions.files import scan_new_files
from engagements.models import Thread
from foundation.accounts.tenancy import context
from foundation.jobs.clock import database_now
from tests.engagements.showing import show_together
from tests.factories.small_workspace import SmallWorkspace, make_small_workspace
from tests.journeys.looking import PHONE, Look
from tests.journeys.test_monday import sign_in
from workitems.actions.reports import take_reports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NewPage = Callable[[], Page]
PDF = b"%PDF-1.4 the calendar after the change"


@pytest.fixture
def workspace(transactional_db: None, settings: Settings) -> SmallWorkspace:
    settings.EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
    made = make_small_workspace(now=database_now() - timedelta(minutes=5))
    show_together(made)
    return made


def test_the_partners_desk(workspace: SmallWorkspace, new_page: NewPage, look: Look) -> None:
    robert, mara = sign_in(new_page(), "robert"), sign_in(new_page(), "mara")
    ask(robert, look)
    answer(mara, look)
    robert.goto(portal(workspace, "messages/"))
    look(robert, "portal-messages")
    expect(robert.get_by_text("Northwind Services: answers in time")).to_be_visible()
    expect(robert.get_by_text("4 of 6 questions, 13 weeks")).to_be_visible()
    with_evidence(robert, workspace, look)
    the_rest(robert, mara, workspace, look)


def portal(workspace: SmallWorkspace, rest: str) -> str:
    return f"/northwind/portal/{workspace.partner.vendor_id}/{rest}"


def ask(page: Page, look: Look) -> None:
    look(page, "portal-home")
    page.goto(page.url.rstrip("/") + "/messages/new/")
    look(page, "portal-new-message")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    page.get_by_label("Engagement").select_option(label="After-hours IT support")
    page.get_by_label("Subject").fill("Which mailbox?")
    page.get_by_label("Message", exact=True).fill("Shared or own?")
    page.get_by_label("It is a question").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Waits for an answer")).to_be_visible()
    look(page, "portal-question")


def answer(page: Page, look: Look) -> None:
    page.goto("/northwind/messages/?state=ours")
    look(page, "messages")
    page.get_by_role("link", name="Which mailbox?").click()
    expect(page.get_by_role("heading", name="Which mailbox?")).to_be_visible()
    page.get_by_label("Message", exact=True).fill("The shared one.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Answered in time")).to_be_visible()
    look(page, "message-answered")


def with_evidence(page: Page, workspace: SmallWorkspace, look: Look) -> None:
    page.goto(portal(workspace, "items/"))
    look(page, "portal-items")
    page.locator("a[data-row-link]").first.click()
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()
    item = page.url
    page.get_by_label("Comment").fill("Restarted, and it holds")
    page.get_by_role("button", name="Tell").click()
    expect(page.get_by_text("being taken over").first).to_be_visible()
    page.get_by_text("Add a file").click()
    page.get_by_label("File").set_input_files({"name": "after.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("being checked")).to_be_visible()
    expect(page.get_by_role("link", name="after.pdf")).to_have_count(0)
    at_work(workspace)
    page.goto(item)
    expect(page.get_by_text("being taken over")).to_have_count(0)
    expect(page.get_by_role("link", name="after.pdf")).to_be_visible()
    look(page, "portal-item")


def at_work(workspace: SmallWorkspace) -> None:
    """What the worker does every few seconds."""
    with context.system([workspace.organization.pk]):
        take_reports(now=database_now())
        scan_new_files(now=database_now(), organization_ids=(workspace.organization.pk,))
        with transaction.atomic():
            assert Thread.objects.exists()


def the_rest(robert: Page, mara: Page, workspace: SmallWorkspace, look: Look) -> None:
    for name, rest in (
        ("portal-check-in", "check-in/"),
        ("portal-pulse", "pulse/"),
        ("portal-procedures", "procedures/"),
    ):
        robert.goto(portal(workspace, rest))
        look(robert, name)
    desk = workspace.engagements["After-hours IT support"].pk
    mara.goto(f"/northwind/engagements/{desk}/together/")
    look(mara, "together")

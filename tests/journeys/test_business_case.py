"""A business case: from a template to numbers of one's own, held against today, submitted; a real mail server gets the
mail, whose link the CFO follows without signing in; approved, sealed, the delivery on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pypdfium2
import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings

from finance.actions.sending import claim_sending, send_round
from finance.queries.sending import due_sendings
from foundation.accounts.tenancy.context import system
from foundation.jobs import running
from foundation.jobs.clock import database_now
from foundation.jobs.models import Job
from foundation.outbox import delivering
from foundation.outbox.models import Message
from tests.factories.cast import Cast, House
from tests.factories.realisation import approve_case
from tests.foundation.outbox.conftest import Server
from tests.journeys.conftest import NewPage
from tests.journeys.looking import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]


def test_a_case_that_a_cfo_can_sign(
    cast: Cast, enter: Enter, new_page: NewPage, look: Look, server: Server, settings: Settings
) -> None:
    settings.OUTBOX_UNDO = 0
    page = enter("ops_lead@northwind.example")
    _made(page, look)
    _own_numbers(page, look)
    _a_line_and_an_option(page, look)
    _submitted(page, look)
    _approved(new_page(), _mailed(cast, server), look)
    page.reload()
    expect(page.get_by_role("heading", name="Approved with conditions")).to_be_visible()
    expect(page.locator("#mails").get_by_text("Sent", exact=True)).to_have_count(2)
    _next_version(page, look)


def _made(page: Page, look: Look) -> None:
    page.goto("/northwind/cases/")
    page.keyboard.press("c")
    page.get_by_label("What is asked").fill("Move after-hours IT support to a shared partner desk")
    page.get_by_label("Shared desk: a part of a desk that works for several").check()
    look(page, "case-new")
    page.get_by_role("button", name="Make the first draft").click()
    expect(page.get_by_text("The first draft is made")).to_be_visible()


def _own_numbers(page: Page, look: Look) -> None:
    live = page.locator("#case-live")
    expect(live).to_contain_text("The NPV stays positive in")
    before = live.locator(".verdict").inner_text()
    page.get_by_label("Vendor fee: base").fill("19000")
    expect(live.locator(".verdict")).not_to_have_text(before)
    page.get_by_label("Vendor fee: low").fill("21000")
    expect(live).to_contain_text("This cannot be computed yet")
    page.get_by_label("Vendor fee: low").fill("18000")
    expect(live).to_contain_text("The NPV stays positive in")
    page.get_by_label("Vendor fee: grade").select_option("B")
    page.get_by_label("Vendor fee: basis").fill("Signed quote of 12 November")
    page.get_by_label("The ask").fill("Approve a shared desk for 36 months, cancellable at 60 days' notice.")
    page.get_by_label("Risks").fill("Response slips again: credits of 8 % of the fee.")
    look(page, "case-edit")


def _a_line_and_an_option(page: Page, look: Look) -> None:
    page.get_by_role("button", name="Line : Shared desk").click()
    page.get_by_label("Name", exact=True).fill("Pager kept warm")
    page.get_by_label("Amount of money").select_option(label="Tools and licences")
    page.get_by_label("When").select_option("stepped")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("steps belong to a stepped line").first).to_be_visible()
    page.get_by_label("Steps").fill("1: 100; 4: 0")
    look(page, "case-line")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("The ask")).to_have_value(re.compile("60 days"))
    expect(page.get_by_role("button", name="Pager kept warm")).to_be_visible()
    page.get_by_role("button", name="Option", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Managed service")
    page.get_by_label("Way").select_option("managed_service")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Managed service")).to_be_visible()


def _submitted(page: Page, look: Look) -> None:
    page.get_by_role("button", name="Save and look").click()
    expect(page.get_by_text("Harder to take back")).to_be_visible()
    look(page, "case-draft")
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    expect(page.get_by_text("is sealed and waits for a decision")).to_be_visible()


def _mailed(cast: Cast, server: Server) -> str:
    """What worker and outbox do; the link in the finance person's mail."""
    with system([cast.northwind.pk]):
        with transaction.atomic():
            planned = due_sendings(now=database_now())
        for _, pk in planned:
            sending = claim_sending(sending_id=pk, now=database_now())
            assert sending
            assert send_round(sending=sending, now=database_now()) == 2
        with transaction.atomic():
            due = list(Message.objects.values_list("pk", flat=True))
        assert delivering.deliver_all(message_ids=due) == 2
    (mail,) = (each for each in server.taken if "finance@" in str(each["To"]))
    body, (paper,) = mail.get_body(("plain",)), mail.iter_attachments()
    assert body
    assert str(mail["Subject"]).startswith("To decide: Move after-hours IT support to a shared partner desk, v1: Pays")
    assert len(pypdfium2.PdfDocument(paper.get_payload(decode=True))) == 1
    found = re.search(r"http\S+/shared/case/\S+", body.get_content())
    assert found
    return found[0]


def _approved(page: Page, link: str, look: Look) -> None:
    page.goto(link)
    expect(page.get_by_text("You decide as")).to_be_visible()
    page.get_by_label("Approve with conditions").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Say on which conditions.").first).to_be_visible()
    page.get_by_label("Conditions, or why not").fill("Review after 90 days.")
    page.get_by_label("Approve with conditions").check()
    look(page, "case-by-mail")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("The version is sealed")).to_be_visible()
    look(page, "case-by-mail-decided")


def _next_version(page: Page, look: Look) -> None:
    page.get_by_role("button", name="New version").click()
    page.get_by_label("Vendor fee: base").fill("18500")
    page.get_by_role("button", name="Save and look").click()
    page.get_by_role("link", name="Changes : version 2").click()
    expect(page.get_by_role("row", name=re.compile("Vendor fee"))).to_contain_text("18,500")
    look(page, "case-changes")
    page.goto("/northwind/cases/")
    look(page, "cases")


INVOICES = """Supplier,Invoice number,Invoice date,Due date,Paid,Net,Cost line,Description,From,To
Kestrel,K-7,2026-07-31,2026-08-30,2026-08-20,5600,transition,Takeover,2026-07-01,2026-07-31
Kestrel,K-8,2026-08-31,2026-09-30,2026-09-20,8800,service,Nights in August,2026-08-01,2026-08-31
Kestrel,K-9,2026-09-30,2026-10-30,2026-11-12,9100,service,Nights in September,2026-09-01,2026-09-30
Kestrel,K-10,2026-10-31,2026-11-30,soon,9000,service,Nights in October,2026-10-01,2026-10-31
"""


def test_what_became_of_it_with_imported_invoices(cast: Cast, enter: Enter, look: Look, now: datetime) -> None:
    version = approve_case(cast.northwind, cast.northwind.engagements["kestrel"], now)
    page = enter("finance@northwind.example")
    _invoices_imported(page, look, cast.northwind)
    page.goto(f"/northwind/cases/{version.case_id}/")
    page.get_by_role("link", name="Realisation").click()
    expect(page.get_by_role("heading", name="Costs against plan")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Tickets"))).to_contain_text("no data: 3")
    look(page, "realisation")
    page.get_by_role("link", name="Tickets", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("from 1 Aug 2026"))).to_contain_text("K-8")
    look(page, "realisation-line")
    page.get_by_role("link", name="K-9").click()
    expect(page.get_by_text("Paid late")).to_be_visible()
    look(page, "invoice")
    _revenue_entered(page, look)


def _invoices_imported(page: Page, look: Look, house: House) -> None:
    page.goto("/northwind/invoices/")
    page.get_by_role("link", name="Import a file").first.click()
    page.get_by_label("File").set_input_files(
        {"name": "invoices.csv", "mimeType": "text/csv", "buffer": INVOICES.encode()}
    )
    page.get_by_role("button", name="Look into the file").click()
    expect(page.get_by_label("Net amount of the line")).to_have_value("Net")
    look(page, "invoices-columns")
    page.get_by_role("button", name="Go on to the vendors").click()
    expect(page.get_by_label("Kestrel")).to_be_visible()
    look(page, "invoices-vendors")
    page.get_by_role("button", name="Go on to the check").click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()
    _work(house)
    expect(page.get_by_text("“soon” is not a date")).to_be_visible()
    look(page, "invoices-check")
    page.get_by_role("button", name="Import 3 invoices").click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()
    _work(house)
    expect(page.get_by_role("button", name="Undo the whole import")).to_be_visible()
    look(page, "invoices-imported")
    page.get_by_role("link", name="Look at the invoices").click()
    expect(page.get_by_text("2 of 3")).to_be_visible()
    look(page, "invoices")


def _work(house: House) -> None:
    """What a worker does with the job that was queued last."""
    with transaction.atomic(), system([house.pk]):
        pk = Job.objects.latest("pk").pk
    with system([house.pk]):
        running.run(job_id=pk)


def _revenue_entered(page: Page, look: Look) -> None:
    page.goto("/northwind/margin/?period=2026-Q3")
    page.get_by_role("link", name="Night desk").first.click()
    page.get_by_role("link", name="Enter a month").click()
    page.get_by_label("What", exact=True).select_option("revenue")
    page.get_by_label("Month").fill("2026-09")
    page.get_by_label("Amount").fill("24000")
    page.get_by_label("Where it comes from").fill("Ledger of the hotels")
    look(page, "actual-enter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The month is entered.")).to_be_visible()
    page.goto("/northwind/margin/?period=2026-Q3")
    expect(page.get_by_role("row", name=re.compile("Night desk"))).to_contain_text("24,000")
    look(page, "margin")

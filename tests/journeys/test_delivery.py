"""The outbox, the mailbox and a long job, in a real browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings

from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs import actions as jobs
from foundation.jobs import registry, running
from foundation.jobs.clock import database_now
from foundation.jobs.registry import Progress, handles
from foundation.outbox import delivering
from foundation.outbox.actions import delivery, queue_message
from foundation.outbox.documents import render_pdf
from foundation.outbox.models import Document, Message
from foundation.outbox.states import Outcome, Verdict
from tests.factories.cast import Cast, House
from tests.journeys.looking import Look

pytestmark = pytest.mark.browser
SUBJECT = "Night desk 2026-W47: 2 of 7 off target, SLA adherence 76.8 %"
TEXT = "SLA adherence fell to 76.8 % (target 90 %).\n\nRead it: https://example.com/scorecards/12\n"
HTML = '<p style="font-family:sans-serif">SLA adherence fell to <b>76.8 %</b> (target 90 %).</p>'


@transaction.atomic
def queue(house: House, role: Role, number: int, *, document: Document | None = None, wait: int = 0) -> Message:
    recipient: Membership = house.memberships[house.people[role].pk]
    with staff(house.pk):
        return queue_message(
            subject_key=f"scorecard/{number}",
            recipient=recipient,
            subject=SUBJECT,
            text=TEXT,
            html=HTML,
            document=document,
            reply_to=house.people[Role.OPS_LEAD].email,
            now=database_now() - timedelta(minutes=1),
            wait=timedelta(seconds=60 + wait),
        )


@transaction.atomic
def scorecard(house: House) -> Document:
    content = render_pdf('<html lang="en"><title>Scorecard</title><h1>Night desk</h1></html>', paper="A4")
    with staff(house.pk):
        made: Document = Document.objects.create(
            key="scorecard/1", fingerprint="1", filename="night-desk-2026-W47.pdf", sha256="0" * 64,
            size=len(content), page_count=content.page_count, content=bytes(content), created_at=database_now(),
        )  # fmt: skip
    return made


def end_as(house: House, message: Message, verdict: Verdict) -> None:
    """What a worker does, up to a verdict that no server gave."""
    with system([house.pk]):
        claimed = delivery.claim(message_id=message.pk, now=database_now())
        assert claimed is not None
        assert delivery.begin_transmission(message=claimed, now=database_now())
        assert delivery.report(message=claimed, verdict=verdict, now=database_now())


def test_deliveries(cast: Cast, enter: Callable[[str], Page], look: Look, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
    settings.DEBUG = settings.KEEPS_MAILS = True
    house = cast.northwind
    lead = enter(house.people[Role.OPS_LEAD].email)
    lead.goto("/northwind/deliveries/")
    expect(lead.get_by_text("Nothing has been sent yet")).to_be_visible()
    look(lead, "deliveries-empty")

    sent = queue(house, Role.OWNER, 1, document=scorecard(house))
    with system([house.pk]):
        assert delivering.deliver(message_id=sent.pk)
    end_as(house, queue(house, Role.FINANCE, 2), Verdict(Outcome.UNKNOWN, "SMTPServerDisconnected: closed"))
    end_as(house, queue(house, Role.ANALYST, 3), Verdict(Outcome.REFUSED, "550 No such person here"))
    end_as(house, queue(house, Role.VIEWER, 4), Verdict(Outcome.REFUSED_FOR_NOW, "450 Greylisted, come back"))
    queue(house, Role.OPS_LEAD, 5, wait=600)
    lead.reload()
    expect(lead.locator("tbody tr")).to_have_count(5)
    look(lead, "deliveries")

    # an uncertain one is settled, then sent again with a reason
    lead.get_by_label("State").select_option("uncertain")
    lead.get_by_role("button", name="Filter").click()
    expect(lead).to_have_url(re.compile("state=uncertain"))
    lead.locator("tbody a").first.click()
    expect(lead.get_by_label("It was never sent")).to_be_visible()
    look(lead, "delivery-uncertain")
    lead.get_by_label("It was never sent").check()
    lead.get_by_label("How do you know?").fill("The finance team looked: nothing came.")
    lead.get_by_role("button", name="Settle").click()
    expect(lead.locator(".page-sub")).to_contain_text("Failed")
    lead.get_by_role("button", name="Send again").first.click()
    expect(lead.get_by_role("dialog")).to_be_visible()
    look(lead, "delivery-resend")
    lead.get_by_label("Why is it sent again?").fill("It never came")
    lead.get_by_role("dialog").get_by_role("button", name="Send again").click()
    expect(lead.get_by_text("It will be sent again in half a minute")).to_be_visible()
    look(lead, "delivery-again")
    lead.get_by_role("button", name="Call it back").click()
    expect(lead.locator(".page-sub")).to_contain_text("Not sent")

    lead.goto(f"/northwind/deliveries/{sent.pk}/")
    with lead.expect_download() as download:
        lead.get_by_role("link", name="night-desk-2026-W47.pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
    look(lead, "delivery-sent")

    # and the local mailbox shows it
    lead.goto("/mails/")
    look(lead, "mails")
    lead.get_by_role("link", name=SUBJECT).click()
    expect(lead.frame_locator("iframe").get_by_text("76.8 %")).to_be_visible()
    look(lead, "mail")


def test_a_job_survives_a_reload(
    cast: Cast, enter: Callable[[str], Page], look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_handlers", {})
    goes_on = threading.Event()

    @handles("count")
    def count(_job: int, _arguments: dict[str, object], progress: Progress) -> dict[str, str]:
        with transaction.atomic():  # progress shows although nothing of this is committed
            progress(54_210, 141_712)
            assert goes_on.wait(60)
            progress(141_712)
        return {"message": "24,918 items from 141,712 rows."}

    house, lead = cast.northwind, cast.northwind.people[Role.OPS_LEAD]
    with transaction.atomic(), staff(house.pk, actor=lead.pk):
        job = jobs.start(
            kind="count", title="Import of incidents.csv", by=lead, now=database_now(), link="/northwind/deliveries/"
        )

    def work() -> None:
        try:
            with system([house.pk]):
                running.run(job_id=job.pk)
        finally:
            connection.close()

    page = enter(lead.email)
    page.goto(f"/northwind/jobs/{job.pk}/")
    expect(page.locator(".job").get_by_text("Waiting")).to_be_visible()
    worker = threading.Thread(target=work)
    worker.start()
    try:
        expect(page.get_by_text("54,210 of 141,712 rows")).to_be_visible(timeout=10_000)
        page.reload()
        expect(page.get_by_text("54,210 of 141,712 rows")).to_be_visible()
        look(page, "job-running")
    finally:
        goes_on.set()
        worker.join()
    expect(page.get_by_text("24,918 items from 141,712 rows.")).to_be_visible(timeout=10_000)
    look(page, "job-done")
    page.get_by_role("link", name="Open the result").click()
    expect(page.get_by_role("heading", name="Deliveries")).to_be_visible()

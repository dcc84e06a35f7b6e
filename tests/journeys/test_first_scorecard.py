"""A stranger with a CSV of their own: from the sign-up to the first scorecard, and to the mail of the first week.

Everything goes through the browser, and a real worker does the work. No test can wait for the end of a week, though:
``the_week_ends`` runs the same verbs as the tick, with the Monday after it as now.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pypdfium2
import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from engagements.periods import PeriodKind, period_at
from foundation.accounts.models import Organization
from foundation.accounts.tenancy.context import identity, system
from foundation.jobs.clock import database_now
from scorecards import running
from scorecards.actions.schedules import open_due_runs
from tests.journeys.working import Works, worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"
WEEKS, A_WEEK = 16, 20
TEAMS = ("Night desk", "Billing")
QUARTER_OF_AN_HOUR = 15 * 60
# What the product calls a column of the file; it knows "Urgency" by itself.
COLUMNS = {
    "Number or key": "Case no",
    "Opened": "Came in",
    "First response": "First answer",
    "Resolved": "Solved on",
    "Title": "What it is about",
    "Who did the work is told by": "Handled by",
}


class Timed:
    """How long each step took, in seconds."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.steps[name] = time.monotonic() - began

    @property
    def total(self) -> float:
        return sum(self.steps.values())

    def report(self) -> None:
        for name, seconds in {**self.steps, "in all": self.total}.items():
            sys.stdout.write(f"\n{seconds:6.1f} s  {name}")


def own_export(now: datetime) -> bytes:
    """Sixteen whole weeks of two teams, ``A_WEEK`` cases a week each, all solved in their week; and today's first."""
    monday = period_at(PeriodKind.WEEK, now, "UTC").start
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Case no", "Came in", "First answer", "Solved on", "Handled by", "Urgency", "What it is about"])
    for week in range(-WEEKS, 0):
        for number in range(A_WEEK * len(TEAMS)):
            came = monday + timedelta(weeks=week, days=number % 5, hours=8 + number % 7)
            answer, solved = came + timedelta(minutes=20 + number), came + timedelta(hours=3 + number % 6 * 3)
            writer.writerow(row(f"C{(week + WEEKS) * 100 + number:05d}", came, answer, solved, TEAMS[number % 2]))
    for number, team in enumerate(TEAMS):
        writer.writerow(row(f"C{WEEKS * 100 + number:05d}", monday, now, now, team))
    return file.getvalue().encode()


def row(number: str, came: datetime, answer: datetime, solved: datetime, team: str) -> list[str]:
    instants = [f"{each:%Y-%m-%d %H:%M}" for each in (came, answer, solved)]
    return [number, *instants, team, "high" if number.endswith("3") else "normal", f"Case {number}"]


@pytest.fixture
def works(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Works]:
    settings.SIGNUP_OPEN = settings.KEEPS_MAILS = settings.DEBUG = True
    settings.EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
    with worker(tmp_path, live_server.url) as found:
        yield found


def test_the_first_scorecard(new_page: Callable[[], Page], works: Works) -> None:
    page, timed = new_page(), Timed()
    with timed.step("sign up, and a workspace"):
        sign_up(page)
    with timed.step("file and columns"):
        upload(page)
    with timed.step("values, and the check"):
        check(page, works)
    with timed.step("what is agreed, and the import"):
        agree(page, works)
    with timed.step("figures of the last whole week"):
        figures(page, works)
    first = timed.total
    with timed.step("a schedule"):
        schedule(page)
    the_week_ends()
    with timed.step("review and issue"):
        issue(page)
    with timed.step("the mail, without its half minute of grace"):
        arrives(page, works)
    timed.report()
    sys.stdout.write(f"\n{first:6.1f} s  to the first scorecard\n")
    assert timed.total < QUARTER_OF_AN_HOUR


def sign_up(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("new@example.org")
    page.get_by_label("Your name").fill("Nadia New")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.wait_for_url("**/workspaces/")
    page.get_by_label("Name of the organization").fill("Corner Shop")
    page.get_by_role("button", name="Make the workspace").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Corner Shop")


def upload(page: Page) -> None:
    page.get_by_role("link", name="Import work items").click()
    file: Any = {"name": "cases.csv", "mimeType": "text/csv", "buffer": own_export(datetime.now(UTC))}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look into the file").click()
    page.wait_for_url("**/columns/")
    for label, column in COLUMNS.items():
        page.get_by_label(re.compile(rf"^{label}( \(optional\))?$")).select_option(value=column)
    page.get_by_role("button", name="Go on to the values").click()
    page.wait_for_url("**/values/")


def check(page: Page, works: Works) -> None:
    page.get_by_role("button", name="Check the whole file").click()
    page.wait_for_url("**/check/")
    on = page.get_by_role("link", name="Go on to what is agreed")
    works.until(page, on.is_visible, reload=False)
    expect(page.locator(".tiles")).to_contain_text(str(WEEKS * A_WEEK * len(TEAMS) + len(TEAMS)))
    on.click()
    page.wait_for_url("**/agreements/")


def agree(page: Page, works: Works) -> None:
    page.get_by_role("button", name="Agree, and import").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    works.until(page, page.get_by_role("heading", name="Every row").is_visible, reload=False)


def figures(page: Page, works: Works) -> None:
    """The figures of the list, the page and the draft PDF are those of the file."""
    page.get_by_role("link", name="Look at the scorecards").click()
    card = page.locator("tr[data-row]", has_text="Night desk")
    works.until(page, lambda: card.count() == 1 and "No data" not in card.inner_text())
    card.get_by_role("link", name="Night desk").click()
    page.wait_for_url(re.compile(r"/scorecards/\d+/$"))
    expect(page.get_by_role("row", name=re.compile("^Resolution time")).first).to_contain_text(f"{A_WEEK} of {A_WEEK}")
    assert page.get_by_role("heading", level=1).inner_text() in one_page(
        page, page.get_by_role("link", name="Draft PDF")
    )


def schedule(page: Page) -> None:
    page.goto("/corner-shop/schedules/new/")
    page.get_by_label("Engagement").select_option(label="Night desk")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Nadia New").check()
    page.get_by_role("button", name="Start the schedule").click()
    expect(page.get_by_role("row", name=re.compile("Night desk"))).to_be_visible()


def the_week_ends() -> None:
    """What the ticks of next Monday do: the run falls due, the figures are frozen."""
    with identity():
        organization = Organization.objects.get()
    monday = period_at(PeriodKind.WEEK, database_now(), organization.time_zone).end + timedelta(hours=12)
    with system([organization.pk]):
        open_due_runs(now=monday)
        with transaction.atomic():
            due = [run for _, runs in running.claimable(now=monday) for run in runs]
        assert [running.advance_run(run_id=run, now=monday) for run in due] == ["frozen"]


def issue(page: Page) -> None:
    page.goto("/corner-shop/scorecards/?state=frozen&week=all")
    page.get_by_role("link", name="Night desk").first.click()
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("dialog").get_by_role("button", name="Issue and send").click()
    expect(page.get_by_text("Issued and sealed.")).to_be_visible()


def arrives(page: Page, works: Works) -> None:
    """The mail has the finding as its subject, and one page of PDF."""
    finding = page.get_by_role("heading", level=1).inner_text()
    page.goto("/mails/")
    mail = page.get_by_role("link", name=re.compile("^Night desk, week"))
    works.until(page, mail.first.is_visible)
    expect(mail.first).to_contain_text(finding)
    mail.first.click()
    assert finding in one_page(page, page.get_by_role("link", name=re.compile(r"night-desk-.*\.pdf")))


def one_page(page: Page, link: Any) -> str:
    """The text of a PDF that has one page, on one line."""
    answer = page.context.request.get(urljoin(page.url, link.get_attribute("href")))
    assert answer.status == 200
    document = pypdfium2.PdfDocument(answer.body())
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())

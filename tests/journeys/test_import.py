"""From an empty workspace and a CSV of one's own to a first import, then week two in two clicks, then undo."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from foundation.accounts.actions import create_organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from foundation.inbox.models import ImportBatch
from foundation.jobs import running
from tests.factories.cast import Cast
from tests.journeys.looking import Look
from workitems.models import WorkItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
HEADER = ["Ticket", "Status", "Created", "First reply", "Solved", "Team", "Priority", "Subject", "Rating"]
TEAMS = ("Night desk", "Content team", "Billing queries")
FIRST = datetime(2026, 8, 3, 8, 0)  # noqa: DTZ001 - as a source writes it, without a zone
OWNER = "owner@northwind.example"


def week(first: int, weeks: int) -> bytes:
    """The export of some weeks: 60 tickets a week, dates day first, one row without a date, one with a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for number in range(first * 60, (first + weeks) * 60):
        opened = FIRST + timedelta(days=7 * (number // 60) + number % 5, hours=number % 9, minutes=number % 50)
        solved = opened + timedelta(hours=1 + number % 30)
        state = ("Solved", "Solved", "Solved", "Waiting for customer", "Open")[number % 5]
        ended = f"{solved:%d/%m/%Y %H:%M}" if state == "Solved" else ""
        writer.writerow(
            [
                f"T-{number:05d}",
                state,
                f"{opened:%d/%m/%Y %H:%M}" if number % 400 != 7 else "",
                f"{opened + timedelta(minutes=10 + number % 90):%d/%m/%Y %H:%M}",
                ended,
                TEAMS[number % 3] if number % 20 else "Somebody else",
                ("High", "Normal", "Low")[number % 3],
                f"Ticket {number}",
                "" if number % 4 else 1 + number % 5,
            ]
        )
    return file.getvalue().encode()


class Journey:
    """A person with a file, and the worker behind the page."""

    def __init__(self, page: Page, look: Look, organization: int) -> None:
        self.page, self.look, self.organization = page, look, organization
        self.steps: list[tuple[str, float]] = []
        self._since = time.monotonic()

    def done(self, step: str) -> None:
        now = time.monotonic()
        self.steps.append((step, round(now - self._since, 1)))
        self._since = now

    def upload(self, content: bytes, name: str) -> None:
        file: Any = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.get_by_label("File").set_input_files(file)
        self.page.get_by_role("button", name="Look into the file").click()

    def work(self) -> None:
        """What a worker does with the queued job, while the page asks how far it is."""
        with system([self.organization]):
            with transaction.atomic():
                job = ImportBatch.objects.select_related("job").latest("pk").job
            assert job is not None
            running.run(job_id=job.pk)

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).click()


def test_from_an_empty_workspace_to_figures(cast: Cast, enter: Enter, look: Look) -> None:
    person = cast.northwind.people[Role.OWNER]
    organization = create_organization(name="Fresh", by=person, slug="fresh").organization
    journey = Journey(enter(OWNER), look, organization.pk)
    _file_and_columns(journey)
    _values_and_check(journey)
    _agreements(journey)
    _mended(journey)
    _week_two(journey)
    _undone(journey)
    print(journey.steps)  # noqa: T201 - the times, for the record
    with system([organization.pk]), transaction.atomic():
        assert WorkItem.objects.count() == 14 * 60 - 2
        assert WorkItem.objects.filter(engagement=None).count() == 42


def _file_and_columns(journey: Journey) -> None:
    page, look = journey.page, journey.look
    page.goto("/fresh/imports/")
    look(page, "import-empty")
    page.get_by_role("link", name="Import a file").click()
    page.wait_for_url("**/imports/new/")
    look(page, "import-file")
    journey.upload(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture.csv")
    expect(page.get_by_text("This is a picture, not a table that can be read.").first).to_be_visible()
    look(page, "import-file-refused")
    journey.upload(week(0, 14), "desk.csv")
    page.wait_for_url("**/columns/")
    look(page, "import-columns")
    page.get_by_label("Name of the source").fill("desk")
    journey.done("file and columns")


def _values_and_check(journey: Journey) -> None:
    page, look = journey.page, journey.look
    journey.press("Go on to the values")
    page.wait_for_url("**/values/")
    look(page, "import-values")
    page.locator("tr", has_text="Waiting for customer").get_by_role("combobox").select_option("client")
    page.locator("tr", has_text="Somebody else").get_by_role("combobox").first.select_option("")
    journey.done("values")
    journey.press("Check the whole file")
    page.wait_for_url("**/check/")
    look(page, "import-checking")
    journey.work()
    expect(page.get_by_role("link", name="Go on to what is agreed")).to_be_visible()
    look(page, "import-checked")
    journey.done("check")


def _agreements(journey: Journey) -> None:
    page, look = journey.page, journey.look
    page.get_by_role("link", name="Go on to what is agreed").click()
    page.wait_for_url("**/agreements/")
    look(page, "import-agreements")
    journey.press("Agree, and import")
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    page.reload()
    look(page, "import-committing")
    journey.work()
    expect(page.get_by_role("heading", name="Every row")).to_be_visible()
    look(page, "import-done")
    journey.done("agreements and import")


def _mended(journey: Journey) -> None:
    page, look = journey.page, journey.look
    page.get_by_role("link", name=re.compile("^Mend")).first.click()
    expect(page.get_by_role("heading", name=re.compile(r"^Mend line \d+$"), level=1)).to_be_visible()
    look(page, "import-mend-row")
    page.get_by_label("Created").fill("03/08/2026 09:00")
    journey.press("Run this row again")
    journey.work()
    expect(page.get_by_role("heading", name="Every row")).to_be_visible()
    journey.done("a row mended")


def _week_two(journey: Journey) -> None:
    page = journey.page
    page.goto("/fresh/imports/new/")
    journey.upload(week(14, 1), "desk-week-two.csv")
    page.wait_for_url("**/check/")
    journey.work()
    journey.press(re.compile(r"Import \d+ items"))
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    journey.work()
    expect(page.get_by_role("heading", name="Every row")).to_be_visible()
    journey.done("week two")


def _undone(journey: Journey) -> None:
    page, look = journey.page, journey.look
    journey.press("Undo the whole import")
    expect(page.get_by_role("dialog")).to_be_visible()
    look(page, "import-undo")
    page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()
    journey.work()
    expect(page.get_by_text("Taken back on")).to_be_visible()
    look(page, "import-undone")
    page.goto("/fresh/imports/")
    look(page, "imports")

"""An ops lead's Monday: from what needs her to the very ticket and back, and to a scorecard that the vendor reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from engagements.models import Metric
from foundation.accounts.tenancy.context import system
from foundation.jobs.clock import database_now
from outsourcing.sample.people import DOMAIN, PASSWORD
from scorecards.models import Scorecard
from tests.factories.small_workspace import SmallWorkspace, make_small_workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NewPage = Callable[[], Page]
DESK = "After-hours IT support"
METRIC = "Resolution time"
CAUSE = "The second lead left and nobody took the pager"
REMEDY = "Hire a night lead"
Figures = dict[str, tuple[str, ...]]


@pytest.fixture
def workspace(transactional_db: None, settings: Settings) -> SmallWorkspace:
    settings.EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
    return make_small_workspace(now=database_now())


def test_monday(workspace: SmallWorkspace, new_page: NewPage) -> None:
    lead = sign_in(new_page(), "mara")
    open_first_need(lead)
    address = lead.url
    shown = figures(lead)
    explain(lead, shown)
    answer(lead)
    issue(lead)
    assert figures(lead) == shown
    lead.goto("/northwind/")
    expect(needs(lead).filter(has_text=f"{DESK}: {METRIC}")).to_have_count(0)

    vendor = sign_in(new_page(), "robert")
    read_own(vendor, shown, workspace)
    find_nothing_else(vendor, workspace, address)


def sign_in(page: Page, login: str) -> Page:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(f"{login}@{DOMAIN}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/northwind/"))
    return page


def needs(page: Page) -> Locator:
    """The rows under "Needs you"."""
    return page.locator("section", has=page.get_by_role("heading", name="Needs you")).locator("li")


def open_first_need(page: Page) -> None:
    """The first row's button leads to what it names; here the journey takes the partner's scorecard."""
    for row in (needs(page).first, needs(page).filter(has_text=f"{DESK}:").first):
        named = re.sub(r"^(Urgent|Soon):\s*", "", row.locator(".rows-text").inner_text()).partition(":")[0]
        row.get_by_role("link").click()
        page.wait_for_url(re.compile(r"/scorecards/\d+/$"))
        expect(page.locator(".page-sub")).to_contain_text(named)
        if named != DESK:
            page.go_back()
    expect(page.locator(".page-sub")).to_contain_text(DESK)


def figures(page: Page) -> Figures:
    """What a scorecard's page says of each metric: target, actual with its counts, change, status, signal."""
    table = page.locator("table", has=page.get_by_role("columnheader", name="Against target"))
    found = {}
    for row in table.locator("tbody tr").all():
        name = row.locator("th :is(a, strong)").first.inner_text()
        cells = row.locator("td").all_inner_texts()
        found[name] = tuple(" ".join(cell.split()) for place, cell in enumerate(cells) if place not in (3, 4))
    return found


def explain(page: Page, shown: Figures) -> None:
    """From the number to the items behind it, as many as it counts, to one of them, and back."""
    met, decided = re.findall(r"(\d+) of (\d+)", " ".join(shown[METRIC]))[0]
    card = page.url
    page.get_by_role("link", name=METRIC, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(METRIC)
    explained, listed = page.url, page.locator("tbody tr")
    for label, count in (("resolved in time", met), ("resolution decided", decided)):
        page.goto(explained)
        page.get_by_role("link", name=label, exact=True).first.click()
        expect(listed).to_have_count(int(count))
    items = page.url
    ticket = listed.first.get_by_role("rowheader").get_by_role("link").first
    number = ticket.inner_text()
    ticket.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    page.go_back()
    expect(page).to_have_url(items)
    expect(listed).to_have_count(int(decided))
    page.goto(card)


def answer(page: Page) -> None:
    """Why it missed, and what is done about it."""
    page.get_by_role("button", name="Root cause").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Metric").select_option(label=METRIC)
    dialog.get_by_label("Root cause").fill(CAUSE)
    dialog.get_by_role("button", name="Note it").click()
    expect(page.get_by_text(CAUSE).first).to_be_visible()
    page.get_by_role("button", name="Action", exact=True).click()
    dialog.get_by_label("Metric").select_option(label=METRIC)
    dialog.get_by_label("Corrective action").fill(REMEDY)
    dialog.get_by_label("Owner").select_option(label="Mara Ortiz")
    dialog.get_by_label("Due").fill(f"{database_now() + timedelta(days=7):%Y-%m-%d}")
    dialog.get_by_role("button", name="Open the action").click()
    expect(page.get_by_text(REMEDY).first).to_be_visible()


def issue(page: Page) -> None:
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("dialog").get_by_role("button", name="Issue and send").click()
    expect(page.get_by_text("Issued and sealed. The mails leave within a minute.")).to_be_visible()
    expect(page.get_by_role("link", name="Look at them, or call them back")).to_be_visible()


def read_own(page: Page, shown: Figures, workspace: SmallWorkspace) -> None:
    """The vendor's newest scorecard has the client's very figures, without the client's internal ones."""
    page.wait_for_url(re.compile(r"/portal/\d+/$"))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My scorecard").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(DESK)
    page.get_by_role("link", name=re.compile(r"^Open \d{4}-W\d\d$")).click()
    page.wait_for_url(re.compile(r"/portal/\d+/scorecards/\d+/$"))
    with transaction.atomic(), system([workspace.organization.pk]):
        internal = set(Metric.objects.filter(is_internal=True).values_list("name", flat=True))
    assert internal & set(shown)
    assert figures(page) == {name: row for name, row in shown.items() if name not in internal}
    expect(page.get_by_text(CAUSE).first).to_be_visible()
    expect(page.get_by_text(REMEDY).first).to_be_visible()


def find_nothing_else(page: Page, workspace: SmallWorkspace, address: str) -> None:
    """No page of the client's, no scorecard of another vendor, not a word of either."""
    portal = page.url.rpartition("/scorecards/")[0]
    with transaction.atomic(), system([workspace.organization.pk]):
        cards = list(Scorecard.objects.exclude(engagement__name=DESK).values_list("pk", flat=True))
    others = ["/northwind/items/", "/northwind/people/", "/northwind/vendors/", address]
    for url in [*others, *(f"{portal}/scorecards/{card}/" for card in cards)]:
        assert page.request.get(url).status == 404, url
    strangers = [name for name in workspace.engagements if name != DESK] + ["Inkwell", "Sol Contact", "Blue Harbour"]
    for url in (f"{portal}/", page.url):
        text = page.request.get(url).text()
        assert [name for name in strangers if name in text] == []
    home = page.request.get("/northwind/")
    assert home.url.startswith(portal)

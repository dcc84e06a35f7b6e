"""Every page there is, in a real browser: axe in light and dark, a silent console, a phone's width, one heading.

One small workspace and one browser serve them all. A page that is new is walked without a line here, as long as
``premises`` knows whose ids stand in its address.
"""

from __future__ import annotations

import gzip
import inspect
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Browser, Response
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity
from foundation.jobs.clock import database_now
from outsourcing.settings import postgres
from tests.factories.small_workspace import make_small_workspace
from tests.isolation.addresses import Address, tenant_addresses
from tests.journeys.inspecting import THEMES, Inspector
from tests.journeys.looking import PHONE, show_theme
from tests.journeys.premises import Premises, furnish

# The mark has a test database made; each test's own transaction is empty, for the workspace was committed before it.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Answers to GET that are no pages: files, data, and pieces of pages.
NO_PAGES = {
    "outsourcing:palette",
    "scorecards:figures-export",
    "scorecards:scorecard-pdf",
    "scorecards:scorecard-portal-pdf",
    "outbox:document-download",
    "finance:version-pdf",
    "finance:version-workbook",
    "workitems:import-rejected",
    "engagements:processimport-rejected",
    "finance:case-realised-pdf",
    "finance:invoiceimport-rejected",
    "finance:invoiceimport-progress",
    "workitems:import-progress",
    "workitems:partnerfile-portal-template",
    "workitems:attachment-download",
    "pilots:pilot-memo",
    "exits:plan-clauses-pdf",
    "exits:task-file",
    "exits:report-file",
    "exits:report-portal-file",
    "sourcing:selection-pdf",
    "sourcing:portal-brief-pdf",
    "sourcing:portal-brief-download",
    "sourcing:offeranswer-download",
    "vendors:answer-download",
    "vendors:portal-answer-download",
    "vendors:evidence-download",
    "vendors:portal-evidence-download",
    "engagements:sharedfile-download",
    "engagements:sharedfile-portal-download",
    "workitems:inboundmessage-download",
    "jobs:job-card",
}
HOME_KB = 80


def answers_get(address: Address) -> bool:
    """False for a view behind ``require_POST``, which tells by its closure alone."""
    view = address.view
    while view is not None:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods and "GET" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True


PAGES = [address for address in tenant_addresses() if answers_get(address) and address.name not in NO_PAGES]


@pytest.fixture(scope="module")
def settled() -> Iterator[None]:
    """Settings of a local set-up, for the whole module."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="foundation.outbox.mailbox.KeepInDatabase",
        KEEPS_MAILS=True,
        SIGNUP_OPEN=True,
        SUPPORT_EMAILS=["ada@example.org"],
    ):
        yield


@pytest.fixture(scope="module")
def premises(settled: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Premises]:
    """The workspace, committed once for the module and swept away at its end."""
    with django_db_blocker.unblock():
        refuse_real_database()
        try:
            yield furnish(make_small_workspace(now=database_now()))
        finally:
            call_command("flush", verbosity=0, interactive=False)


def refuse_real_database() -> None:
    """What is committed and swept away here must be a test's: pytest-django makes one for marked tests alone."""
    assert connection.settings_dict["NAME"] != postgres(os.environ["DATABASE_URL"])["NAME"]


@pytest.fixture(scope="module")
def server(premises: Premises) -> Iterator[LiveServer]:
    """A server of this module's own: the usual one empties the database after each test."""
    live = LiveServer("localhost")
    with override_settings(ALLOWED_HOSTS=["localhost"], SITE_URL=live.url, CSRF_TRUSTED_ORIGINS=[live.url]):
        yield live
    live.stop()


def visit(chromium: Browser, server: LiveServer, person: User | None) -> Inspector:
    """A browser in which somebody is signed in, or nobody."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 1440, "height": 900})
    if person is not None:
        client = Client()
        with identity():
            client.force_login(person, backend="foundation.accounts.authentication.EmailBackend")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return Inspector(context)


@pytest.fixture(scope="module")
def owner(chromium: Browser, server: LiveServer, premises: Premises) -> Iterator[Inspector]:
    found = visit(chromium, server, premises.workspace.staff[Role.OWNER])
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def lead(chromium: Browser, server: LiveServer, premises: Premises) -> Iterator[Inspector]:
    """Its browser has seen nothing yet."""
    found = visit(chromium, server, premises.workspace.staff[Role.OPS_LEAD])
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def viewer(chromium: Browser, server: LiveServer, premises: Premises) -> Iterator[Inspector]:
    found = visit(chromium, server, premises.workspace.staff[Role.VIEWER])
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def partner(chromium: Browser, server: LiveServer, premises: Premises) -> Iterator[Inspector]:
    found = visit(chromium, server, premises.workspace.partner.user)
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def stranger(chromium: Browser, server: LiveServer) -> Iterator[Inspector]:
    found = visit(chromium, server, None)
    yield found
    found.context.close()


@pytest.mark.parametrize("address", [each for each in PAGES if not each.is_portal], ids=lambda each: each.name)
def test_page_of_the_workspace(address: Address, owner: Inspector, premises: Premises) -> None:
    assert owner.open(premises.url(address)) == 200
    owner.check()


@pytest.mark.parametrize("address", [each for each in PAGES if each.is_portal], ids=lambda each: each.name)
def test_page_of_the_portal(address: Address, partner: Inspector, premises: Premises) -> None:
    assert partner.open(premises.url(address)) == 200
    partner.check()


@pytest.mark.parametrize("state", ["issued", "blocked", "history"])
def test_scorecard_in_every_state(state: str, owner: Inspector, premises: Premises) -> None:
    assert owner.open(f"/northwind/scorecards/{premises.cards[state]}/") == 200
    owner.check()


@pytest.mark.parametrize(
    "path",
    [
        "?view=mine",
        "?view=client",
        "?view=vendor",
        "items/?resolution=missed",
        "items/?q=nothing-is-called-that",
        "engagements/?q=nothing-is-called-that",
        "deliveries/?state=failed",
        "scorecards/?state=history",
        "people/?left=1",
    ],
)
def test_filtered_page(path: str, owner: Inspector) -> None:
    assert owner.open(f"/northwind/{path}") == 200
    owner.check()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accounts/login/", 200),
        ("/accounts/signup/", 200),
        ("/accounts/password/reset/", 200),
        ("/accounts/password/reset/done/", 200),
        ("/accounts/password/reset/key/done/", 200),
        ("/accounts/password/reset/key/1-none-of-ours/", 200),
        ("/accounts/confirm-email/", 200),
        ("/accounts/confirm-email/none-of-ours/", 200),
        ("/accounts/inactive/", 200),
        ("/accounts/invitation/none-of-ours/", 404),
        ("/shared/none-of-ours/", 404),
    ],
)
def test_page_before_signing_in(path: str, status: int, stranger: Inspector) -> None:
    assert stranger.open(path) == status
    if status != 200:
        stranger.said.clear()  # the console tells of the status
    stranger.check()


def test_page_of_a_signed_link(stranger: Inspector, premises: Premises) -> None:
    assert stranger.open(f"/shared/{premises.share_token}/") == 200
    stranger.check()


@pytest.mark.parametrize(
    "path",
    [
        "/workspaces/?all=1",
        "/accounts/profile/",
        "/accounts/support/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_page_of_ones_own(path: str, owner: Inspector) -> None:
    assert owner.open(path) == 200
    owner.check()


def test_pages_that_refuse(viewer: Inspector) -> None:
    for path, status in (("/northwind/settings/", 403), ("/northwind/items/999999999/", 404), ("/umbra/", 404)):
        assert viewer.open(path) == status
        viewer.said.clear()  # the console tells of the status
        viewer.check()


def test_home_of_somebody_who_only_looks(viewer: Inspector) -> None:
    assert viewer.open("/northwind/") == 200
    viewer.check()


def test_the_mailbox(owner: Inspector) -> None:
    with override_settings(DEBUG=True):
        assert owner.open("/mails/") == 200
        owner.check()
        owner.page.locator("main a[href^='/mails/'], .card a[href^='/mails/']").first.click()
        owner.page.locator("iframe").wait_for()
        owner.check()


def test_palette_and_keys(owner: Inspector) -> None:
    owner.open("/northwind/")
    page = owner.page
    for keys, dialog in (("Control+k", "palette"), ("?", "keys-help")):
        page.keyboard.press(keys)
        box = page.locator(f"dialog#{dialog}")
        box.wait_for()
        if dialog == "palette":
            page.keyboard.type("after")
            page.locator("#palette-list [role=option]").first.wait_for()
        for theme in THEMES:
            show_theme(page, theme)
            assert page.evaluate("axe.run('dialog[open]').then(r => r.violations.map(v => v.id))") == [], dialog
        page.keyboard.press("Escape")
        box.wait_for(state="hidden")
    assert owner.said == []


def test_menus_of_the_frame(owner: Inspector) -> None:
    owner.open("/northwind/")
    page = owner.page
    for theme in THEMES:
        show_theme(page, theme)
        for menu in page.query_selector_all("header details.menu"):
            menu.evaluate("menu => { menu.open = true }")
            assert menu.evaluate("menu => axe.run(menu).then(r => r.violations.map(v => v.id))") == []
            menu.evaluate("menu => { menu.open = false }")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
        page.locator("[data-nav-toggle]").click()
        assert page.evaluate("axe.run(document).then(r => r.violations.map(v => v.id))") == []
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 1440, "height": 900})
    assert owner.said == []


def test_home_weighs_little(lead: Inspector) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    lead.page.on("response", note)
    lead.page.goto("/northwind/", wait_until="networkidle")
    assert lead.page.title().startswith("Home"), "this is not home"
    weights = {urlsplit(each.url).path: packed(each) for each in answers if counts(each)}
    total = sum(weights.values()) / 1000
    print(f"\nhome: {total:.1f} kB gzipped in {len(weights)} answers, without fonts")  # noqa: T201  # the report
    for path, size in sorted(weights.items(), key=lambda each: -each[1]):
        print(f"  {size / 1000:6.1f} kB  {path}")  # noqa: T201  # the report
    assert total <= HOME_KB


def counts(answer: Response) -> bool:
    return answer.ok and answer.request.resource_type != "font"


def packed(answer: Response) -> int:
    """Bytes of an answer as production sends it: files packed once and well, pages on the fly."""
    return len(gzip.compress(answer.body(), 9 if "/static/" in answer.url else 6))

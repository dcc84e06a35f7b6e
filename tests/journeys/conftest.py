"""A real browser before a real server: every page that a journey looks at is checked as a page.

``PICTURES=folder`` keeps a picture of each page looked at: light, dark and on a phone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories.cast import PASSWORD, Cast, make_cast
from tests.foundation.outbox.conftest import server  # noqa: F401  # a fixture: the SMTP server where a journey ends
from tests.journeys.looking import Look

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in the tests' thread
CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; nothing is downloaded."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    """The fixed cast, committed, so that the server sees it."""
    with transaction.atomic():
        return make_cast(now=now)  # type: ignore[arg-type]  # the fixture of the tests' root


NewPage = Callable[[], Page]


@pytest.fixture
def new_page(chromium: Browser, live_server: LiveServer, settings: Settings) -> Iterator[NewPage]:
    """Makes pages of browsers that share nothing; at the end no console said anything about the CSP."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    said: list[str] = []
    contexts = []

    def new_page() -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert [text for text in said if "Content Security Policy" in text or "Error" in text] == []


@pytest.fixture
def enter(new_page: NewPage) -> Callable[[str], Page]:
    """Somebody of the cast signs in through the form."""

    def enter(email: str) -> Page:
        page = new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def look() -> Look:
    """Looks at a page as people do: axe in light and dark, nothing wider than a phone."""
    folder = os.environ.get("PICTURES")
    return Look(Path(folder) if folder else None)

"""Every address, every kind of person, every foreign id: nothing of Umbra reaches Northwind, nor the reverse."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.db import connection, models
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from foundation.accounts.requests import needs
from foundation.accounts.roles import Permission, Role, may
from foundation.accounts.tenancy.context import system
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, House
from tests.factories.everything import fill, tenant_models
from tests.isolation.addresses import NOBODYS_ID, Address, tenant_addresses
from tests.isolation.forms import Form, forms_of

ADDRESSES = tenant_addresses()
STAFF = [Role.VIEWER, Role.ANALYST, Role.FINANCE, Role.OPS_LEAD, Role.OWNER]
SEES_AS_OTHERS_DO = {Role.ANALYST, Role.FINANCE}
Rows = dict[type[models.Model], models.Model]


@dataclass
class Stage:
    """Both houses with a row of everything."""

    cast: Cast
    own: Rows
    strange: Rows

    def url(self, address: Address, rows: Rows | None = None, *, nobody: bool = False) -> str:
        house = self.cast.northwind
        return address.url(house.slug, rows or self.own, house.vendors["kestrel"].pk, nobody=nobody)


@pytest.fixture
def stage(cast: Cast, now: datetime) -> Stage:
    return Stage(cast, fill(cast.northwind, mark="", now=now), fill(cast.umbra, mark=f" {CANARY}", now=now))


@pytest.fixture(autouse=True)
def umbra_stays_untouched(stage: Stage, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does from Northwind: no row of Umbra changes, no mail and no log line speaks of it."""
    before = digest(stage.cast.umbra.pk)
    yield
    assert digest(stage.cast.umbra.pk) == before
    assert not [message for message in mail.outbox if CANARY in message.message().as_string()]
    assert CANARY not in caplog.text


def digest(organization: int) -> dict[str, str]:
    """A hash of every tenant table's rows of one organization."""
    found = {}
    with system([organization]), connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t ORDER BY id')
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def is_clean(response: HttpResponseBase) -> bool:
    """No canary in body or headers, packed formats unpacked."""
    body = readable(response)
    return CANARY not in body and CANARY not in str(response.headers)


def readable(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    if content[:4] == b"%PDF":
        import pypdfium2

        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    return str(content.decode("utf-8", "replace"))


def plain(response: HttpResponseBase) -> tuple[int, str]:
    """What an answer says, without what differs from request to request."""
    text = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", readable(response))
    return response.status_code, re.sub(r"\d{4,}", "N", text)


def permission_of(address: Address) -> Permission:
    found: Permission = address.view.permission
    return found


def test_strangers_are_sent_to_the_login(stage: Stage) -> None:
    for address in ADDRESSES:
        response = Client().get(stage.url(address))
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/"), address.name


@pytest.mark.parametrize("role", STAFF)
def test_staff_opens_what_its_role_allows_and_nothing_of_others(stage: Stage, sign_in: SignIn, role: Role) -> None:
    """What a role may not open it may not post to either. The roles between look only where the viewer may not."""
    browser = sign_in(stage.cast.northwind.people[role])
    for address in ADDRESSES:
        url = stage.url(address)
        if address.is_portal:
            answers, allowed = [browser.get(url)], {404}
        elif not may(role, permission_of(address)):
            answers, allowed = [browser.get(url), browser.post(url)], {403, 405}
        elif role in SEES_AS_OTHERS_DO and may(Role.VIEWER, permission_of(address)):
            continue
        else:
            answers, allowed = [browser.get(url)], {200, 302, 405}
        for response in answers:
            assert response.status_code in allowed, (address.name, response.status_code)
            assert is_clean(response), address.name


@pytest.mark.parametrize("vendor", ["kestrel", "inkwell"])
def test_a_vendors_person_opens_one_portal_alone(stage: Stage, sign_in: SignIn, vendor: str) -> None:
    browser = sign_in(stage.cast.northwind.vendor_people[vendor, Role.VENDOR_MANAGER])
    for address in ADDRESSES:
        response = browser.get(stage.url(address))
        if address.is_portal and vendor == "kestrel":
            assert response.status_code in {200, 302, 404, 405}, address.name
        elif address.name == "outsourcing:home":
            assert response.status_code == 302  # to the own portal
        else:
            assert response.status_code == 404, (address.name, response.status_code)
        assert is_clean(response), address.name


def test_the_other_tenants_owner_finds_nothing_here(stage: Stage, sign_in: SignIn) -> None:
    browser = sign_in(stage.cast.umbra.people[Role.OWNER])
    for address in ADDRESSES:
        for method in (browser.get, browser.post):
            assert method(stage.url(address)).status_code == 404, address.name


def test_another_tenants_id_and_a_missing_one_answer_alike(stage: Stage, sign_in: SignIn) -> None:
    browser = sign_in(stage.cast.northwind.people[Role.OWNER])
    for address in ADDRESSES:
        if not address.takes_ids or address.is_portal:
            continue
        for method in (browser.get, browser.post):
            theirs = method(stage.url(address, stage.strange))
            missing = method(stage.url(address, nobody=True))
            assert theirs.status_code in {403, 404, 405}, (address.name, theirs.status_code)
            assert plain(theirs) == plain(missing), address.name


@pytest.mark.timeout(900)
def test_a_form_given_another_tenants_row_changes_nothing(stage: Stage, sign_in: SignIn) -> None:
    browser = sign_in(stage.cast.northwind.people[Role.OWNER])
    foreign = [
        (str(stage.own[model].pk), str(row.pk))
        for model, row in stage.strange.items()
        if model._meta.label in POINTED_AT
    ]
    houses = (stage.cast.northwind, stage.cast.umbra)
    foreign += [(str(own), str(theirs)) for own, theirs in zip(*(_people(house) for house in houses), strict=True)]
    tried = 0
    for address in ADDRESSES:
        if address.is_portal:
            continue
        url = stage.url(address)
        for form in forms_of(browser.get(url)):
            for changes in foreign_choices(form, foreign):
                response = submit(browser, url, form, changes)
                tried += 1
                assert is_clean(response), (address.name, changes)
    assert tried > 50


# What forms offer to point at.
POINTED_AT = {
    "accounts.Membership",
    "engagements.BusinessCalendar",
    "engagements.Client",
    "engagements.Engagement",
    "engagements.Metric",
    "engagements.Process",
    "engagements.Segment",
    "scorecards.Scorecard",
    "vendors.Vendor",
    "workitems.WorkItem",
}


def _people(house: House) -> list[int]:
    return [house.people[role].pk for role in (Role.OWNER, Role.OPS_LEAD)]


def foreign_choices(form: Form, foreign: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Fields and Umbra's ids put into them, one after the other: of the kinds a field offers (of all, when it offers
    none of our rows). Fields of words take one all together, since each refuses it. ``foreign`` pairs our row of a kind
    with theirs."""
    theirs = list(dict.fromkeys(strange for _own, strange in foreign))
    words = {}
    for field, choices in form.choices.items():
        offered = {value for value in choices if value}
        if form.method == "post" and any(value.isdecimal() for value in offered):
            yield from ({field: strange} for strange in [their for own, their in foreign if own in offered] or theirs)
        elif form.method == "post" and offered:
            words[field] = theirs[0]
        else:
            yield {field: theirs[0]}
    if words:
        yield words


def submit(browser: Client, url: str, form: Form, changes: dict[str, str]) -> Any:
    data = form.values | changes
    target = form.action or url
    return browser.post(target, data) if form.method == "post" else browser.get(target, data)


def test_the_walk_would_notice_a_leak(stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from outsourcing import tenant_urls

    def leak(_request: Any) -> HttpResponse:
        return HttpResponse(CANARY)

    home = next(pattern for pattern in tenant_urls.urlpatterns if pattern.name == "home")
    browser = sign_in(stage.cast.northwind.people[Role.VIEWER])
    assert is_clean(browser.get("/northwind/"))
    monkeypatch.setattr(home, "callback", needs(Permission.VIEW)(leak))
    assert not is_clean(browser.get("/northwind/"))


def test_ids_that_are_too_large_are_not_found(stage: Stage, sign_in: SignIn) -> None:
    browser = sign_in(stage.cast.northwind.people[Role.OWNER])
    for address in ADDRESSES:
        if address.takes_ids and not address.is_portal:
            url = stage.url(address, nobody=True).replace(str(NOBODYS_ID), "9" * 30)
            assert browser.get(url).status_code in {404, 405}, address.name

"""Every portal address, form field, filter and file, given what is another vendor's or another tenant's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, House
from tests.factories.everything import fill, tenant_models
from tests.isolation.addresses import NOBODYS_ID, Address, tenant_addresses
from tests.isolation.forms import Form, forms_of
from tests.isolation.rows import PORTAL_SEES
from tests.isolation.test_pages import digest, plain, readable

ADDRESSES = [address for address in tenant_addresses() if address.is_portal]
OTHERS = "canary-inkwell"
Rows = dict[type[models.Model], models.Model]


@dataclass
class Stage:
    """Rows of Kestrel's, of Inkwell's in the same workspace, and of Kestrel's in the other one."""

    cast: Cast
    own: Rows
    other: Rows
    strange: Rows

    def url(self, address: Address, rows: Rows | None = None, *, nobody: bool = False) -> str:
        house = self.cast.northwind
        return address.url(house.slug, rows or self.own, house.vendors["kestrel"].pk, nobody=nobody)


def mirrored(house: House) -> House:
    """The house as seen from its other vendor: whatever a row of Kestrel's would be is one of Inkwell's."""
    names = {"kestrel": "inkwell", "inkwell": "kestrel", "own": "own"}
    return replace(
        house,
        vendors={names[name]: vendor for name, vendor in house.vendors.items()},
        engagements={names[name]: engagement for name, engagement in house.engagements.items()},
        vendor_people={(names[name], role): person for (name, role), person in house.vendor_people.items()},
    )


@pytest.fixture
def stage(cast: Cast, now: datetime) -> Stage:
    return furnished(cast, now=now)


def furnished(cast: Cast, *, now: datetime) -> Stage:
    """A row of everything for Kestrel, for Inkwell beside it, and in Umbra."""
    house = cast.northwind
    own = fill(house, mark="", now=now)
    anew = PORTAL_SEES - {"engagements_engagementgrant"} | {"engagements_businesscalendar", "sourcing_selection"}
    shared = {model: row for model, row in own.items() if model._meta.db_table not in anew}
    other = fill(mirrored(house), mark=f" {OTHERS}", now=now, shared=shared)
    return Stage(cast, own, other, fill(cast.umbra, mark=f" {CANARY}", now=now))


@pytest.fixture(autouse=True)
def others_stay_untouched(stage: Stage) -> Iterator[None]:
    """Whatever a test does from Kestrel's portal: no row of Umbra and none of Inkwell changes, and none is added."""
    before = digest(stage.cast.umbra.pk), theirs(stage)
    yield
    assert (digest(stage.cast.umbra.pk), theirs(stage)) == before


def theirs(stage: Stage) -> dict[str, list[str]]:
    """Everything of Northwind that is Inkwell's: by vendor, by engagement, and the rows that were made for it."""
    house = stage.cast.northwind
    inkwell = {"vendor_id": house.vendors["inkwell"].pk, "engagement_id": house.engagements["inkwell"].pk}
    found = {}
    with system([house.pk]), connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            columns = {str(field.column) for field in model._meta.local_fields}
            said = [f'"{name}" = {pk}' for name, pk in inkwell.items() if name in columns]
            said += [f"id = {stage.other[model].pk}"] if stage.other[model] is not stage.own.get(model) else []
            if said:
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t WHERE {" OR ".join(said)} ORDER BY id')
                found[table] = [text for (text,) in cursor.fetchall()]
    return found


def is_clean(response: object) -> bool:
    text = readable(response) + str(response.headers)  # type: ignore[attr-defined]  # a response
    return CANARY not in text and OTHERS not in text


@pytest.fixture
def robert(stage: Stage, sign_in: SignIn) -> Client:
    """Kestrel's manager, who may do everything that a vendor's people may."""
    return sign_in(stage.cast.northwind.vendor_people["kestrel", Role.VENDOR_MANAGER])


def test_every_page_and_file_opens_with_ones_own_ids_and_shows_nothing_of_others(stage: Stage, robert: Client) -> None:
    opened = {address.name: robert.get(stage.url(address)) for address in ADDRESSES}
    assert [name for name, answer in opened.items() if not is_clean(answer)] == []
    downloads = {name: answer.status_code for name, answer in opened.items() if name.endswith("download")}
    assert set(downloads.values()) == {200}, downloads
    assert len(downloads) > 2


def test_anothers_id_and_a_missing_one_answer_alike(stage: Stage, robert: Client) -> None:
    asked = 0
    for address in ADDRESSES:
        if not address.takes_ids:
            continue
        for method in (robert.get, robert.post):
            missing = method(stage.url(address, nobody=True))
            for rows in (stage.other, stage.strange):
                if stage.url(address, rows) == stage.url(address):
                    continue  # an id of the workspace as a whole, such as a metric's
                answer = method(stage.url(address, rows))
                asked += 1
                assert plain(answer) == plain(missing), (address.name, answer.status_code)
                assert answer.status_code in {404, 405}, (address.name, answer.status_code)
    assert asked > 60


def test_ids_that_are_too_large_are_not_found(stage: Stage, robert: Client) -> None:
    for address in ADDRESSES:
        if address.takes_ids:
            url = stage.url(address, nobody=True).replace(str(NOBODYS_ID), "9" * 30)
            assert robert.get(url).status_code in {404, 405}, address.name


@pytest.mark.timeout(900)
def test_a_field_given_anothers_row_changes_nothing(stage: Stage, robert: Client) -> None:
    """Every field of every form that offers choices or carries a number, with the ids of others in its place."""
    pairs = [
        (str(stage.own[model].pk), str(rows[model].pk))
        for model in stage.own
        for rows in (stage.other, stage.strange)
        if model._meta.db_table in PORTAL_SEES and rows[model].pk != stage.own[model].pk
    ]
    tried = 0
    for address in ADDRESSES:
        url = stage.url(address)
        for form in forms_of(robert.get(url)):
            for field in [*form.choices, *form.numbers]:
                for value in wanted(form, field, pairs):
                    answer = submit(robert, url, form, {field: value})
                    tried += 1
                    assert answer.status_code < 500, (address.name, field, value)
                    assert is_clean(answer), (address.name, field, value)
    assert tried > 30


def test_a_filter_given_anothers_row_shows_nothing(stage: Stage, robert: Client) -> None:
    house = stage.cast.northwind
    for address in ADDRESSES:
        for rows in (stage.other, stage.strange):
            engagement = next(row.pk for model, row in rows.items() if model._meta.label == "engagements.Engagement")
            wild = {
                "engagement": engagement,
                "vendor": house.vendors["inkwell"].pk,
                "q": OTHERS,
                "subject": "word",
                "state": "all",
                "organization": stage.cast.umbra.pk,
                "csv": "1",
            }
            answer = robert.get(stage.url(address), wild)
            assert answer.status_code < 500, address.name
            assert CANARY not in readable(answer), address.name
            assert OTHERS not in readable(answer).replace(f'value="{OTHERS}"', ""), (
                address.name
            )  # the word searched for


def wanted(form: Form, field: str, pairs: list[tuple[str, str]]) -> list[str]:
    """Ids of others for a field: of the kinds that it offers; one of them, where it offers none that we know."""
    offered = set(form.choices.get(field, [form.values.get(field, "")]))
    alike = [strange for own, strange in pairs if own in offered]
    return list(dict.fromkeys(alike)) or ([pairs[0][1]] if field in form.choices else [])


def submit(browser: Client, url: str, form: Form, changes: dict[str, str]) -> Any:
    data = form.plausible | changes
    target = form.action or url
    return browser.post(target, data) if form.method == "post" else browser.get(target, data)


def test_the_walk_would_notice_a_row_of_another_vendor(stage: Stage, robert: Client) -> None:
    before = theirs(stage)
    with system([stage.cast.northwind.pk]):
        vendor = stage.cast.northwind.vendors["inkwell"]
        vendor.name = "Changed"
        vendor.save(update_fields=["name"])
        assert theirs(stage) != before
        vendor.name = "Inkwell"
        vendor.save(update_fields=["name"])

"""Asking for work by program: the page's own rules, in words and by field."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House
from tests.isolation.test_api import caller
from tests.workitems.asking import GOOD, make_form, put_rules_in_writing
from workitems.actions.intake import save_template
from workitems.models import Attachment, IntakeForm, IntakeRequest, RequestTemplate, WorkItem

URL = "/api/v1/requests/"


@pytest.fixture
def house(cast: Cast, now: datetime, time_machine: Any) -> House:
    time_machine.move_to(now, tick=False)
    with staff(cast.northwind.pk):
        make_form(cast.northwind, now=now)
        put_rules_in_writing(cast.northwind.engagements["kestrel"], now=now)
    with staff(cast.umbra.pk):
        make_form(cast.umbra, now=now)
    return cast.northwind


@pytest.fixture
def program(house: House, now: datetime) -> Client:
    return caller(house, house.people[Role.ANALYST], now, write=True)


def body(house: House, **changes: Any) -> dict[str, Any]:
    with staff(house.pk):
        form = IntakeForm.objects.get()
    told = {**GOOD, "criteria": GOOD["criteria"].split("\n"), "answers": {"cost_centre": 4711, "office": "leeds"}}
    return {"form": form.pk, **told, **changes}


def ask(program: Client, told: dict[str, Any], status: int) -> dict[str, Any]:
    response = program.post(URL, told, content_type="application/json")
    assert response.status_code == status, response.content
    found: dict[str, Any] = response.json()
    return found


def test_it_is_a_work_item_at_once(house: House, program: Client) -> None:
    pdf = {"name": "plan.pdf", "content": base64.b64encode(b"%PDF-1.7\n").decode()}
    [made] = ask(program, body(house, files=[pdf], requester="Anna"), 201)["requests"]
    desk = house.engagements["kestrel"]
    place = {"engagement": desk.pk, "vendor": desk.vendor_id, "process": desk.process_id}
    assert {name: made[name] for name in place} == place
    assert (made["reference"], made["status"], made["route"], made["via"]) == ("REQ-1", "open", "partner", "api")
    assert (made["due_at"], made["due_zone"]) == ("2026-11-30T09:00:00Z", "Asia/Manila")
    with staff(house.pk):
        request = IntakeRequest.objects.get()
        assert [(a["key"], a["value"]) for a in request.answers] == [("cost_centre", "4711"), ("office", "Leeds")]
        assert (request.item.requester, Attachment.objects.get().name) == ("Anna", "plan.pdf")
    [listed] = program.get(URL).json()["results"]
    assert listed == made
    assert program.get(f"{URL}{made['id']}/").json() == made


@pytest.mark.parametrize(
    ("due", "instant", "zone"),
    [
        ({"due_at": "2026-11-30T17:00:00+08:00", "due_zone": ""}, "2026-11-30T09:00:00Z", "UTC"),
        ({"due_at": "2026-11-30T17:00:00Z", "due_zone": "Asia/Manila"}, "2026-11-30T17:00:00Z", "Asia/Manila"),
        ({"due_at": "2026-11-30 17:00", "due_zone": ""}, "2026-11-30T17:00:00Z", "UTC"),
    ],
)
def test_a_deadline_with_offset_or_zone(
    house: House, program: Client, due: dict[str, str], instant: str, zone: str
) -> None:
    [made] = ask(program, body(house, **due), 201)["requests"]
    assert (made["due_at"], made["due_zone"]) == (instant, zone)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": "Fix the router"}, "title", "“Fix the router” says too little."),
        ({"outcome": ""}, "outcome", "Say what is true when it is done, for example"),
        ({"criteria": []}, "criteria", "Write at least one, for example"),
        ({"due_at": "soon"}, "due_at", "Write it as"),
        ({"due_at": "2020-01-01T00:00"}, "due_at", "That has passed"),
        ({"due_zone": "Middle/Earth"}, "due_zone", "Select a valid choice"),
        ({"answers": {}}, "cost_centre", "This field is required."),
        ({"answers": {"cost_centre": 1, "office": "Rome"}}, "office", "Select a valid choice"),
        ({"answers": {"cost_centre": 1, "colour": "red"}}, "answers", "colour: no such question"),
        ({"files": [{"name": "a.pdf", "content": "***"}]}, "files", "a.pdf: no base64"),
        ({"files": [{"name": "a.pdf", "content": "TVqQAA=="}]}, "attachments", "a.pdf: This type is not taken"),
        ({"engagement": 999_999_999}, "engagement", "Select a valid choice"),
        ({"titles": ["Fix the router", "Order a laptop"]}, "titles", "“Fix the router” says too little."),
    ],
)
def test_what_it_lacks_comes_back_by_field_and_nothing_is_made(
    house: House, program: Client, changes: dict[str, Any], field: str, message: str
) -> None:
    errors = ask(program, body(house, **changes), 400)["errors"]
    assert list(errors) == [field]
    assert errors[field][0].startswith(message)
    with staff(house.pk):
        assert not WorkItem.objects.exists()


def test_several_tasks_come_back_as_a_proposal(house: House, program: Client) -> None:
    told = body(house, title="Reset the Wi-Fi password and order a laptop for Ben")
    refused = ask(program, told, 400)
    assert refused["split"] == ["Reset the Wi-Fi password", "Order a laptop for Ben"]
    made = ask(program, {**told, "titles": refused["split"]}, 201)["requests"]
    assert [each["title"] for each in made] == refused["split"]
    assert len(ask(program, {**told, "one_task": True}, 201)["requests"]) == 1


def test_from_a_pattern_only_the_specifics_are_sent(house: House, program: Client, now: datetime) -> None:
    told = body(house)
    with staff(house.pk):
        preset = {**{k: v for k, v in told.items() if k not in ("form", "answers", "title")}, "x_cost_centre": "4711"}
        template = RequestTemplate(form=IntakeForm.objects.get(), name="Wi-Fi", preset=preset)
        save_template(template=template, by=None, now=now)
    short = {"form": told["form"], "template": template.pk, "title": "Router in Leeds drops Wi-Fi"}
    [made] = ask(program, short, 201)["requests"]
    assert (made["title"], made["due_zone"]) == ("Router in Leeds drops Wi-Fi", "Asia/Manila")


def test_anothers_form_and_engagement_are_not_there(cast: Cast, house: House, program: Client) -> None:
    with staff(cast.umbra.pk):
        strange = IntakeForm.objects.get()
    told = body(house)
    theirs = program.post(URL, {**told, "form": strange.pk}, content_type="application/json")
    missing = program.post(URL, {**told, "form": 999_999_999}, content_type="application/json")
    assert (theirs.status_code, theirs.content) == (404, missing.content)
    engagement = cast.umbra.engagements["kestrel"].pk
    assert "engagement" in ask(program, {**told, "engagement": engagement}, 400)["errors"]


def test_who_may_ask(house: House, now: datetime) -> None:
    reader = caller(house, house.people[Role.ANALYST], now)
    viewer = caller(house, house.people[Role.VIEWER], now, write=True)
    for client in (reader, viewer):
        assert client.post(URL, body(house), content_type="application/json").status_code == 403


def test_it_stands_in_the_description_of_the_api(db: None) -> None:
    text = Client().get(reverse("api:schema")).content.decode()
    assert "/api/v1/requests/:" in text
    assert "NewRequest:" in text

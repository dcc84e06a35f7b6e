"""The pages of intake: the builder, asking for work, the item's page, files."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.models import BusinessCalendar, Engagement
from foundation.accounts.models import Organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from sourcing.models import WorkRoute
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.workitems.asking import GOOD, make_form, make_rubric, put_rules_in_writing
from workitems.models import Attachment, IntakeField, IntakeForm, IntakeRequest, RequestTemplate, WorkItem

PDF = b"%PDF-1.7\n..."


@pytest.fixture
def house(cast: Cast, now: datetime, time_machine: Any) -> House:
    time_machine.move_to(now, tick=False)
    northwind = cast.northwind
    with staff(northwind.pk):
        desk = northwind.engagements["kestrel"]
        make_rubric(desk)
        put_rules_in_writing(desk, now=now)
        make_form(northwind, now=now, criteria=["Anna says so"], checklist=["Back up"])
    return northwind


@pytest.fixture
def browser(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


def form_of(house: House) -> IntakeForm:
    with staff(house.pk):
        return IntakeForm.objects.get(retired_at=None)


def address(house: House, rest: str = "request/") -> str:
    return f"/northwind/intake/{form_of(house).pk}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


ASKED = {**GOOD, "x_cost_centre": "4711", "x_office": "Leeds"}


class TestAsking:
    def test_it_becomes_a_work_item_at_once(self, house: House, browser: Client) -> None:
        with staff(house.pk):
            kestrel = house.vendors["kestrel"]
            kestrel.time_zone = "Asia/Manila"
            kestrel.save()
        file = SimpleUploadedFile("plan.pdf", PDF)
        response = browser.post(address(house), {**ASKED, "attachments": [file]}, follow=True)
        text = text_of(response)
        assert "REQ-1 is a work item now." in text
        assert "Urgent rule “Outage”, because of “wi-fi”" in text
        assert "Mon 30 Nov 2026 17:00 PST" in text  # as it was meant
        assert "Cost centre 4711" in text
        assert "plan.pdf" in text
        with staff(house.pk):
            item = WorkItem.objects.get()
            assert (item.external_id, item.vendor_id, item.requester) == ("REQ-1", kestrel.pk, "Ops_Lead Northwind")

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("title", "Fix the router", "“Fix the router” says too little."),
            ("title", "", "Give it a title, for example"),
            ("problem", "It is broken.", "Say a little more"),
            ("outcome", "", "Say what is true when it is done, for example"),
            ("outcome", "Fixed", "Say it so that somebody can check it"),
            ("steps", "", "Say how to go about it, for example"),
            ("criteria", "", "Write at least one, for example"),
            ("due_at", "", "Say by when, for example"),
            ("due_at", "2026-11-23T08:00", "That has passed already."),
            ("due_at", "soon", "Write it as 2026-11-30T17:00."),
            ("due_zone", "Middle/Earth", "Select a valid choice."),
            ("x_cost_centre", "", "This field is required."),
            ("x_cost_centre", "much", "Enter a number."),
            ("x_office", "Rome", "Select a valid choice."),
            ("item_type", "x", ""),
        ],
    )
    def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(
        self, house: House, browser: Client, field: str, value: str, message: str
    ) -> None:
        response = browser.post(address(house), {**ASKED, field: value})
        if not message:  # a field that the form does not have
            assert response.status_code == 302
            return
        assert response.status_code == 422
        assert message in response.context["form"].errors[field][0]
        text = response.content.decode()
        kept = {name: text for name, text in ASKED.items() if name not in (field, "due_zone", "x_office")}
        assert all(part in text.replace("&#x27;", "'") for part in kept.values())
        with staff(house.pk):
            assert not WorkItem.objects.exists()

    def test_a_kind_of_request_goes_where_its_route_leads(self, house: House, browser: Client, now: datetime) -> None:
        """Two engagements share the process: the kind tells which is proposed, and of two who is there now."""
        with staff(house.pk):
            form = form_of(house)
            IntakeForm.objects.filter(pk=form.pk).update(item_types=["Network", "Hardware", "Desk"])
            own, partner = house.engagements["own"], house.engagements["kestrel"]
            Engagement.objects.filter(pk=own.pk).update(process=form.process_id)
            nobody = BusinessCalendar.objects.create(name="Never written down")
            for kind, place in (("network", partner), ("Hardware", own), ("Desk", own), ("Desk", partner)):
                WorkRoute.objects.create(process=form.process, item_type=kind, engagement=place, created_at=now)
        look = address(house, "request/look/")
        plan = text_of(browser.post(look, {**ASKED, "item_type": "Network"}))
        assert "Goes to Night desk Kestrel, by the route of “Network”" in plan
        assert "by the route" not in text_of(
            browser.post(look, {**ASKED, "item_type": "Network", "engagement": own.pk})
        )
        for kind, place in (("Network", partner), ("Hardware", own)):
            browser.post(address(house), {**ASKED, "item_type": kind})
            with staff(house.pk):
                assert WorkItem.objects.latest("pk").engagement_id == place.pk
        assert browser.get(address(house)).context["form"]["engagement"].value() is None
        with staff(house.pk):
            IntakeForm.objects.update(engagement=None)
        torn = browser.post(address(house), {**ASKED, "item_type": "Desk"})
        assert torn.context["form"].errors["engagement"] == ["No route tells where this kind of request goes: choose."]
        with staff(house.pk):
            Engagement.objects.filter(pk=own.pk).update(calendar=nobody)
        assert browser.post(address(house), {**ASKED, "item_type": "Desk"}).status_code == 302
        with staff(house.pk):
            assert WorkItem.objects.latest("pk").engagement_id == partner.pk

    def test_a_local_time_that_does_not_exist(self, house: House, browser: Client) -> None:
        when = {"due_at": "2027-03-28T02:30", "due_zone": "Europe/Berlin"}
        response = browser.post(address(house), {**ASKED, **when})
        assert "the clocks go forward then" in response.context["form"].errors["due_at"][0]

    def test_several_tasks_are_split_with_one_click(self, house: House, browser: Client) -> None:
        two = {**ASKED, "title": "Reset the Wi-Fi password and order a laptop for Ben"}
        response = browser.post(address(house), two)
        assert response.status_code == 422
        assert "It lists several tasks." in text_of(response)
        parts = re.findall(r'name="part" maxlength="200" value="([^"]*)"', response.content.decode())
        assert parts == ["Reset the Wi-Fi password", "Order a laptop for Ben"]
        response = browser.post(address(house), {**two, "step": "split", "part": parts}, follow=True)
        assert "REQ-1, REQ-2 are work items now." in text_of(response)
        with staff(house.pk):
            items = WorkItem.objects.order_by("pk").values_list("title", "priority")
            assert list(items) == [("Reset the Wi-Fi password", "Urgent"), ("Order a laptop for Ben", "Urgent")]

    def test_a_part_that_says_too_little_makes_nothing(self, house: House, browser: Client) -> None:
        two = {**ASKED, "title": "Reset the Wi-Fi password and order a laptop for Ben"}
        response = browser.post(address(house), {**two, "step": "split", "part": ["Fix the router", "Order a laptop"]})
        assert "“Fix the router” says too little." in text_of(response)
        assert 'value="Fix the router"' in response.content.decode()
        with staff(house.pk):
            assert not WorkItem.objects.exists()

    def test_or_is_one_task_when_a_person_says_so(self, house: House, browser: Client) -> None:
        two = {**ASKED, "title": "Check the Wi-Fi and report what you see", "step": "one"}
        assert browser.post(address(house), two).status_code == 302

    def test_it_says_beforehand_what_will_happen(self, house: House, browser: Client) -> None:
        with staff(house.pk):
            Organization.objects.update(time_zone="Europe/Berlin")
        text = text_of(browser.post(address(house, "request/look/"), {**ASKED, "title": ""}))
        assert "Goes to Night desk Kestrel" in text
        assert "Urgent rule “Outage”, because of “wi-fi”" in text
        assert "Mon 30 Nov 2026 17:00 PST" in text
        assert "(10:00 CET)" in text
        empty = text_of(browser.post(address(house, "request/look/"), {}))
        assert "Priority Routine rule “All else”" in empty
        with staff(house.pk):
            assert not IntakeRequest.objects.exists()

    def test_a_viewer_may_not_ask(self, house: House, sign_in: SignIn) -> None:
        viewer = sign_in(house.people[Role.VIEWER])
        assert viewer.post(address(house), ASKED).status_code == 403

    def test_from_a_pattern_only_the_specifics_are_typed(self, house: House, browser: Client) -> None:
        preset = {"name": "Office Wi-Fi", **{k: v for k, v in ASKED.items() if k not in ("title", "due_at")}}
        response = browser.post(address(house, "patterns/new/"), preset, follow=True)
        assert "The pattern is saved" in text_of(response)
        with staff(house.pk):
            [pattern] = RequestTemplate.objects.all()
        assert pattern.preset["criteria"] == ["No drop for five working days", "The log is clean"]
        shown = browser.get(address(house), {"pattern": pattern.pk}).context["form"]
        assert shown["outcome"].value() == GOOD["outcome"]
        assert (shown["x_office"].value(), shown["due_zone"].value()) == ("Leeds", "Asia/Manila")
        browser.post(f"{address(house)}?pattern={pattern.pk}", ASKED)
        with staff(house.pk):
            assert IntakeRequest.objects.get().template == pattern

    def test_two_people_change_one_pattern(self, house: House, browser: Client) -> None:
        with staff(house.pk):
            pattern = RequestTemplate.objects.create(form=form_of(house), name="One", created_at="2026-11-01T00:00Z")
        url = f"/northwind/intake/patterns/{pattern.pk}/"
        assert browser.post(url, {"name": "Two", "seen": 1, "title": "theirs"}).status_code == 302
        response = browser.post(url, {"name": "Three", "seen": 1, "title": "mine"})
        text = response.content.decode()
        assert (response.status_code, "Somebody else saved this" in text) == (422, True)
        assert ("mine" in text, "theirs" in text) == (True, True)


class TestBuilder:
    def test_a_form_is_built_question_by_question(self, house: House, browser: Client) -> None:
        for label in ("Needed by", "Needed by!"):
            data = {"label": label, "kind": "datetime", "required": "on"}
            assert browser.post(address(house, "fields/new/"), data).status_code == 302
        with staff(house.pk):
            fields = IntakeField.objects.order_by("position")
            assert [(f.key, f.position) for f in fields] == [
                ("cost_centre", 1),
                ("office", 2),
                ("needed_by", 3),
                ("needed_by_2", 4),
            ]
            last = fields[3]
        for way in ("up", "up", "up", "up", "down"):
            browser.post(f"/northwind/intake/fields/{last.pk}/move/", {"way": way})
        with staff(house.pk):
            keys = list(IntakeField.objects.order_by("position").values_list("key", flat=True))
        assert keys == ["cost_centre", "needed_by_2", "office", "needed_by"]
        browser.post(f"/northwind/intake/fields/{last.pk}/remove/")
        shown = browser.get(address(house, "")).context["preview"]
        assert [name for name in shown.fields if name.startswith("x_")] == [
            "x_cost_centre",
            "x_office",
            "x_needed_by",
            "x_needed_by_zone",
        ]
        assert all(shown.fields[name].required for name in ("title", "outcome", "steps", "criteria", "due_at"))

    @pytest.mark.parametrize(
        ("data", "field", "message"),
        [
            ({"label": "Site", "kind": "choice", "choices": "Leeds"}, "choices", "two choices or more"),
            ({"label": "Site", "kind": "choice", "choices": "Leeds\nleeds"}, "choices", "stands there twice"),
            ({"label": "", "kind": "text"}, "label", "required"),
            ({"label": "office", "kind": "text"}, "label", "Another one has this"),
            ({"label": "Site", "kind": "colour"}, "kind", "Select a valid choice"),
        ],
    )
    def test_a_question_that_cannot_be_asked(
        self, house: House, browser: Client, data: dict[str, str], field: str, message: str
    ) -> None:
        response = browser.post(address(house, "fields/new/"), data)
        assert response.status_code == 422
        assert message in response.context["form"].errors[field][0]

    def test_the_preview_follows_what_is_typed(self, house: House, browser: Client) -> None:
        text = text_of(
            browser.post(address(house, "fields/preview/"), {"label": "Colour", "kind": "yes_no", "field": ""})
        )
        assert "Colour" in text
        with staff(house.pk):
            office = IntakeField.objects.get(key="office")
        data = {"label": "Town", "kind": "text", "field": office.pk}
        text = text_of(browser.post(address(house, "fields/preview/"), data))
        assert ("Town" in text, "Office" in text) == (True, False)

    def test_one_form_a_process(self, house: House, browser: Client) -> None:
        process = house.engagements["kestrel"].process
        with staff(house.pk):
            other = type(process).objects.create(name="Invoices")
        page = browser.get("/northwind/intake/new/").content.decode()
        choices = re.findall(r'<option value="(\d+)"', page.partition('name="process"')[2].partition("</select>")[0])
        assert choices == [str(other.pk)]
        response = browser.post("/northwind/intake/new/", {"process": process.pk, "name": "Again"})
        assert response.status_code == 422
        response = browser.post(
            "/northwind/intake/new/", {"process": other.pk, "name": "Invoices", "criteria": "- a\n- b"}
        )
        with staff(house.pk):
            assert IntakeForm.objects.get(process=other).criteria == ["a", "b"]

    def test_two_people_change_the_settings(self, house: House, browser: Client) -> None:
        data = {"name": "Mine", "engagement": house.engagements["kestrel"].pk, "criteria": "one\ntwo"}
        assert browser.post(address(house, "edit/"), {**data, "name": "Theirs", "seen": 1}).status_code == 302
        response = browser.post(address(house, "edit/"), {**data, "seen": 1})
        text = text_of(response)
        assert response.status_code == 422
        assert ("Somebody else saved this" in text, "What they saved Name Theirs" in text) == (True, True)
        assert browser.post(address(house, "edit/"), {**data, "seen": 2}).status_code == 302
        assert form_of(house).criteria == ["one", "two"]

    def test_a_retired_form_is_out_of_use(self, house: House, browser: Client) -> None:
        url = address(house)
        browser.post(address(house, "retire/"))
        assert browser.get(url).status_code == 404
        assert "No intake form yet" in text_of(browser.get("/northwind/intake/"))

    def test_as_many_queries_for_three_forms_as_for_one(self, house: House, browser: Client, now: datetime) -> None:
        counts = []
        for names in ((), ("Invoices", "Travel")):
            with staff(house.pk):
                for name in names:
                    process = type(house.engagements["own"].process).objects.create(name=name)
                    IntakeForm.objects.create(process=process, name=name, created_at=now)
            with CaptureQueriesContext(connection) as queries:
                browser.get("/northwind/intake/")
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestWorking:
    @pytest.fixture
    def item(self, house: House, browser: Client) -> WorkItem:
        browser.post(address(house), {**ASKED, "evidence_before": "Backup made"})
        with staff(house.pk):
            return WorkItem.objects.get()

    def test_steps_points_and_promise(self, house: House, browser: Client, item: WorkItem) -> None:
        here = f"/northwind/items/{item.pk}/"
        assert "Say what the work waits for." in text_of(browser.post(f"{here}tell/", {"step": "pause"}, follow=True))
        browser.post(f"{here}tell/", {"step": "finish"})
        browser.post(f"{here}promise/", {"day": "2026-11-20"})
        text = text_of(browser.get(here))
        assert "Promised for Fri 20 Nov 2026" in text
        assert "3 days after the promise" in text
        points = re.findall(r"items/points/(\d+)/", browser.get(here).content.decode())
        assert len(points) == 3  # two criteria, one piece of evidence
        text = text_of(browser.post(f"/northwind/items/points/{points[0]}/", {"answer": "fail"}, follow=True))
        assert "Say what was not met" in text
        browser.post(f"/northwind/items/points/{points[0]}/", {"answer": "fail", "note": "It dropped on Friday"})
        assert "It dropped on Friday" in text_of(browser.get(here))

    def test_as_many_queries_for_more_points_and_files(self, house: House, browser: Client, item: WorkItem) -> None:
        here, counts = f"/northwind/items/{item.pk}/", []
        for names in (("a",), ("b", "c")):
            for name in names:
                file = SimpleUploadedFile(f"{name}.txt", name.encode())
                browser.post(f"{here}files/", {"file": file, "kind": "after"})
            with CaptureQueriesContext(connection) as queries:
                browser.get(here)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_a_file_is_saved_and_never_shown(self, house: House, browser: Client, item: WorkItem) -> None:
        url = f"/northwind/items/{item.pk}/files/"
        browser.post(url, {"file": SimpleUploadedFile("Rückgabe;x.pdf", PDF), "kind": "after"})
        with staff(house.pk):
            [kept] = Attachment.objects.all()
        response = browser.get(f"/northwind/items/files/{kept.pk}/")
        assert response.content == PDF
        assert response["Content-Disposition"] == "attachment; filename*=utf-8''R%C3%BCckgabe%3Bx.pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        again = browser.post(url, {"file": SimpleUploadedFile("other.pdf", PDF), "kind": "after"})
        assert "This very file is there already." in text_of(again)
        browser.post(f"/northwind/items/files/{kept.pk}/withdraw/")
        assert browser.get(f"/northwind/items/files/{kept.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"<html><script>x</script>", "This type is not taken"),
            (b"MZ\x90\x00", "This type is not taken"),
            (b"", "The submitted file is empty."),
        ],
    )
    def test_a_file_that_is_not_taken(
        self, house: House, browser: Client, item: WorkItem, content: bytes, message: str
    ) -> None:
        file = SimpleUploadedFile("evidence.pdf", content)
        text = text_of(browser.post(f"/northwind/items/{item.pk}/files/", {"file": file, "kind": "after"}))
        assert message in text
        with staff(house.pk):
            assert not Attachment.objects.exists()

    def test_an_imported_item_takes_files_but_no_steps(self, house: House, browser: Client, now: datetime) -> None:
        from tests.factories.workitems import make_item

        with staff(house.pk):
            item = make_item(house.engagements["kestrel"], opened_at=now)
        assert browser.post(f"/northwind/items/{item.pk}/tell/", {"step": "finish"}).status_code == 404
        text = text_of(browser.get(f"/northwind/items/{item.pk}/"))
        assert ("Add a file" in text, "How it stands" in text) == (True, False)

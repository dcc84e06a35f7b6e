"""Mail through a hook: signed, kept first, made into work by a task, or left to a person with the reason."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.inbox import tasks
from foundation.inbox.hooks import secrets_of
from foundation.inbox.models import InboundHook, InboundMessage, StoredFile
from foundation.inbox.queries import hook_place, unheard_messages
from foundation.inbox.signatures import sign
from foundation.inbox.taking import take
from foundation.jobs.clock import database_now
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.workitems.asking import make_form
from workitems.actions.intake import open_mail
from workitems.models import Attachment, IntakeForm, IntakeRequest, WorkItem

TEXT = """Since Monday Wi-Fi drops at about 3 pm for ten minutes; twelve people cannot work.

Outcome: Wi-Fi holds for a whole working day
Steps: Look at the log of the router first, then at channel and load
Acceptance criteria:
- No drop for five working days
- The log is clean
Due: {due} Asia/Manila
Cost centre: 4711
Office: leeds
"""
SUBJECT = "Fwd: Router in the Leeds office drops Wi-Fi every afternoon"


@pytest.fixture
def house(cast: Cast, now: datetime) -> House:
    """Northwind with an intake form that takes mail."""
    with staff(cast.northwind.pk):
        form = make_form(cast.northwind, now=now)
        open_mail(form=form, by=cast.northwind.people[Role.OWNER], now=now)
    return cast.northwind


@pytest.fixture
def hook(house: House) -> InboundHook:
    with staff(house.pk):
        return InboundHook.objects.get()


def text(days: int = 7) -> str:
    return TEXT.format(due=f"{database_now() + timedelta(days=days):%Y-%m-%d} 17:00")


def post(
    hook: InboundHook, body: Any, *, message_id: str = "msg_1", late: int = 0, secret: bytes = b"", **more: Any
) -> Any:
    """A signed post, as a provider would send it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(int((database_now() - timedelta(seconds=late)).timestamp()))
    signature = sign(secret or secrets_of(hook)[0], message_id=message_id, timestamp=stamp, body=raw)
    headers = {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signature}
    kind = more.pop("content_type", "application/json")
    address = more.pop("address", hook.public_id)
    return Client(headers={**headers, **more}).post(f"/api/v1/inbound/{address}/", raw, content_type=kind)


def mail(**changes: Any) -> dict[str, Any]:
    return {"from": "Anna <anna@example.org>", "subject": SUBJECT, "text": text(), **changes}


def taken(house: House) -> InboundMessage:
    """What the task makes of the one mail that is there."""
    with system([house.pk]):
        message = InboundMessage.objects.get()
        take(message_id=message.pk, now=database_now())
        return InboundMessage.objects.get()


def test_a_signed_mail_becomes_a_work_item(house: House, hook: InboundHook) -> None:
    pdf = {"name": "plan.pdf", "content": "JVBERi0xLjcK"}
    response = post(hook, mail(attachments=[pdf]))
    assert (response.status_code, response.json()) == (202, {"state": "received"})
    with staff(house.pk):
        message = InboundMessage.objects.get()
        assert (message.state, message.subject, message.sender) == ("received", SUBJECT, "Anna <anna@example.org>")
        assert bytes(message.body.content)[:9] == b'{"from": '
        assert not WorkItem.objects.exists()
    assert taken(house).state == "taken"
    with staff(house.pk):
        request = IntakeRequest.objects.get()
        item = request.item
        assert (item.title, item.requester) == (SUBJECT.removeprefix("Fwd: "), "Anna <anna@example.org>")
        assert (request.via, request.message.message_id, request.due_zone) == ("mail", "msg_1", "Asia/Manila")
        assert f"{item.due_at:%H:%M}" == "09:00"
        assert [(a["label"], a["value"]) for a in request.answers] == [("Cost centre", "4711"), ("Office", "Leeds")]
        criteria = request.points.filter(kind="criterion").values_list("text", flat=True)
        assert list(criteria) == ["No drop for five working days", "The log is clean"]
        assert Attachment.objects.get().name == "plan.pdf"
    taken(house)  # a second bell
    with staff(house.pk):
        assert WorkItem.objects.count() == 1


def test_a_raw_mail_as_well(house: House, hook: InboundHook) -> None:
    raw = EmailMessage()
    raw["From"], raw["Subject"] = "anna@example.org", SUBJECT
    raw.set_content(text())
    assert post(hook, raw.as_bytes(), content_type="message/rfc822").status_code == 202
    assert taken(house).state == "taken"


def test_the_same_id_is_the_same_mail(house: House, hook: InboundHook) -> None:
    assert post(hook, mail()).status_code == 202
    again = post(hook, mail(subject="Something else entirely, but under the same id"))
    assert (again.status_code, again.json()) == (200, {"state": "received before"})
    assert post(hook, mail(), message_id="msg_2").status_code == 202
    with staff(house.pk):
        assert InboundMessage.objects.count() == 2
        assert set(InboundMessage.objects.values_list("subject", flat=True)) == {SUBJECT}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"late": 301}, "timestamp"),
        ({"late": -301}, "timestamp"),
        ({"secret": b"x" * 32}, "signature"),
        ({"webhook-signature": ""}, "headers"),
        ({"address": "nobody"}, ""),
        ({"address": "x" * 500}, ""),
    ],
)
def test_what_is_not_believed_answers_alike_and_leaves_nothing(
    house: House, hook: InboundHook, changes: dict[str, Any], why: str
) -> None:
    response = post(hook, mail(), **changes)
    assert response.status_code == 401
    assert response.content == post(hook, mail(), address="another-nobody").content
    with staff(house.pk):
        assert not InboundMessage.objects.exists()
        assert InboundHook.objects.get().refused_why == why


def test_a_revoked_hook_and_a_caller_with_a_token_are_strangers(house: House, hook: InboundHook, now: datetime) -> None:
    stranger = post(hook, mail(), address="nobody")
    with staff(house.pk):
        InboundHook.objects.update(revoked_at=now)
    refused = post(hook, mail())
    assert (refused.status_code, refused.content) == (401, stranger.content)


@pytest.mark.parametrize(
    ("kind", "status"), [("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("application/json", 202)]
)
def test_what_may_be_posted(hook: InboundHook, kind: str, status: int) -> None:
    assert post(hook, mail(), content_type=kind).status_code == status


def test_a_mail_may_have_fifteen_megabytes(hook: InboundHook) -> None:
    assert post(hook, b"x" * (15 * 1024 * 1024 + 1)).status_code == 413


def test_only_a_post_is_taken(hook: InboundHook) -> None:
    assert Client().get(f"/api/v1/inbound/{hook.public_id}/").status_code == 405


def test_a_hook_is_found_by_its_address_and_nothing_else_of_it_is_seen(
    cast: Cast, house: House, hook: InboundHook
) -> None:
    from django.db import ProgrammingError, transaction

    from foundation.accounts.tenancy.context import identity

    assert hook_place(hook.public_id) == (house.pk, hook.pk)
    assert hook_place("nobody") is None
    for read in (InboundHook.objects.get, InboundHook.objects.values("salt").get):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), identity():
            read()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"subject": "Fix the router"}, "Title: “Fix the router” says too little."),
        ({"text": "It drops."}, "Desired outcome: Say what is true when it is done"),
        ({"text": "Due: tomorrow"}, "Due: Write it as 2026-11-30T17:00."),
        ({"subject": "Reset the Wi-Fi password and order a laptop for Ben"}, "It lists several tasks: Reset the Wi-Fi"),
        ({"attachments": [{"name": "x.exe", "content": "TVqQAA=="}]}, "x.exe: This type is not taken"),
        ({"text": ""}, "Problem: Describe the problem, for example"),
    ],
)
def test_what_lacks_something_waits_with_the_reason(
    house: House, hook: InboundHook, changes: dict[str, Any], problem: str
) -> None:
    post(hook, mail(**changes))
    message = taken(house)
    assert message.state == "waiting"
    found = [": ".join(filter(None, [p["field"], p["text"]])) for p in message.problems]
    assert [each for each in found if each.startswith(problem)], found
    with staff(house.pk):
        assert not WorkItem.objects.exists()


def test_what_is_no_mail_is_kept_for_a_person(house: House, hook: InboundHook) -> None:
    assert post(hook, b"{").status_code == 202
    with staff(house.pk):
        message = InboundMessage.objects.get()
        assert (message.state, "cannot be read" in message.problems[0]["text"]) == ("waiting", True)
        assert StoredFile.objects.filter(pk=message.body_id).exists()


def test_a_form_that_was_retired_loses_nothing(house: House, hook: InboundHook, now: datetime) -> None:
    post(hook, mail())
    with staff(house.pk):
        IntakeForm.objects.update(retired_at=now)
    message = taken(house)
    assert (message.state, message.problems[0]["text"]) == (
        "waiting",
        "No intake form in force takes mail from this address.",
    )


def test_a_fault_of_ours_is_tried_five_times_then_left_to_a_person(
    house: House, hook: InboundHook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("a fault of ours")

    post(hook, mail())
    monkeypatch.setattr("workitems.tasks.mails.submit_requests", fail)
    with system([house.pk]):
        message = InboundMessage.objects.get()
    for attempt in range(1, 6):
        with pytest.raises(RuntimeError, match="fault of ours"), staff(house.pk):
            tasks.take_message.run(message.pk)
        with staff(house.pk):
            found = InboundMessage.objects.get()
            assert (found.attempts, found.state) == (attempt, "waiting" if attempt == 5 else "received")


def test_the_sweep_finds_what_nobody_heard(house: House, hook: InboundHook) -> None:
    post(hook, mail())
    with system([house.pk]):
        message = InboundMessage.objects.get()
        assert unheard_messages(before=message.received_at) == []
        assert unheard_messages(before=message.received_at + timedelta(seconds=1)) == [(house.pk, message.pk)]


class TestPages:
    """What people see of it."""

    def secret_in(self, response: Any) -> str:
        found = re.search(r'id="secret" value="(whsec_[^"]+)"', response.content.decode())
        assert found
        return found[1]

    def test_the_secret_is_shown_once_and_another_ends_it(
        self, house: House, hook: InboundHook, sign_in: SignIn
    ) -> None:
        import base64

        browser = sign_in(house.people[Role.OWNER])
        old = secrets_of(hook)[0]
        response = browser.post(f"/northwind/intake/mail/{hook.pk}/renew/")
        secret = base64.b64decode(self.secret_in(response).removeprefix("whsec_"))
        assert f"{settings.SITE_URL}/api/v1/inbound/{hook.public_id}/" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert post(hook, mail(), secret=old).status_code == 401
        assert post(hook, mail(), secret=secret).status_code == 202
        with staff(house.pk):
            form = IntakeForm.objects.get()
        assert "whsec_" not in browser.get(f"/northwind/intake/{form.pk}/").content.decode()

    def test_who_may_open_an_address(self, house: House, hook: InboundHook, sign_in: SignIn, now: datetime) -> None:
        with staff(house.pk):
            form = IntakeForm.objects.get()
        lead, owner = sign_in(house.people[Role.OPS_LEAD]), sign_in(house.people[Role.OWNER])
        assert lead.post(f"/northwind/intake/{form.pk}/mail/").status_code == 403
        again = owner.post(f"/northwind/intake/{form.pk}/mail/", follow=True)
        assert "This form takes mail already" in again.content.decode()
        owner.post(f"/northwind/intake/mail/{hook.pk}/revoke/")
        assert self.secret_in(owner.post(f"/northwind/intake/{form.pk}/mail/"))
        with staff(house.pk):
            assert InboundHook.objects.filter(revoked_at=None).count() == 1

    def test_a_waiting_mail_is_completed_into_a_work_item(
        self, house: House, hook: InboundHook, sign_in: SignIn
    ) -> None:
        file = {"name": "plan.pdf", "content": "JVBERi0xLjcK"}
        post(hook, mail(subject="Fix the router", attachments=[file]))
        message = taken(house)
        browser = sign_in(house.people[Role.ANALYST])
        listed = browser.get("/northwind/intake/mails/").content.decode()
        assert ("Fix the router" in listed, "says too little" in listed) == (True, True)
        url = f"/northwind/intake/mails/{message.pk}/"
        form = browser.get(url).context["form"]
        assert (form["outcome"].value(), form["x_office"].value()) == ("Wi-Fi holds for a whole working day", "Leeds")
        typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        typed |= {name: "\n".join(value) for name, value in typed.items() if isinstance(value, list)}
        assert browser.post(url, typed).status_code == 422
        done = browser.post(url, {**typed, "title": "Router in the Leeds office drops Wi-Fi"})
        assert done.status_code == 302
        with staff(house.pk):
            found = InboundMessage.objects.get()
            request = IntakeRequest.objects.get()
            assert (found.state, found.settled_by, request.message) == ("taken", house.people[Role.ANALYST], found)
            assert (request.item.requester, Attachment.objects.get().name) == ("Anna <anna@example.org>", "plan.pdf")
        assert browser.get(url).status_code == 404

    def test_or_discarded_with_a_reason(self, house: House, hook: InboundHook, sign_in: SignIn) -> None:
        post(hook, b"{")
        browser = sign_in(house.people[Role.ANALYST])
        with staff(house.pk):
            message = InboundMessage.objects.get()
        url = f"/northwind/intake/mails/{message.pk}/discard/"
        assert browser.post(url, {"note": " "}).status_code == 422
        assert browser.post(url, {"note": "spam"}).status_code == 302
        with staff(house.pk):
            found = InboundMessage.objects.get()
            assert (found.state, found.note) == ("discarded", "spam")
        raw = browser.get(f"/northwind/intake/mails/{message.pk}/download/")
        assert (raw.content, raw["Content-Disposition"]) == (b"{", f'attachment; filename="mail-{message.pk}.txt"')

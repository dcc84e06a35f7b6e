from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.clock import database_now
from foundation.outbox import queries
from foundation.outbox.actions import delivery
from foundation.outbox.models import Message
from foundation.outbox.states import State

if TYPE_CHECKING:
    from pytest_django import Settings

    from foundation.outbox.models import Document
    from tests.conftest import SignIn
    from tests.factories.cast import Cast
    from tests.foundation.outbox.conftest import Queue

LIST = "/northwind/deliveries/"


def test_the_list_costs_the_same_for_one_and_for_three(cast: Cast, queue: Queue, sign_in: SignIn) -> None:
    browser = sign_in(cast.northwind.people[Role.VIEWER])
    counts = []
    for number in (1, 2, 3):
        queue(cast.northwind, key=f"scorecard/{number}")
        if number != 2:
            with CaptureQueriesContext(connection) as captured:
                page = browser.get(LIST).content.decode()
            assert page.count("Night desk 2026-W47") == number
            counts.append(len([query for query in captured if "set_config" not in query["sql"]]))
    assert counts[0] == counts[1]


def test_the_filter_lives_in_the_address(cast: Cast, queue: Queue, sign_in: SignIn) -> None:
    night, content = (cast.northwind.engagements[vendor].pk for vendor in ("kestrel", "inkwell"))
    made = {
        state: queue(cast.northwind, key=f"scorecard/{state}", subject=f"Mail {state}", engagement_id=night)
        for state in State
    }
    with staff(cast.northwind.pk):
        for state, message in made.items():
            Message.objects.filter(pk=message.pk).update(state=state, lease_until=database_now())
        Message.objects.filter(pk=made[State.SENT].pk).update(engagement_id=content)
    browser = sign_in(cast.northwind.people[Role.VIEWER])

    def subjects(query: str) -> set[str]:
        page = browser.get(LIST + query).content.decode()
        return {state for state in State if f"Mail {state}<" in page}

    assert subjects("") == set(State)
    assert subjects("?state=uncertain") == {State.UNCERTAIN}
    assert subjects("?state=troubled") == {State.UNCERTAIN, State.FAILED}
    assert subjects(f"?engagement={content}") == {State.SENT}
    assert subjects(f"?engagement={content}&state=failed") == set()
    assert subjects("?state=nonsense&before=x") == set(State)


def test_every_state_is_a_word_and_a_shape(cast: Cast, queue: Queue, sign_in: SignIn) -> None:
    message, browser = queue(cast.northwind), sign_in(cast.northwind.people[Role.VIEWER])
    shown = {}
    for state in State:
        with staff(cast.northwind.pk):
            Message.objects.filter(pk=message.pk).update(state=state, lease_until=database_now())
        page = browser.get(f"{LIST}{message.pk}/").content.decode()
        chip = page.split('class="chip chip-')[1]
        shown[state] = (chip.split('"')[0], chip.split("</svg>")[1].split("</span>")[0])
    assert shown == {
        State.PENDING: ("none", "Waiting"),
        State.CLAIMED: ("run", "Being sent"),
        State.TRANSMITTING: ("run", "Transmitting"),
        State.SENT: ("ok", "Sent"),
        State.RETRY: ("warn", "Will try again"),
        State.FAILED: ("bad", "Failed"),
        State.UNCERTAIN: ("warn", "Uncertain"),
        State.SUPPRESSED: ("none", "Not sent"),
    }


def test_pages_follow_each_other_by_key(
    cast: Cast, queue: Queue, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    ids = [queue(cast.northwind, key=f"scorecard/{number}").pk for number in range(5)]
    browser = sign_in(cast.northwind.people[Role.VIEWER])

    def page(query: str) -> tuple[list[int], bool, bool]:
        context = browser.get(LIST + query).context
        return [mail.pk for mail in context["page"]], "newer_url" in context, "older_url" in context

    assert page("") == ([ids[4], ids[3]], False, True)
    assert page(f"?before={ids[3]}") == ([ids[2], ids[1]], True, True)
    assert page(f"?before={ids[1]}") == ([ids[0]], True, False)
    assert page(f"?after={ids[0]}") == ([ids[2], ids[1]], True, True)
    assert page(f"?after={ids[2]}") == ([ids[4], ids[3]], False, True)


class TestDeeds:
    def test_call_back_settle_and_send_again(self, cast: Cast, queue: Queue, sign_in: SignIn) -> None:
        message = queue(cast.northwind, now=database_now(), wait=timedelta(seconds=30))
        here, browser = f"{LIST}{message.pk}/", sign_in(cast.northwind.people[Role.OPS_LEAD])
        assert "can be called back until then" in browser.get(here).content.decode()
        assert browser.post(f"{here}cancel/")["Location"] == here
        page = browser.get(here).content.decode()
        assert "Called back by Ops_Lead Northwind." in page
        assert browser.post(f"{here}resend/", {"reason": " "}).status_code == 422
        again = browser.post(f"{here}resend/", {"reason": "Called back by mistake"})["Location"]
        assert again != here
        assert "Called back by mistake" in browser.get(again).content.decode()
        with staff(cast.northwind.pk):
            Message.objects.filter(send_no=2).update(state=State.UNCERTAIN)
        assert "Nobody knows yet" in browser.get(again).content.decode()
        assert browser.post(f"{again}settle/", {"was_sent": "yes"}).status_code == 422
        browser.post(f"{again}settle/", {"was_sent": "yes", "reason": "She has it"})
        with staff(cast.northwind.pk):
            assert list(Message.objects.order_by("send_no").values_list("state", flat=True)) == ["suppressed", "sent"]

    def test_what_waits_is_called_back_at_once_and_what_left_is_counted(
        self, cast: Cast, queue: Queue, sign_in: SignIn
    ) -> None:
        waiting = [queue(cast.northwind, key=f"scorecard/{number}", now=database_now()) for number in (1, 2)]
        gone, theirs = (
            queue(cast.northwind, key="scorecard/3", now=database_now()),
            queue(cast.umbra, now=database_now()),
        )
        browser = sign_in(cast.northwind.people[Role.OPS_LEAD])
        page = browser.get(LIST).content.decode()
        assert "Call back 3 mails" in page
        with system([cast.northwind.pk]):
            assert delivery.claim(message_id=gone.pk, now=database_now())
        listed = [str(each.pk) for each in (*waiting, gone, theirs)]
        answer = browser.post(f"{LIST}cancel/", {"message": listed}, follow=True)
        told = [str(each) for each in answer.context["messages"]]
        assert told == ["2 mails are called back.", "2 were on their way already."]
        with staff(cast.northwind.pk):
            states = list(Message.objects.order_by("pk").values_list("state", flat=True))
        assert states == ["suppressed", "suppressed", "claimed"]
        with staff(cast.umbra.pk):
            assert Message.objects.get(pk=theirs.pk).state == "pending"
        viewer = sign_in(cast.northwind.people[Role.VIEWER])
        assert viewer.post(f"{LIST}cancel/", {"message": listed}).status_code == 403

    def test_a_viewer_may_look_and_not_touch(self, cast: Cast, queue: Queue, sign_in: SignIn) -> None:
        message = queue(cast.northwind)
        here, browser = f"{LIST}{message.pk}/", sign_in(cast.northwind.people[Role.VIEWER])
        assert "Call it back" not in browser.get(here).content.decode()
        for deed in ("cancel", "resend", "settle"):
            assert browser.post(f"{here}{deed}/", {"reason": "x", "was_sent": "no"}).status_code == 403
            assert browser.get(f"{here}{deed}/").status_code == 403

    def test_others_mails_and_missing_ones_are_not_found(self, cast: Cast, queue: Queue, sign_in: SignIn) -> None:
        theirs, browser = queue(cast.umbra), sign_in(cast.northwind.people[Role.OWNER])
        for pk in (theirs.pk, theirs.pk + 1000):
            assert browser.get(f"{LIST}{pk}/").status_code == 404
            for deed in ("cancel", "resend", "settle"):
                assert browser.post(f"{LIST}{pk}/{deed}/", {"reason": "x", "was_sent": "no"}).status_code == 404
            assert browser.get(f"{LIST}documents/{pk}/").status_code == 404


def test_a_document_is_saved_as_it_went_out(cast: Cast, document: Document, sign_in: SignIn) -> None:
    answer = sign_in(cast.northwind.people[Role.VIEWER]).get(f"{LIST}documents/{document.pk}/")
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Disposition"] == 'attachment; filename="scorecard-2026-W47.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_paused_is_said(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    browser = sign_in(cast.northwind.people[Role.VIEWER])
    assert "Sending is paused" not in browser.get(LIST).content.decode()
    settings.OUTBOX_PAUSED = True
    assert "Sending is paused" in browser.get(LIST).content.decode()

"""Messages with deadlines, check-ins and pulses: both sides through their pages, and the wall beneath."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.actions.announcing import announce_messages
from engagements.actions.conversations import open_thread, post_message, set_promise
from engagements.actions.rhythm import answer_pulse
from engagements.answer_clock import Asked, Unit, Within, due_at, punctuality
from engagements.models import (
    BusinessCalendar,
    CalendarVersion,
    CheckIn,
    ClientPulse,
    MessageRead,
    Side,
    Thread,
    ThreadMessage,
    VendorPulse,
)
from engagements.opening_hours import OpeningHours
from engagements.periods import PeriodKind, period_at
from engagements.queries.conversations import answers_in_time
from engagements.queries.rhythm import months
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.outbox.models import Message
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.isolation.rows import attempt

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"
EXAMPLES = re.findall(r"```example\n(answers.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
DESK = {"zone": "UTC", "week": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
SCORES = {"trust": 4, "clarity": 3, "answers": 5, "quality": 4}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def house(cast: Cast, now: datetime) -> House:
    """Northwind; Kestrel's night desk is there Monday to Friday, 9 to 17."""
    house = cast.northwind
    with context.staff(house.pk), transaction.atomic():
        calendar = BusinessCalendar.objects.create(name="Desk")
        CalendarVersion.objects.create(
            calendar=calendar, valid_from=now - timedelta(days=900), hours=DESK, hours_hash="a" * 64, created_at=now
        )
        desk = house.engagements["kestrel"]
        desk.calendar = calendar
        desk.save()
    return house


def manager(house: House, vendor: str = "kestrel") -> User:
    return house.vendor_people[vendor, Role.VENDOR_MANAGER]


def place(house: House, name: str, vendor: str = "kestrel", **ids: int) -> str:
    return reverse(f"engagements:{name}", kwargs={"org": house.slug, "vendor": house.vendors[vendor].pk, **ids})


def ask(house: House, at: datetime, subject: str = "Which mailbox?", side: str = Side.VENDOR) -> Thread:
    by = manager(house) if side == Side.VENDOR else house.people[Role.OPS_LEAD]
    return open_thread(
        engagement=house.engagements["kestrel"],
        subject=subject,
        text=f"{subject} We wait.",
        by=by,
        side=side,
        organization=house.organization,
        now=at,
        is_question=True,
    )


def answer(house: House, thread: Thread, at: datetime) -> ThreadMessage:
    return post_message(
        thread=thread,
        text="The shared one.",
        by=house.people[Role.OPS_LEAD],
        side=Side.CLIENT,
        organization=house.organization,
        now=at,
        answers=thread.messages.get().pk,
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_worked_examples_of_the_document(example: str) -> None:
    first, *lines, expected = example.strip().splitlines()
    words = dict(word.split("=") for word in first.split()[1:])
    hours = OpeningHours.from_dict(DESK)
    within = Within(int(words["within"]), Unit(words["unit"]))
    questions = []
    for line in lines:
        told = dict(word.split("=") for word in line.split()[1:])
        due = due_at(instant(told["asked"]), within, hours)
        assert due == instant(told["due"])
        ended = {name: instant(told[name]) for name in ("answered", "withdrawn") if name in told}
        questions.append(Asked(instant(told["asked"]), due, ended.get("answered"), ended.get("withdrawn")))
    found = punctuality(questions, start=instant(words["start"]), end=instant(words["end"]), now=instant(words["now"]))
    wanted = dict(word.split("=") for word in expected.split()[1:])
    assert {name: int(getattr(found, name)) for name in wanted if name != "share"} == {
        name: int(value) for name, value in wanted.items() if name != "share"
    }
    assert str(found.share) == wanted["share"]


def test_the_document_has_an_example() -> None:
    assert len(EXAMPLES) == 1


def test_no_question_is_no_data_and_not_zero(now: datetime) -> None:
    assert punctuality([], start=now - timedelta(weeks=1), end=now, now=now).share is None


def test_a_question_asked_in_the_portal_is_answered_in_time_by_the_client(house: House, sign_in: SignIn) -> None:
    robert, mara = sign_in(manager(house)), sign_in(house.people[Role.OPS_LEAD])
    form = {"engagement": house.engagements["kestrel"].pk, "subject": "Which mailbox?", "text": "Shared or own?"}
    with time_machine.travel("2026-11-19T16:00:00+00:00", tick=False):
        answered = robert.post(place(house, "thread-portal-create"), form | {"is_question": "on"})
    with context.staff(house.pk), transaction.atomic():
        thread = Thread.objects.get(subject="Which mailbox?")
        question = thread.messages.get()
    assert answered["Location"] == place(house, "thread-portal-detail", pk=thread.pk)
    assert question.answer_due_at == instant("2026-11-20T16:00")
    here = reverse("engagements:thread-detail", args=[house.slug, thread.pk])
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False):
        page = mara.get(here).content.decode()
        assert "Waits for an answer" in page
        mara.post(here, {"text": "The shared one.", "answers": question.pk})
    with time_machine.travel("2026-11-20T10:01:00+00:00", tick=False):
        listed = robert.get(place(house, "thread-portal-list")).content.decode()
        shown = robert.get(place(house, "thread-portal-detail", pk=thread.pk)).content.decode()
    assert "100 %" in listed
    assert "1 of 1 questions, 13 weeks" in listed
    assert "Answered in time" in shown
    with context.staff(house.pk), transaction.atomic():
        assert MessageRead.objects.get(message=question).person_name == str(house.people[Role.OPS_LEAD])
        assert MessageRead.objects.count() == 2


def test_late_is_late_and_counts_once_in_the_period_of_its_deadline(house: House, now: datetime) -> None:
    desk = house.engagements["kestrel"].pk
    with context.staff(house.pk), transaction.atomic():
        late = ask(house, instant("2026-11-17T10:00"))
        answer(house, late, instant("2026-11-19T10:00"))
        ask(house, instant("2026-11-20T10:00"), "Still open?")
        figure = answers_in_time([desk], by=Side.CLIENT, now=now, weeks=1)
        assert (figure.met, figure.missed, figure.open, figure.overdue) == (0, 1, 1, 0)
        later = answers_in_time([desk], by=Side.CLIENT, now=now + timedelta(hours=2), weeks=1)
        assert (later.missed, later.open, later.overdue) == (2, 1, 1)


def test_what_was_agreed_holds_for_questions_asked_from_then_on(house: House, now: datetime) -> None:
    desk = house.engagements["kestrel"]
    with context.staff(house.pk), transaction.atomic():
        set_promise(
            engagement=desk,
            valid_from=instant("2026-11-18T00:00").date(),
            amount=2,
            unit="hours",
            by=house.people[Role.OPS_LEAD],
            now=now,
        )
        before, after = ask(house, instant("2026-11-17T16:00")), ask(house, instant("2026-11-18T16:00"))
        assert before.messages.get().answer_due_at == instant("2026-11-18T16:00")
        assert after.messages.get().answer_due_at == instant("2026-11-19T10:00")


def test_a_bad_message_is_refused_beside_its_field_and_nothing_is_lost(house: House, sign_in: SignIn) -> None:
    robert = sign_in(manager(house))
    with context.staff(house.pk), transaction.atomic():
        thread = ask(house, instant("2026-11-20T10:00"), side=Side.CLIENT)
        question = thread.messages.get()
    here = place(house, "thread-portal-detail", pk=thread.pk)
    page = robert.post(here, {"text": "Monday is fine.", "answers": question.pk, "needed_on": "2026-12-01"})
    assert "Tick that it is a question, or leave the day empty." in page.content.decode()
    assert "Monday is fine." in page.content.decode()
    assert robert.post(here, {"text": "", "answers": ""}).status_code == 200
    robert.post(here, {"text": "First.", "answers": question.pk})
    # Two of the vendor's people answer the same question: the second word is kept, the first one is the answer.
    robert.post(here, {"text": "Second.", "answers": question.pk})
    with context.staff(house.pk), transaction.atomic():
        assert [message.text for message in question.answered_by.all()] == ["First."]
        assert thread.messages.count() == 3


def test_both_sides_hear_of_it_once_and_nobody_else(house: House, now: datetime) -> None:
    with context.staff(house.pk), transaction.atomic():
        ask(house, now)
        thread = ask(house, now, "Whose?", Side.CLIENT)
    with context.system([house.pk]):
        assert announce_messages(now=now, organization_ids=(house.pk,)) == 2
        assert announce_messages(now=now, organization_ids=(house.pk,)) == 0
        with transaction.atomic():
            mails = {(mail.to_address, mail.subject) for mail in Message.objects.all()}
            body = Message.objects.filter(subject="Question: Whose?").first()
    kestrel = {house.vendor_people["kestrel", role].email for role in (Role.VENDOR_MANAGER, Role.VENDOR_AGENT)}
    assert mails == {(house.people[Role.OPS_LEAD].email, "Question: Which mailbox?")} | {
        (address, "Question: Whose?") for address in kestrel
    }
    assert body is not None
    assert place(house, "thread-portal-detail", pk=thread.pk) in body.text


def test_the_portal_signs_only_as_itself_and_takes_nothing_away(house: House, now: datetime) -> None:
    with context.staff(house.pk), transaction.atomic():
        thread = ask(house, now)
    robert, desk = manager(house).pk, house.engagements["kestrel"].pk
    other = house.engagements["inkwell"].pk
    message = (
        "INSERT INTO engagements_threadmessage (thread_id, side, author_id, author_name, text, written_at)"
        " VALUES (%s, %s, %s, 'x', 'x', now())"
    )
    pulse = (
        "INSERT INTO engagements_vendorpulse (engagement_id, month, ends_at, trust, clarity, answers, quality, comment,"
        " author_id, author_name, written_at) VALUES (%s, '2026-11-01', now(), 1, 1, 1, 1, '', %s, 'x', now())"
    )
    with context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=robert):
        assert attempt(message, thread.pk, "vendor", robert) == [(1,)]
        assert attempt(message, thread.pk, "client", robert) is None
        assert attempt(message, thread.pk, "vendor", house.people[Role.OWNER].pk) is None
        assert attempt(pulse, desk, robert) == [(1,)]
        assert attempt(pulse, desk, manager(house, "inkwell").pk) is None
        assert attempt(pulse, other, robert) is None
        assert attempt("DELETE FROM engagements_threadmessage") is None
        assert attempt("UPDATE engagements_threadmessage SET text = 'x'") is None
    with context.portal(house.pk, vendor=house.vendors["inkwell"].pk, actor=manager(house, "inkwell").pk):
        assert attempt("SELECT id FROM engagements_threadmessage") == []
        assert attempt(message, thread.pk, "vendor", manager(house, "inkwell").pk) is None
    with context.staff(house.pk):
        assert attempt("DELETE FROM engagements_threadmessage") is None


def test_the_other_vendor_finds_no_conversation_of_kestrels(house: House, sign_in: SignIn, now: datetime) -> None:
    with context.staff(house.pk), transaction.atomic():
        thread = ask(house, now)
    browser = sign_in(manager(house, "inkwell"))
    assert browser.get(place(house, "thread-portal-detail", "inkwell", pk=thread.pk)).status_code == 404
    assert "Which mailbox?" not in browser.get(place(house, "thread-portal-list", "inkwell")).content.decode()


def test_a_pulse_opens_when_both_have_answered_or_the_month_is_over(house: House, sign_in: SignIn) -> None:
    desk, november = house.engagements["kestrel"], instant("2026-11-20T09:00")
    zone = house.organization.time_zone
    month = period_at(PeriodKind.MONTH, november, zone)
    words: dict[str, Any] = {"engagement": desk, "period": month, "scores": SCORES, "now": november}
    robert = manager(house)
    portal = {"vendor": house.vendors["kestrel"].pk, "actor": robert.pk}
    with context.staff(house.pk), transaction.atomic():
        answer_pulse(**words, side=Side.CLIENT, comment="Shorter calls", by=house.people[Role.OPS_LEAD])
        assert months(desk, side=Side.CLIENT, zone=zone, now=november)[0].is_hidden
    with context.portal(house.pk, **portal), transaction.atomic():
        # The month of the database's own clock decides; the test's November may be over or not.
        before = ClientPulse.objects.count()
        answer_pulse(**words, side=Side.VENDOR, comment="", by=robert)
        assert (before, ClientPulse.objects.count()) in {(0, 1), (1, 1)}
        [shown, *_rest] = months(desk, side=Side.VENDOR, zone=zone, now=november)
    assert (shown.own, shown.theirs, shown.is_hidden) == (Fraction(4), Fraction(4), False)
    with time_machine.travel(november, tick=False):
        page = sign_in(robert).get(place(house, "pulse-portal-list")).content.decode()
    assert "Shorter calls" in page
    with time_machine.travel(november, tick=False):
        again = sign_in(robert).post(
            place(house, "pulse-portal-create", engagement=desk.pk), dict.fromkeys(SCORES, "3")
        )
    assert "You have answered for this month already." in again.content.decode()


def test_the_wall_itself_hides_the_clients_pulse_until_then(house: House, now: datetime) -> None:
    desk = house.engagements["kestrel"]
    own = {"vendor": house.vendors["kestrel"].pk, "actor": manager(house).pk}
    far = {"month": instant("2199-11-01T00:00").date(), "ends_at": instant("2199-12-01T00:00")}
    signed = {"author_name": "x", "written_at": now, **SCORES}
    with context.system([house.pk]), transaction.atomic():
        ClientPulse.objects.create(engagement=desk, author=house.people[Role.OWNER], **far, **signed)
    with context.portal(house.pk, **own), transaction.atomic():
        assert ClientPulse.objects.count() == 0
        VendorPulse.objects.create(engagement=desk, author_id=manager(house).pk, **far, **signed)
        assert ClientPulse.objects.count() == 1


def test_a_day_is_written_in_the_portal_and_read_by_the_client(house: House, sign_in: SignIn) -> None:
    desk = house.engagements["kestrel"]
    day = {"engagement": desk.pk, "people_present": 7, "people_planned": 8, "done": "41 tickets", "next_up": "The VPN"}
    with time_machine.travel("2026-11-20T15:00:00+00:00", tick=False):
        robert = sign_in(manager(house))
        wrong = robert.post(place(house, "checkin-portal-list"), day | {"day": "2026-12-20"})
        assert "This day has not come yet." in wrong.content.decode()
        robert.post(place(house, "checkin-portal-list"), day | {"day": "2026-11-20", "blocked": "No key"})
        page = sign_in(house.people[Role.VIEWER]).get(
            reverse("engagements:engagement-together", args=[house.slug, desk.pk])
        )
    text = page.content.decode()
    assert "41 tickets" in text
    assert "7 of 8 people present" in text
    with context.staff(house.pk), transaction.atomic():
        assert CheckIn.objects.get().author_name == str(manager(house))


def test_as_many_queries_for_three_conversations_as_for_one(house: House, sign_in: SignIn, now: datetime) -> None:
    pages = [
        (sign_in(manager(house)), place(house, "thread-portal-list")),
        (sign_in(house.people[Role.OPS_LEAD]), reverse("engagements:thread-list", args=[house.slug])),
    ]
    counts = []
    for more in (["One?"], ["Two?", "Three?"]):
        with context.staff(house.pk), transaction.atomic():
            for subject in more:
                ask(house, now, subject)
        for browser, url in pages:
            browser.get(url)
            with CaptureQueriesContext(connection) as asked:
                browser.get(url)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]

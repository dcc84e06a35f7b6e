"""One message to a real mail server, and what becomes of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.clock import database_now
from foundation.outbox import delivering, tasks
from foundation.outbox.actions import delivery, store_document
from foundation.outbox.emails import write_letter
from foundation.outbox.lookup import JournalDirectory, KeptMails, configured
from foundation.outbox.models import Message, MessageEvent
from foundation.outbox.states import Finding, State

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from foundation.outbox.models import Document
    from tests.factories.cast import Cast
    from tests.foundation.outbox.conftest import Queue, Server


@pytest.fixture
def now() -> datetime:
    """Long before the database's clock, which delivery reads."""
    return datetime(2020, 1, 6, 9, 0, tzinfo=UTC)


def deliver(cast: Cast, message: Message) -> Message:
    with system([cast.northwind.pk]):
        delivering.deliver(message_id=message.pk)
        message.refresh_from_db()
    return message


def test_the_mail_arrives_whole(cast: Cast, queue: Queue, server: Server, document: Document) -> None:
    cast.northwind.organization.mail_name = "Nórthwind desk"
    with staff(cast.northwind.pk):
        cast.northwind.organization.save(update_fields=["mail_name"])
    message = deliver(cast, queue(cast.northwind, document=document, subject="Überblick 2026-W47: 2 of 7 off target"))
    assert (message.state, message.last_error, message.attempt) == ("sent", "", 1)
    (mail,), (envelope,) = server.taken, server.envelopes
    assert mail["Message-ID"] == message.message_id
    assert mail["Subject"] == "Überblick 2026-W47: 2 of 7 off target"
    assert str(mail["From"]) == "Nórthwind desk <scorecards@localhost.localdomain>"
    assert str(mail["To"]) == "Ops_Lead Northwind <ops_lead@northwind.example>"
    assert str(mail["Reply-To"]) == "lead@northwind.example"
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "scorecards@localhost.localdomain",
        ["ops_lead@northwind.example"],
    )
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["SLA adherence fell to 76.8 %.", ".A line that starts with a dot."]
    assert html.get_content().strip() == "<p>SLA adherence fell to <b>76.8 %</b>.</p>"
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("scorecard-2026-W47.pdf", "application/pdf")
    assert attached.get_content() == b"%PDF-1.7"
    with staff(cast.northwind.pk):
        states = list(MessageEvent.objects.filter(message=message).values_list("state", "note"))
    assert states == [
        ("pending", ""), ("claimed", ""), ("transmitting", ""), ("sent", "250 OK queued as 1"),
    ]  # fmt: skip


def test_the_bytes_on_the_wire_end_their_lines_as_smtp_wants(cast: Cast, queue: Queue, document: Document) -> None:
    message = queue(cast.northwind, document=document, text="ä\n" * 3 + "x" * 3000)
    with system([cast.northwind.pk]):
        content = write_letter(message).content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("step", "answer", "state", "error"),
    [
        ("MAIL", "451 Busy", "retry", "451 Busy"),
        ("MAIL", "553 Sender refused", "failed", "553 Sender refused"),
        ("RCPT", "450 Greylisted", "retry", "450 Greylisted"),
        ("RCPT", "550 No such person", "failed", "550 No such person"),
        ("RCPT", "hang up", "retry", "SMTPServerDisconnected: Connection unexpectedly closed"),
        ("DATA", "452 Disk full", "retry", "452 Disk full"),
        ("DATA", "554 Looks like spam", "failed", "554 Looks like spam"),
        ("DATA", "hang up", "uncertain", "SMTPServerDisconnected: Connection unexpectedly closed"),
        ("END", "hang up", "uncertain", "SMTPServerDisconnected: Connection unexpectedly closed"),
    ],
)
def test_what_the_server_says_decides(
    cast: Cast, queue: Queue, server: Server, step: str, answer: str, state: str, error: str
) -> None:
    server.answers[step] = [answer]
    message = deliver(cast, queue(cast.northwind))
    assert message.state == state
    assert message.last_error.startswith(error[:30])
    assert len(server.taken) == (1 if step == "END" else 0)


def test_no_server_at_all_is_tried_again_later(cast: Cast, queue: Queue, server: Server, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    message = deliver(cast, queue(cast.northwind))
    assert (message.state, message.last_error) == ("retry", "ConnectionRefusedError: [Errno 111] Connection refused")
    assert timedelta(seconds=55) < message.not_before - database_now() <= timedelta(seconds=60)
    assert server.taken == []


def test_a_mail_that_cannot_be_written_waits_and_never_blocks(cast: Cast, queue: Queue, server: Server) -> None:
    message = queue(cast.northwind)
    with staff(cast.northwind.pk):
        Message.objects.filter(pk=message.pk).update(subject="Two\nlines")
    message = deliver(cast, message)
    assert message.state == State.RETRY
    assert message.last_error == "The mail could not be put together; the reason is in the log."
    assert server.taken == []


def test_nothing_leaves_for_somebody_who_may_not_have_it(
    cast: Cast, queue: Queue, server: Server, now: datetime
) -> None:
    message = queue(cast.northwind)
    with staff(cast.northwind.pk):
        message.recipient.left_at = now
        message.recipient.save(update_fields=["left_at"])
    assert deliver(cast, message).state == State.SUPPRESSED
    assert server.taken == []


def test_the_local_mailbox_keeps_it_and_knows_it(cast: Cast, queue: Queue, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
    message = deliver(cast, queue(cast.northwind))
    assert message.state == State.SENT
    look_up = configured()
    assert isinstance(look_up, KeptMails)
    assert look_up.find(message.message_id) == Finding.FOUND
    assert look_up.find("<other@example>") == Finding.ABSENT


def test_a_journal_is_a_folder_of_mails(tmp_path: Path, settings: Settings) -> None:
    settings.OUTBOX_JOURNAL = str(tmp_path / "journal")
    look_up = configured()
    assert isinstance(look_up, JournalDirectory)
    assert look_up.patience is None
    assert look_up.find("<a@example>") == Finding.UNKNOWN
    (tmp_path / "journal/new").mkdir(parents=True)
    (tmp_path / "journal/new/1").write_bytes(
        b"Message-ID: <a@example>\r\nSubject: x\r\n\r\nMessage-ID: <b@example>\r\n"
    )
    assert [look_up.find(f"<{name}@example>") for name in "ab"] == [Finding.FOUND, Finding.ABSENT]


def test_an_unchanged_document_is_not_rendered_again(cast: Cast, now: datetime) -> None:
    rendered = []

    def render() -> bytes:
        rendered.append(1)
        return b"%PDF-1.7"

    with staff(cast.northwind.pk):
        made = [
            store_document(key="scorecard/9/A4", fingerprint=mark, filename="s.pdf", render=render, now=now)
            for mark in ("one", "one", "two")
        ]
    assert len(rendered) == 2
    assert [document.pk == made[0].pk for document in made] == [True, True, False]


def test_two_workers_send_one_mail(committed: Cast, queue: Queue, server: Server) -> None:
    """Six threads, each a connection of its own, go for the same message at the same moment."""
    message, ready, done = queue(committed.northwind), threading.Barrier(6), []

    def work() -> None:
        try:
            with system([committed.northwind.pk]):
                ready.wait()
                done.append(delivering.deliver(message_id=message.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [False] * 5 + [True]
    assert [mail["Message-ID"] for mail in server.taken] == [message.message_id]


def test_transmitting_is_committed_before_the_server_sees_data(
    committed: Cast, queue: Queue, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server itself looks into the database, with a connection of its own, while it takes the data."""
    message, seen = queue(committed.northwind), []
    answer = server.answer

    def state() -> str:
        try:
            with system([committed.northwind.pk]), transaction.atomic():
                return str(Message.objects.get(pk=message.pk).state)
        finally:
            connection.close()

    def look(step: str, smtp: object) -> str | None:
        if step in ("RCPT", "END"):
            with ThreadPoolExecutor(1) as elsewhere:
                seen.append((step, elsewhere.submit(state).result()))
        return answer(step, smtp)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(server, "answer", look)
    with system([committed.northwind.pk]):
        delivering.deliver(message_id=message.pk)
    assert seen == [("RCPT", "claimed"), ("END", "transmitting")]


def test_the_sweep_rings_for_what_is_due_in_every_organization(
    committed: Cast, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[tuple[list[list[int]], list[int]]] = []
    monkeypatch.setattr(
        tasks.deliver, "apply_async", lambda args, organizations, **_: rung.append((args, organizations))
    )
    long_ago = database_now() - timedelta(hours=1)
    ours, theirs = queue(committed.northwind, now=long_ago), queue(committed.umbra, now=long_ago)
    queue(committed.northwind, key="later", now=database_now() + timedelta(hours=1))
    for _beat in range(2):
        tasks.sweep_outbox.apply(throw=True)
    expected = [([[ours.pk]], [committed.northwind.pk]), ([[theirs.pk]], [committed.umbra.pk])]
    assert sorted(rung) == sorted(expected * 2)


def test_a_bell_rings_for_a_few_and_skips_what_is_taken(cast: Cast, queue: Queue, server: Server) -> None:
    first, second, third = (queue(cast.northwind, key=f"scorecard/{number}") for number in range(3))
    with system([cast.northwind.pk]):
        assert delivery.claim(message_id=second.pk, now=database_now()) is not None
        assert delivering.deliver_all(message_ids=[third.pk, second.pk, first.pk]) == 2
        assert delivering.deliver_all(message_ids=[third.pk, second.pk, first.pk]) == 0
    assert [mail["Message-ID"] for mail in server.taken] == [third.message_id, first.message_id]


def test_the_sweep_settles_by_look_up(committed: Cast, queue: Queue, settings: Settings) -> None:
    settings.OUTBOX_LEASE = -1  # every claim is over at once
    settings.EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
    sent, lost = queue(committed.northwind), queue(committed.northwind, key="scorecard/2")
    with system([committed.northwind.pk]):
        for message in (sent, lost):
            with transaction.atomic():
                Message.objects.filter(pk=message.pk).update(
                    state=State.TRANSMITTING, attempt=1, lease_until=database_now() - timedelta(seconds=1)
                )
    with system([committed.northwind.pk]), transaction.atomic():
        letter = write_letter(Message.objects.select_related("organization").get(pk=sent.pk))
    letter.mail.send()
    tasks.sweep_outbox.apply(throw=True)
    with system([committed.northwind.pk]), transaction.atomic():
        states = dict(Message.objects.values_list("pk", "state"))
    assert states == {sent.pk: "sent", lost.pk: "retry"}


def test_without_a_broker_nothing_is_lost(
    committed: Cast, queue: Queue, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(tasks.deliver, "apply_async", unreachable)
    message = queue(committed.northwind)
    with system([committed.northwind.pk]):
        tasks.send(message)
        with transaction.atomic():
            message.refresh_from_db()
            assert delivery.claim(message_id=message.pk, now=now) is not None

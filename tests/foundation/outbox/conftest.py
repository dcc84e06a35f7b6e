from __future__ import annotations

import smtplib
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction
from pytest_django import Settings

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from foundation.outbox.actions import queue_message
from foundation.outbox.models import Document, Message
from tests.factories.cast import Cast, House


@dataclass
class Server:
    """A real mail server. ``answers`` are replies of its steps, once each; ``taken`` is what it accepted."""

    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's names
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answer("MAIL", server) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer("RCPT", server) or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        refusal = self.answer("DATA", server)
        if refusal and not refusal.startswith("250"):
            return refusal
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        self.envelopes.append(envelope)
        return self.answer("END", server) or "250 OK queued as 1"

    def answer(self, step: str, server: SMTP) -> str | None:
        waiting = self.answers.get(step)
        if not waiting:
            return None
        answer = waiting.pop(0)
        if answer == "hang up":
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
            raise ConnectionResetError
        return str(answer)


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """A real SMTP server on a free port, and settings that lead to it."""
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Controller, "_trigger_server", _greet)
        controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _port(controller)
    settings.EMAIL_TIMEOUT = 5
    settings.KEEPS_MAILS = False
    yield handler
    controller.stop()


def _port(controller: Controller) -> int:
    return int(controller.server.sockets[0].getsockname()[1])  # type: ignore[union-attr]


def _greet(controller: Controller) -> None:
    """aiosmtpd checks itself on the port it was given, which here is 0."""
    with smtplib.SMTP("127.0.0.1", _port(controller), timeout=5):
        pass


Queue = Callable[..., Message]


@pytest.fixture
def queue(now: datetime) -> Queue:
    """Puts a mail to a person of a house in its outbox, due at once unless told otherwise."""

    def queue(house: House, *, role: Role = Role.OPS_LEAD, key: str = "scorecard/1", **given: Any) -> Message:
        person = given.pop("person", None) or house.people[role]
        words: dict[str, Any] = {
            "subject": "Night desk 2026-W47: 2 of 7 off target",
            "text": "SLA adherence fell to 76.8 %.\n.A line that starts with a dot.\n",
            "html": "<p>SLA adherence fell to <b>76.8 %</b>.</p>",
            "reply_to": "lead@northwind.example",
            "now": now,
            "wait": timedelta(0),
        } | given
        with transaction.atomic(), staff(house.pk):
            return queue_message(subject_key=key, recipient=house.memberships[person.pk], **words)

    return queue


@pytest.fixture
def document(cast: Cast, now: datetime) -> Document:
    """A stored document of Northwind."""
    with staff(cast.northwind.pk), transaction.atomic():
        made: Document = Document.objects.create(
            key="scorecard/1",
            fingerprint="f",
            filename="scorecard-2026-W47.pdf",
            sha256="0" * 64,
            size=8,
            content=b"%PDF-1.7",
            created_at=now,
        )
    return made

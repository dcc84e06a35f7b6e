"""The mailbox of the local set-up: mails are kept in the database instead of sent, and read on a page."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from foundation.accounts.tenancy.context import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage as DjangoMail

    from foundation.outbox.models import KeptMail


class KeepInDatabase(BaseEmailBackend):
    """A mail backend that keeps every mail as ``KeptMail``, whatever scope is in force."""

    def send_messages(self, email_messages: Sequence[DjangoMail]) -> int:
        """Keep them; gives how many."""
        from foundation.outbox.models import KeptMail  # noqa: PLC0415  # mail backends load before the app registry

        kept = 0
        for mail in email_messages:
            message = mail.message()
            with identity():
                KeptMail.objects.create(
                    received_at=timezone.now(),
                    subject=mail.subject[:250],
                    from_address=parseaddr(mail.from_email)[1][:254],
                    to_addresses=[parseaddr(address)[1][:254] for address in mail.recipients()],
                    message_id=str(message["Message-ID"] or "")[:200],
                    raw=message.as_bytes(),
                )
            kept += 1
        return kept


@dataclass(frozen=True, slots=True)
class File:
    """An attachment of a kept mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept mail, taken apart. ``html`` is empty for a plain one."""

    headers: list[tuple[str, str]]
    text: str
    html: str
    files: list[File]


def open_mail(kept: KeptMail) -> Opened:
    """Take a kept mail apart."""
    mail = email.message_from_bytes(bytes(kept.raw), policy=default)
    names = ("From", "To", "Reply-To", "Date", "Message-ID")
    return Opened(
        headers=[(name, str(mail[name])) for name in names if mail[name]],
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        files=[_file(part, number) for number, part in enumerate(mail.iter_attachments(), start=1)],
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _file(part: Any, number: int) -> File:
    content = part.get_content()
    return File(
        name=part.get_filename() or f"attachment-{number}",
        media_type=part.get_content_type(),
        content=content.encode() if isinstance(content, str) else bytes(content),
    )

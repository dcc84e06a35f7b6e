"""From a message's row to a mail: text, HTML and the document, under a Message-ID that never changes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from email import policy
from email.generator import BytesGenerator
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from foundation.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go: envelope addresses, the bytes on the wire (CRLF), and the form Django's backends take."""

    sender: str
    recipient: str
    content: bytes
    mail: EmailMultiAlternatives


def write_letter(message: Message) -> Letter:
    """The mail of a message that comes with its organization and its document.

    Raises:
        ValueError: (``BadHeaderError``) when it cannot be a mail.
    """
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((message.organization.sender_name, address)),
        to=[formataddr((message.to_name, message.to_address))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.document:
        mail.attach(message.document.filename, bytes(message.document.content), message.document.media_type)
    return Letter(
        sender=sanitize_address(address, "utf-8"),
        recipient=sanitize_address(message.to_address, "utf-8"),
        content=_as_smtp_wants(mail),
        mail=mail,
    )


def _as_smtp_wants(mail: EmailMultiAlternatives) -> bytes:
    """With CRLF: ``smtplib`` does not mend line endings in bytes."""
    buffer = io.BytesIO()
    BytesGenerator(buffer, mangle_from_=False, policy=policy.SMTP).flatten(mail.message())
    return buffer.getvalue()


def message_id_domain() -> str:
    """The domain of our Message-IDs: that of the address we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"

"""A mail as a request: what its text says in the words of a form, and its files."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from foundation.inbox.evidence import EvidenceFault, judge
from foundation.inbox.mails import Mail, MailFile, MailUnreadableError, read_mail
from foundation.inbox.models import InboundMessage
from workitems.intake.drafts import Upload
from workitems.intake.mail_text import listed, plain_subject, read_sections

LISTED = ("criteria", "checklist")


def mail_of(message: InboundMessage) -> Mail | None:
    """The mail in what was posted; None for what is none."""
    try:
        return read_mail(message.media_type, bytes(message.body.content))
    except MailUnreadableError:
        return None


def told_by(mail: Mail, labels: Mapping[str, str]) -> dict[str, Any]:
    """Field -> text or lines: the subject is the title, the text is read by its labels."""
    told: dict[str, Any] = {"title": plain_subject(mail.subject), **read_sections(mail.text, labels)}
    return {name: listed(value) if name in LISTED else value for name, value in told.items()}


def requester_of(mail: Mail) -> str:
    """Who wrote it: the name if there is one, and the address."""
    name, at = parseaddr(mail.sender)
    return f"{name} <{at}>" if name and at else at or mail.sender


def taken_files(mail: Mail) -> tuple[Upload, ...]:
    """The files that may be kept as evidence."""
    fit = (file for file in mail.files if not isinstance(judge(file.name, file.content), EvidenceFault))
    return tuple(Upload(file.name, file.content) for file in fit)


def refused_files(mail: Mail) -> list[tuple[MailFile, EvidenceFault]]:
    """The others, and why."""
    judged = ((file, judge(file.name, file.content)) for file in mail.files)
    return [(file, fault) for file, fault in judged if isinstance(fault, EvidenceFault)]

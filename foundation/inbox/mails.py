"""A mail as it was posted, read: a raw message (RFC 5322), or JSON with from, subject, text and attachments. Pure."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from html import unescape
from typing import Any, Final, NamedTuple

RAW: Final = "message/rfc822"
JSON: Final = "application/json"
MEDIA_TYPES: Final = (RAW, JSON)
MOST_FILES: Final = 20
MOST_TEXT: Final = 100_000
_BLOCK_END: Final = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_LIST_ITEM: Final = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"<(style|script|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")


class MailUnreadableError(ValueError):
    """What was posted is no mail."""


class MailFile(NamedTuple):
    """A file that hung on a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """Who wrote what. Texts are plain, without NUL; of a mail in HTML alone, its words."""

    sender: str
    subject: str
    text: str
    files: tuple[MailFile, ...] = ()


def read_mail(media_type: str, body: bytes) -> Mail:
    """The mail in a posted body.

    Raises:
        MailUnreadableError: when there is none.
    """
    if media_type == RAW:
        return _from_message(body)
    if media_type == JSON:
        return _from_json(body)
    raise MailUnreadableError("neither JSON nor a raw mail")


def _from_message(body: bytes) -> Mail:
    message = message_from_bytes(body, policy=policy.default)
    if not (message["from"] or message["subject"]):
        raise MailUnreadableError("no sender and no subject")
    part = message.get_body(("plain", "html"))
    text = _content(part) if part is not None else ""
    if part is not None and part.get_content_subtype() == "html":
        text = _words_of(text)
    files = tuple(
        MailFile(each.get_filename() or "", content)
        for each in list(message.iter_attachments())[:MOST_FILES]
        if isinstance(content := each.get_payload(decode=True), bytes)
    )
    return _mail(str(message["from"] or ""), str(message["subject"] or ""), text, files)


def _content(part: Any) -> str:
    """A part's text; one whose character set is unknown or wrong is read as far as it goes."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _from_json(body: bytes) -> Mail:
    try:
        told = json.loads(body)
    except (ValueError, UnicodeDecodeError) as error:
        raise MailUnreadableError("no JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("subject"), str):
        raise MailUnreadableError("no subject")
    words = {name: told.get(name, "") for name in ("from", "text", "html")}
    if not all(isinstance(word, str) for word in words.values()):
        raise MailUnreadableError("from and text are no texts")
    text = words["text"] or _words_of(words["html"])
    return _mail(words["from"], told["subject"], text, tuple(_json_files(told.get("attachments", []))))


def _json_files(rows: Any) -> list[MailFile]:
    if not isinstance(rows, list):
        raise MailUnreadableError("attachments are no list")
    found = []
    for row in rows[:MOST_FILES]:
        if not isinstance(row, dict):
            raise MailUnreadableError("an attachment is no object")
        try:
            content = base64.b64decode(str(row.get("content", "")), validate=True)
        except (binascii.Error, ValueError) as error:
            raise MailUnreadableError("an attachment is no base64") from error
        found.append(MailFile(str(row.get("name", "")), content))
    return found


def _mail(sender: str, subject: str, text: str, files: tuple[MailFile, ...]) -> Mail:
    return Mail(_clean(sender)[:254], " ".join(_clean(subject).split())[:500], _clean(text)[:MOST_TEXT], files)


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def _words_of(html: str) -> str:
    lines = _TAG.sub("", _BLOCK_END.sub("\n", _LIST_ITEM.sub("- ", _UNSEEN.sub("", html))))
    return "\n".join(" ".join(line.split()) for line in unescape(lines).splitlines())

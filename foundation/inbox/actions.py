"""Keeping what was uploaded or posted, and remembering how it is read."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.hooks import secrets_of
from foundation.inbox.mails import MailUnreadableError, read_mail
from foundation.inbox.models import ImportMapping, InboundHook, InboundMessage, MessageState, StoredFile
from foundation.inbox.signatures import Refusal, written_secret

NAME_CHARS = 200
MOST_ATTEMPTS: Final = 5
Problems = Sequence[Mapping[str, str]]


@transaction.atomic
def store_file(*, content: bytes, name: str, by: User | None, now: datetime) -> StoredFile:
    """Keep an original by its SHA-256; the same bytes are the same file, whatever they are called."""
    digest = hashlib.sha256(content).hexdigest()
    kept_name = PurePath(name.replace("\\", "/")).name[-NAME_CHARS:] or _("unnamed")
    file, is_new = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": kept_name,
            "size": len(content),
            "content": content,
            "uploaded_by": by,
            "uploaded_at": now,
        },
    )
    if is_new:
        record("storedfile.uploaded", by=by, subject=file, sha256=digest, size=len(content))
    return file


@transaction.atomic
def remember_mapping(
    *, name: str, preset: str, header_fingerprint: str, rules: dict[str, Any], by: User | None, now: datetime
) -> ImportMapping:
    """Remember how files with this header are read; the latest mapping of a name replaces the one before."""
    mapping, _is_new = ImportMapping.objects.update_or_create(
        name=name[:120],
        defaults={
            "preset": preset,
            "header_fingerprint": header_fingerprint,
            "rules": rules,
            "updated_at": now,
        },
        create_defaults={
            "preset": preset,
            "header_fingerprint": header_fingerprint,
            "rules": rules,
            "updated_at": now,
            "created_at": now,
            "created_by": by,
        },
    )
    return mapping


@transaction.atomic
def open_hook(*, name: str, by: User | None, now: datetime) -> tuple[InboundHook, str]:
    """Make an address for mail; returns it with its secret, which is shown once and kept nowhere."""
    hook: InboundHook = InboundHook.objects.create(
        name=name, public_id=secrets.token_urlsafe(32), salt=secrets.token_urlsafe(32), created_by=by, created_at=now
    )
    record("inboundhook.opened", by=by, subject=hook)
    return hook, written_secret(secrets_of(hook)[0])


@transaction.atomic
def renew_secret(*, hook: InboundHook, by: User | None, now: datetime) -> str:
    """Give a hook another secret and return it, shown once; mails signed with the old one are refused from now on."""
    hook.salt, hook.renewed_at, hook.refused_at, hook.refused_why = secrets.token_urlsafe(32), now, None, ""
    hook.save(update_fields=["salt", "renewed_at", "refused_at", "refused_why"])
    record("inboundhook.renewed", by=by, subject=hook)
    return written_secret(secrets_of(hook)[0])


@transaction.atomic
def revoke_hook(*, hook: InboundHook, by: User | None, now: datetime) -> None:
    """Close an address for good; what came through it stays. Doing it twice changes nothing."""
    if InboundHook.objects.filter(pk=hook.pk, revoked_at=None).update(revoked_at=now) == 1:
        record("inboundhook.revoked", by=by, subject=hook)


@transaction.atomic
def note_refusal(*, hook: InboundHook, why: Refusal, now: datetime) -> None:
    """Remember why a request was not believed, for whoever sets the hook up."""
    InboundHook.objects.filter(pk=hook.pk).update(refused_at=now, refused_why=why.value)


@transaction.atomic
def receive_message(
    *, hook: InboundHook, message_id: str, media_type: str, body: bytes, now: datetime
) -> tuple[InboundMessage, bool]:
    """Keep what was posted before anything is made of it; returns it, and whether it is new.

    What is no mail waits for a person at once. The same ``message_id`` is the same mail: nothing is kept twice.
    """
    file = store_file(content=body, name=_("mail"), by=None, now=now)
    mail, problems = None, []
    try:
        mail = read_mail(media_type, body)
    except MailUnreadableError as error:
        problems = [{"field": "", "text": _("It cannot be read as a mail (%(why)s).") % {"why": error}}]
    message, is_new = InboundMessage.objects.get_or_create(
        hook=hook,
        message_id=message_id,
        defaults={
            "body": file,
            "media_type": media_type[:100],
            "sender": mail.sender if mail else "",
            "subject": mail.subject if mail else "",
            "received_at": now,
            "state": MessageState.RECEIVED if mail else MessageState.WAITING,
            "problems": problems,
        },
    )
    if is_new:
        record("inboundmessage.received", by=None, subject=message, hook=hook.pk, state=message.state)
    return message, is_new


@transaction.atomic
def settle_message(*, message: InboundMessage, by: User | None, now: datetime) -> None:
    """Say that work came of a mail."""
    _move(message, MessageState.TAKEN, by=by, settled_at=now, settled_by=by, problems=[])


@transaction.atomic
def set_aside(*, message: InboundMessage, problems: Problems, now: datetime) -> None:
    """Leave a mail to a person: ``problems`` say what it lacks (field, text)."""
    _move(message, MessageState.WAITING, by=None, problems=[dict(problem) for problem in problems])


@transaction.atomic
def discard_message(*, message: InboundMessage, note: str, by: User, now: datetime) -> None:
    """Nothing comes of a mail; it is kept, with the reason.

    Raises:
        ValidationError: without a reason, or when the mail does not wait any more.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say why, so that nobody has to guess: for example “spam” or “asked twice”.")})
    locked = InboundMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if locked.state != MessageState.WAITING:
        raise ValidationError(_("Somebody else settled this mail in the meantime."))
    _move(locked, MessageState.DISCARDED, by=by, settled_at=now, settled_by=by, note=note.strip()[:300])


@transaction.atomic
def note_failure(*, message_id: int, now: datetime) -> None:
    """A mail could not be taken for a fault of ours: it is tried again, and after five times left to a person."""
    message = InboundMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.state != MessageState.RECEIVED:
        return
    message.attempts += 1
    message.save(update_fields=["attempts"])
    if message.attempts >= MOST_ATTEMPTS:
        text = _("It could not be made into a work item: something went wrong on our side, it is in the log.")
        set_aside(message=message, problems=[{"field": "", "text": text}], now=now)


def _move(message: InboundMessage, state: MessageState, *, by: User | None, **values: Any) -> None:
    message.state = state
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=["state", *values])
    record(f"inboundmessage.{state.value}", by=by, subject=message)

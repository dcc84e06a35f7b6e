"""Did it go out after all? Where to look for a Message-ID when the connection, or we, died too early to know."""

from __future__ import annotations

import email
from datetime import timedelta
from email.policy import default
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from foundation.accounts.tenancy.context import identity
from foundation.outbox.models import KeptMail
from foundation.outbox.states import Finding


class LookUp(Protocol):
    """A record that somebody else keeps of the mails that left: a provider's log, a journal mailbox.

    ``patience`` is how long after its last try a mail that is not found counts as never sent (the message is then
    tried again); None when absence proves nothing and a person must settle it.
    """

    patience: timedelta | None

    def find(self, message_id: str) -> Finding:
        """What the record says about one Message-ID, angle brackets included."""


class KeptMails:
    """The local mailbox: in our own database, so what is not there was not sent."""

    patience: timedelta | None = timedelta(0)

    def find(self, message_id: str) -> Finding:
        """Whether the mailbox holds it."""
        with identity():
            found = KeptMail.objects.filter(message_id=message_id).exists()
        return Finding.FOUND if found else Finding.ABSENT


class JournalDirectory:
    """A folder into which the mail server puts a copy of everything, one file a mail (a Maildir will do)."""

    def __init__(self, folder: Path, patience: timedelta | None = None) -> None:
        self.folder = folder
        self.patience = patience
        self._seen: dict[Path, str] = {}

    def find(self, message_id: str) -> Finding:
        """Whether any file bears it; a folder that is gone says nothing."""
        if not self.folder.is_dir():
            return Finding.UNKNOWN
        for path in self.folder.rglob("*"):
            if path not in self._seen and path.parent.name != "tmp" and path.is_file():
                with path.open("rb") as file:
                    headers = email.message_from_binary_file(file, policy=default)
                self._seen[path] = str(headers["Message-ID"] or "").strip()
        return Finding.FOUND if message_id in self._seen.values() else Finding.ABSENT


def configured() -> LookUp | None:
    """The look-up of this installation: ``OUTBOX_LOOK_UP`` names a class, else the journal, else the local mailbox."""
    if settings.OUTBOX_LOOK_UP:
        made: LookUp = import_string(settings.OUTBOX_LOOK_UP)()
        return made
    if settings.OUTBOX_JOURNAL:
        return JournalDirectory(Path(settings.OUTBOX_JOURNAL), settings.OUTBOX_JOURNAL_PATIENCE)
    return KeptMails() if settings.KEEPS_MAILS else None

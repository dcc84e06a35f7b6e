"""Who carries a mail to the server, in two steps: all that may fail harmlessly, then the data."""

from __future__ import annotations

import contextlib
import re
import smtplib
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol, Self

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from foundation.outbox.states import Outcome, Verdict

if TYPE_CHECKING:
    from foundation.outbox.emails import Letter

_GO_AHEAD, _PERMANENT, _ACCEPTED = 354, 500, 2
# by name, since the libraries that raise them belong to the providers' backends
_NO_CONNECTION = {
    "ConnectionRefusedError",
    "ConnectTimeoutError",
    "gaierror",
    "NameResolutionError",
    "NewConnectionError",
}
_LEADING_DOT = re.compile(rb"(?m)^\.")


class Carrier(Protocol):
    """One conversation with a mail server."""

    def __enter__(self) -> Self:
        """Start it; nothing is said yet."""

    def __exit__(self, *error: object) -> None:
        """Say goodbye; whatever goes wrong now changes nothing."""

    def announce(self, letter: Letter) -> Verdict | None:
        """Do all that comes before the data; None when the server waits for it."""

    def transmit(self, letter: Letter) -> Verdict:
        """Send the data. What is not known afterwards is ``UNKNOWN``, never guessed."""


class SmtpCarrier:
    """SMTP, spoken step by step, so that we know on which side of DATA a failure lies."""

    def __init__(self, backend: SmtpBackend) -> None:
        self.backend = backend
        self.content = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.backend.close()

    @property
    def smtp(self) -> smtplib.SMTP:
        """The open connection."""
        if self.backend.connection is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self.backend.connection

    def announce(self, letter: Letter) -> Verdict | None:
        """Connect, sign in, name sender and recipient."""
        self.content = letter.content
        try:
            self.backend.open()
            return self._name_addresses(letter)
        except (OSError, smtplib.SMTPException) as error:
            # also a refused sign-in: it is ours to mend, and says nothing about this mail
            return Verdict(Outcome.REFUSED_FOR_NOW, _words(error))

    def transmit(self, letter: Letter) -> Verdict:
        """DATA, the mail, and the server's answer."""
        try:
            code, reply = self.smtp.docmd("DATA")
        except (OSError, smtplib.SMTPException) as error:
            return Verdict(Outcome.REFUSED_FOR_NOW, _words(error))
        if code != _GO_AHEAD:
            return _refusal(code, reply)
        try:
            self.smtp.send(_stuffed(self.content))
            code, reply = self.smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Verdict(Outcome.UNKNOWN, _words(error))
        return Verdict(Outcome.SENT, _answer(code, reply)) if _is_accepted(code) else _refusal(code, reply)

    def _name_addresses(self, letter: Letter) -> Verdict | None:
        self.smtp.ehlo_or_helo_if_needed()
        options = [f"size={len(self.content)}"] if self.smtp.has_extn("size") else []
        if self.smtp.has_extn("8bitmime") and not self.content.isascii():
            options.append("body=8bitmime")
        for code, reply in (
            self.smtp.mail(letter.sender, options),
            self.smtp.rcpt(letter.recipient),
        ):
            if not _is_accepted(code):
                return _refusal(code, reply)
        return None


class BackendCarrier:
    """Any other backend of Django: the local mailbox, or a provider's API through anymail."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing stays open."""

    def announce(self, letter: Letter) -> Verdict | None:
        """Nothing can be asked beforehand."""
        del letter
        return None

    def transmit(self, letter: Letter) -> Verdict:
        """Hand it over whole; only a clear refusal of the provider counts as one."""
        try:
            get_connection(fail_silently=False).send_messages([letter.mail])
        except Exception as error:  # noqa: BLE001  # every backend has errors of its own
            return Verdict(_outcome_of(error), _words(error))
        return Verdict(Outcome.SENT)


def carrier() -> Carrier:
    """The carrier of the mail backend in the settings."""
    backend = get_connection(fail_silently=False)
    if isinstance(backend, SmtpBackend):
        backend.timeout = settings.EMAIL_TIMEOUT
        return SmtpCarrier(backend)
    return BackendCarrier()


def _outcome_of(error: BaseException) -> Outcome:
    """What a provider's error says; in doubt the mail may be out."""
    status = getattr(error, "status_code", None)
    if status == HTTPStatus.TOO_MANY_REQUESTS or _never_connected(error):
        return Outcome.REFUSED_FOR_NOW
    is_ours = isinstance(status, int) and HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    if is_ours and status != HTTPStatus.REQUEST_TIMEOUT:
        return Outcome.REFUSED
    return Outcome.UNKNOWN


def _never_connected(error: BaseException | None) -> bool:
    """Whether some cause of an error is that no connection came about at all."""
    while error is not None:
        if type(error).__name__ in _NO_CONNECTION:
            return True
        error = error.__cause__ or error.__context__
    return False


def _stuffed(content: bytes) -> bytes:
    ending = b"" if content.endswith(b"\r\n") else b"\r\n"
    return _LEADING_DOT.sub(b"..", content) + ending + b".\r\n"


def _is_accepted(code: int) -> bool:
    return code // 100 == _ACCEPTED


def _refusal(code: int, reply: bytes) -> Verdict:
    outcome = Outcome.REFUSED if code >= _PERMANENT else Outcome.REFUSED_FOR_NOW
    return Verdict(outcome, _answer(code, reply))


def _answer(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode(errors='replace')}"


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"

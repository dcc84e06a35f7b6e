"""Signed requests that come in, by the Standard Webhooks specification. Pure; ``now`` is passed in.

The signature is HMAC-SHA256 over ``id.timestamp.body``, in base64, each one in the header marked "v1,"; a header may
hold several, parted by spaces, while a sender changes its secret.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

TOLERANCE: Final = timedelta(minutes=5)
SECRET_PREFIX: Final = "whsec_"  # the specification's word, no secret  # noqa: S105
MOST_SIGNATURES: Final = 5
LONGEST_ID: Final = 200
_VERSION: Final = "v1"


class Refusal(StrEnum):
    """Why a request is not believed."""

    HEADERS = "headers"
    TIMESTAMP = "timestamp"
    SIGNATURE = "signature"


class RefusedError(Exception):
    """The request is not believed; ``why`` is for the owner of the hook, never for the caller."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class SignedHeaders:
    """The three headers: the message's id, the second it was signed at (Unix time), and the signatures."""

    message_id: str
    timestamp: str
    signatures: str

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> SignedHeaders:
        """Read them from a request's headers, whose names know no case."""
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        return cls(*(headers.get(name, "").strip() for name in names))


def derived_secret(key: str, *, public_id: str, salt: str) -> bytes:
    """The 32 bytes with which a hook's mails are signed: kept nowhere, worked out from the installation's ``key``."""
    return hmac.new(key.encode(), f"inbox.hook\0{public_id}\0{salt}".encode(), hashlib.sha256).digest()


def written_secret(secret: bytes) -> str:
    """A secret as senders want it: "whsec_" and base64."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def sign(secret: bytes, *, message_id: str, timestamp: str, body: bytes) -> str:
    """The signature of one message, as it stands in the header."""
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    return f"{_VERSION},{base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()}"


def verify(headers: SignedHeaders, body: bytes, *, secrets: list[bytes], now: datetime) -> None:
    """Believe a request that one of the ``secrets`` signed, no more than five minutes ago or ahead.

    Raises:
        RefusedError: otherwise; all signatures are compared in constant time.
    """
    if not (headers.message_id and headers.timestamp and headers.signatures):
        raise RefusedError(Refusal.HEADERS)
    if len(headers.message_id) > LONGEST_ID or "\0" in headers.message_id:
        raise RefusedError(Refusal.HEADERS)
    if not (headers.timestamp.isascii() and headers.timestamp.isdigit() and len(headers.timestamp) <= 12):  # noqa: PLR2004  # digits until the year 33658
        raise RefusedError(Refusal.TIMESTAMP)
    if abs(now.timestamp() - int(headers.timestamp)) > TOLERANCE.total_seconds():
        raise RefusedError(Refusal.TIMESTAMP)
    given = [found for each in headers.signatures.split()[:MOST_SIGNATURES] if (found := _decoded(each))]
    for secret in secrets:
        wanted = _decoded(sign(secret, message_id=headers.message_id, timestamp=headers.timestamp, body=body))
        if any(hmac.compare_digest(wanted, each) for each in given):
            return
    raise RefusedError(Refusal.SIGNATURE)


def _decoded(signature: str) -> bytes:
    version, _comma, text = signature.partition(",")
    if version != _VERSION:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""

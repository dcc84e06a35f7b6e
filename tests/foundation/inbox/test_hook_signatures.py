"""Signatures of Standard Webhooks, and nothing believed that is not signed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from foundation.inbox.signatures import (
    Refusal,
    RefusedError,
    SignedHeaders,
    derived_secret,
    sign,
    verify,
    written_secret,
)

# The example of the specification; its reference library signs it so.
SECRET = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
BODY = b'{"test": 2432232314}'
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
SIGNED_AT = datetime.fromtimestamp(1614265330, tz=UTC)
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def headers(**changes: str) -> SignedHeaders:
    found = {"message_id": MESSAGE, "timestamp": "1614265330", "signatures": SIGNATURE}
    return SignedHeaders(**{**found, **changes})


def refusal(given: SignedHeaders, body: bytes = BODY, *, now: datetime = SIGNED_AT) -> Refusal | None:
    try:
        verify(given, body, secrets=[b"another" * 4, SECRET], now=now)
    except RefusedError as error:
        return error.why
    return None


def test_it_signs_as_the_specification_does() -> None:
    assert sign(SECRET, message_id=MESSAGE, timestamp="1614265330", body=BODY) == SIGNATURE


@pytest.mark.parametrize(
    ("changes", "body", "late", "why"),
    [
        ({}, BODY, 0, None),
        ({"signatures": f"v1,AAAA v2,x {SIGNATURE}"}, BODY, 0, None),
        ({}, BODY, 300, None),
        ({}, BODY, -300, None),
        ({}, BODY, 301, Refusal.TIMESTAMP),
        ({}, BODY, -301, Refusal.TIMESTAMP),
        ({"timestamp": "soon"}, BODY, 0, Refusal.TIMESTAMP),
        ({"timestamp": "-1614265330"}, BODY, 0, Refusal.TIMESTAMP),
        ({"timestamp": "9" * 40}, BODY, 0, Refusal.TIMESTAMP),
        ({"timestamp": "1614265331"}, BODY, 0, Refusal.SIGNATURE),
        ({"message_id": "msg_other"}, BODY, 0, Refusal.SIGNATURE),
        ({}, BODY + b" ", 0, Refusal.SIGNATURE),
        ({"signatures": "v1"}, BODY, 0, Refusal.SIGNATURE),
        ({"signatures": "v1,***"}, BODY, 0, Refusal.SIGNATURE),
        ({"signatures": SIGNATURE.replace("v1", "v1a")}, BODY, 0, Refusal.SIGNATURE),
        ({"signatures": " ".join(["v1,AAAA"] * 5 + [SIGNATURE])}, BODY, 0, Refusal.SIGNATURE),
        ({"signatures": ""}, BODY, 0, Refusal.HEADERS),
        ({"message_id": ""}, BODY, 0, Refusal.HEADERS),
        ({"message_id": "x" * 201}, BODY, 0, Refusal.HEADERS),
    ],
)
def test_what_is_believed(changes: dict[str, str], body: bytes, late: int, why: Refusal | None) -> None:
    assert refusal(headers(**changes), body, now=SIGNED_AT + timedelta(seconds=late)) == why


def test_a_secret_follows_from_key_address_and_salt_alone() -> None:
    secret = derived_secret("key", public_id="abc", salt="1")
    assert secret == derived_secret("key", public_id="abc", salt="1")
    others = {
        derived_secret("other", public_id="abc", salt="1"),
        derived_secret("key", public_id="abd", salt="1"),
        derived_secret("key", public_id="abc", salt="2"),
        secret,
    }
    assert (len(others), len(secret)) == (4, 32)
    assert base64.b64decode(written_secret(secret).removeprefix("whsec_")) == secret

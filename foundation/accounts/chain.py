"""The hash chain over the audit log. Pure.

A link's digest is SHA-256 over the previous link's digest and one line of canonical JSON (keys sorted, no blanks,
UTF-8) for each event, in the order of their ids. The organization's id is in every line, so that an event cannot be
moved between tenants.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any


def line(event: Mapping[str, Any]) -> bytes:
    """One event as it is hashed; instants as ISO 8601 in UTC, to the microsecond."""
    plain = {
        name: value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
        for name, value in event.items()
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def digest(previous: str, events: Iterable[Mapping[str, Any]]) -> str:
    """The digest of a link, in hexadecimal; ``previous`` is empty for the first."""
    hasher = hashlib.sha256(previous.encode() + b"\n")
    for event in events:
        hasher.update(line(event))
    return hasher.hexdigest()

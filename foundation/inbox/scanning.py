"""Whether a file is harmful, asked of a scanner (clamd's INSTREAM) when the installation names one.

``FILE_SCANNER`` is ``clamd://host:port``. While the scanner is away a file stays as it is: unchecked, and not served.
Without one, the rules of ``evidence.judge`` are all there is (types by content, no macros, nothing a browser runs).
"""

from __future__ import annotations

import socket
import struct
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

SECONDS: Final = 30
_CHUNK: Final = 64 * 1024
_ANSWER: Final = 4096
_CLAMD: Final = 3310


class ScannerAwayError(OSError):
    """The scanner gave no verdict; ask again later."""


class Scan(NamedTuple):
    """A verdict, and what was found."""

    is_clean: bool
    finding: str = ""


def scan(content: bytes) -> Scan:
    """The verdict about some bytes.

    Raises:
        ScannerAwayError: when the scanner cannot be reached, or does not say.
    """
    if not settings.FILE_SCANNER:
        return Scan(is_clean=True)
    place = urlsplit(settings.FILE_SCANNER)
    try:
        with socket.create_connection((place.hostname or "", place.port or _CLAMD), timeout=SECONDS) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                piece = content[start : start + _CHUNK]
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            said = line.recv(_ANSWER).decode("utf-8", "replace").strip("\0\n ")
    except OSError as error:
        raise ScannerAwayError(str(error)) from error
    if said.endswith("OK"):
        return Scan(is_clean=True)
    if said.endswith("FOUND"):
        return Scan(is_clean=False, finding=said.removeprefix("stream:").removesuffix("FOUND").strip()[:200])
    raise ScannerAwayError(said or "no answer")

"""What a file is, by its first bytes, and its bytes within the limits."""

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO

from foundation.inbox.reading import kinds
from foundation.inbox.reading.limits import Limits, megabytes
from foundation.inbox.reading.refusal import Refused

_SAMPLE = 8192
_REFUSED_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or a workbook with a password"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"{\\rtf", "a text document"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b\0")


def check_size(path: Path, limits: Limits) -> int:
    """The file's size in bytes. Raises Refused when it is missing, empty or over the limit."""
    try:
        size = path.stat().st_size
    except OSError:
        raise Refused(kinds.FILE_MISSING.at()) from None
    if not size:
        raise Refused(kinds.FILE_EMPTY.at())
    if size > limits.packed_bytes:
        raise Refused(kinds.FILE_TOO_BIG.at(size=megabytes(size), limit=megabytes(limits.packed_bytes)))
    return size


def kind_of(path: Path, limits: Limits) -> str:
    """`text`, `gzip` (of text) or `zip`, by content alone. Raises Refused on anything else."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        with open_bytes(path, limits) as stream:
            inside = stream.read(_SAMPLE)
        if not inside:
            raise Refused(kinds.FILE_EMPTY.at())
        if inside.startswith((b"PK", b"\x1f\x8b")):
            raise Refused(kinds.WRONG_KIND.at(kind="an archive inside gzip"))
        _refuse_other_kinds(inside)
        return "gzip"
    _refuse_other_kinds(head)
    return "text"


def _refuse_other_kinds(head: bytes) -> None:
    """Raises Refused when the bytes are known not to be a table in text."""
    for magic, kind in _REFUSED_KINDS:
        if head.lstrip().lower().startswith(magic.lower()):
            raise Refused(kinds.WRONG_KIND.at(kind=kind))
    controls = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROLS)  # noqa: PLR2004 - ASCII
    if controls * 10 > len(head):
        raise Refused(kinds.WRONG_KIND.at(kind="a binary file"))


class _Unpacked(io.RawIOBase):
    """The content of a gzip file, counted; refuses past the limits and at damage."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._packed = path.stat().st_size
        self._file = gzip.GzipFile(path, "rb")
        self._limits = limits
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # a buffer we can slice
        try:
            data = self._file.read(len(buffer))
        except (EOFError, OSError, zlib.error):
            raise Refused(kinds.GZIP_BROKEN.at()) from None
        self._count += len(data)
        check_unpacked(self._packed, self._count, self._limits)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def check_unpacked(packed: int, unpacked: int, limits: Limits) -> None:
    """Raises Refused when that many unpacked bytes are too many, alone or against the packed ones."""
    if unpacked > limits.unpacked_bytes:
        raise Refused(kinds.UNPACKED_TOO_BIG.at(limit=megabytes(limits.unpacked_bytes)))
    if unpacked > limits.ratio_from_bytes and unpacked > packed * limits.ratio:
        raise Refused(kinds.RATIO_TOO_HIGH.at(limit=limits.ratio))


def open_bytes(path: Path, limits: Limits) -> BinaryIO:
    """The file's bytes, unpacked if it is gzip; reading raises Refused past a limit or at damage."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if packed:
        return io.BufferedReader(_Unpacked(path, limits), 1 << 18)
    return path.open("rb", buffering=1 << 18)

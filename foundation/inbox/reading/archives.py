"""What a zip file really holds, measured before a workbook reader sees it."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from foundation.inbox.reading import kinds
from foundation.inbox.reading.limits import Limits, megabytes
from foundation.inbox.reading.refusal import Refused
from foundation.inbox.reading.sources import check_unpacked

_LOCAL_HEADER = struct.Struct("<4s22x2H")
_STEP = 1 << 18
_ENCRYPTED = 0x1
_ODD_CELL = re.compile(rb"<(?:\w+:)?f[ >/]|\bt=[\"']e[\"']")
_OVERLAP = 32
_WORKBOOK = "xl/workbook.xml"


def check_workbook_archive(path: Path, limits: Limits) -> frozenset[str]:
    """Prove that the archive is a workbook within the limits; the names of its parts that hold formulas or errors.

    The directory is judged first, then every part is really unpacked (and thrown away): a directory may lie.
    Raises Refused.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused(kinds.WORKBOOK_BROKEN.at(detail=str(error) or "zip")) from None
    _check_directory(parts, path.stat().st_size, limits)
    odd: set[str] = set()
    unpacked = 0
    with path.open("rb") as file:
        for part in parts:
            size = 0
            tail = b""
            for piece in _unpack(file, part):
                size += len(piece)
                check_unpacked(part.compress_size, size, limits)
                if unpacked + size > limits.unpacked_bytes:
                    raise Refused(kinds.UNPACKED_TOO_BIG.at(limit=megabytes(limits.unpacked_bytes)))
                if part.filename.startswith("xl/worksheets/") and part.filename not in odd:
                    if _ODD_CELL.search(tail + piece):
                        odd.add(part.filename)
                    tail = piece[-_OVERLAP:]
            if size != part.file_size:
                raise Refused(kinds.WORKBOOK_LIES.at(part=part.filename))
            unpacked += size
    return frozenset(odd)


def _check_directory(parts: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Judge what the central directory claims. Raises Refused."""
    names = [part.filename for part in parts]
    if len(parts) > limits.archive_parts or len(set(names)) != len(names):
        raise Refused(kinds.WORKBOOK_LIES.at(part=f"{len(parts):,} parts"))
    if _WORKBOOK not in names:
        if "xl/workbook.bin" in names:
            kind = "a binary workbook (.xlsb)"
        else:
            kind = "a word-processor or OpenDocument file" if "mimetype" in names else "a zip archive"
        raise Refused(kinds.WRONG_KIND.at(kind=kind))
    check_unpacked(packed, sum(part.file_size for part in parts), limits)
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise Refused(kinds.WRONG_KIND.at(kind="a workbook with a password"))
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(kinds.WORKBOOK_LIES.at(part=part.filename))


def _unpack(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The real content of one part in pieces of at most 256 kB, whatever size the directory claims. Raises Refused."""
    file.seek(part.header_offset)
    head = file.read(_LOCAL_HEADER.size)
    if len(head) < _LOCAL_HEADER.size or not head.startswith(b"PK\x03\x04"):
        raise Refused(kinds.WORKBOOK_LIES.at(part=part.filename))
    _, name_length, extra_length = _LOCAL_HEADER.unpack(head)
    file.seek(name_length + extra_length, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(left, _STEP))
        if not packed:
            raise Refused(kinds.WORKBOOK_BROKEN.at(detail=f"{part.filename} is cut off"))
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        try:
            while packed and not inflate.eof:
                yield inflate.decompress(packed, _STEP)
                packed = inflate.unconsumed_tail
        except zlib.error:
            raise Refused(kinds.WORKBOOK_BROKEN.at(detail=f"{part.filename} is damaged")) from None

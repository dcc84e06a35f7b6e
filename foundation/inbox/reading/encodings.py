"""In which alphabet a text file is written: proved over the whole file, not over its first lines."""

import codecs
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading import kinds
from foundation.inbox.reading.refusal import Refused

_CHUNK = 1 << 18
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHARE_OF_NULS = 0.6
_AROUND = 20


class Encoding(NamedTuple):
    """A Python codec's name, and what is to be said about it."""

    name: str
    problems: tuple[ImportProblem, ...] = ()


class _Fault(NamedTuple):
    """Where decoding failed: the physical line, and the bytes around the place."""

    line: int
    around: bytes


def find_encoding(open_file: Callable[[], BinaryIO], chosen: str | None = None) -> Encoding:
    """The encoding of a text file.

    A byte order mark decides; then UTF-16 by its zero bytes; then UTF-8 if the whole file is; else Windows-1252, with a
    warning that shows the first word that decided. Raises Refused when none fits, or the file breaks its own mark.
    """
    with open_file() as file:
        head = file.read(4096)
    named = chosen or next((name for bom, name in _BOMS if head.startswith(bom)), None) or _utf16_without_mark(head)
    if named:
        fault = _first_fault(open_file, named)
        if fault:
            raise Refused(kinds.ENCODING_BROKEN.at(fault.line, encoding=named.upper().removesuffix("-SIG")))
        return Encoding(named)
    fault = _first_fault(open_file, "utf-8")
    if fault is None:
        return Encoding("utf-8")
    beyond = _first_fault(open_file, "cp1252")
    if beyond:
        raise Refused(kinds.ENCODING_UNKNOWN.at(beyond.line))
    word = fault.around.decode("cp1252").strip()
    return Encoding("cp1252", (kinds.ENCODING_GUESSED.at(fault.line, value=word),))


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 shows itself in Western text by a zero in every second byte."""
    half = len(head) // 2
    if not half:
        return None
    even, odd = head[0 : half * 2 : 2].count(0) / half, head[1 : half * 2 : 2].count(0) / half
    if odd > _SHARE_OF_NULS and even < odd / 4:
        return "utf-16-le"
    if even > _SHARE_OF_NULS and odd < even / 4:
        return "utf-16-be"
    return None


def _first_fault(open_file: Callable[[], BinaryIO], name: str) -> _Fault | None:
    """The first place that this codec cannot read, or None if it reads the whole file."""
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    with open_file() as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                around = error.object[max(0, error.start - _AROUND) : error.start + _AROUND]
                return _Fault(line + good.count(b"\n"), _word(around, min(error.start, _AROUND)))
            line += text.count("\n")
            if not chunk:
                return None


def _word(around: bytes, at: int) -> bytes:
    """The piece of a line round a place, cut at line ends and separators."""
    start = max(around.rfind(mark, 0, at) for mark in (b"\n", b",", b";", b"\t", b'"')) + 1
    ends = [end for mark in (b"\n", b"\r", b",", b";", b"\t", b'"') if (end := around.find(mark, at)) >= 0]
    return around[start : min(ends, default=len(around))]

"""Which files may be kept as evidence: judged by what they hold, never by what they call themselves. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import Final, NamedTuple

MOST_BYTES: Final = 10 * 1024 * 1024
ACCEPT: Final = ".pdf,.png,.jpg,.jpeg,.gif,.webp,.txt,.csv,.log,.docx,.xlsx,.pptx,.odt,.ods,.eml"
_NAME_CHARS: Final = 120
_SIGNS: Final = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF87a", "image/gif", (".gif",)),
    (b"GIF89a", "image/gif", (".gif",)),
)
_OFFICE: Final = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
}
_OPEN_DOCUMENTS: Final = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_TEXTS: Final = {".csv": "text/csv", ".eml": "message/rfc822"}
_TEXT_ENDINGS: Final = (".txt", ".csv", ".log", ".eml")
# A page that a browser would run, whatever it is called.
_ACTIVE: Final = re.compile(
    r"<\s*(?:!doctype\s+html|html|svg|script|head|body|iframe|object|embed|\?xml)\b", re.IGNORECASE
)
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff"<>|:*?\\/]')
_MACROS: Final = "vbaProject.bin"


class EvidenceFault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TYPE = "type"
    MACROS = "macros"


class Evidence(NamedTuple):
    """A file that may be kept: a name that is safe everywhere and ends as its content demands, and its type."""

    name: str
    media_type: str


def judge(name: str, content: bytes) -> Evidence | EvidenceFault:
    """The evidence in an upload, or why it is none: PDF, pictures, plain text, office documents without macros.

    No HTML and no SVG, which a browser would run.
    """
    if not content:
        return EvidenceFault.EMPTY
    if len(content) > MOST_BYTES:
        return EvidenceFault.TOO_BIG
    for sign, media_type, endings in _SIGNS:
        if content.startswith(sign):
            return Evidence(safe_name(name, endings), media_type)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Evidence(safe_name(name, (".webp",)), "image/webp")
    if content.startswith(b"PK\x03\x04"):
        return _office(name, content)
    return _text(name, content)


def safe_name(name: str, endings: tuple[str, ...]) -> str:
    """The last part of a path, without signs that steer anything, ending in one of ``endings``."""
    plain = _UNSAFE.sub("", PurePath(name.replace("\\", "/")).name).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if f".{ending}".lower() in endings and stem:
        return f"{stem[: _NAME_CHARS - len(ending) - 1]}{dot}{ending}"
    return f"{(plain or 'file')[: _NAME_CHARS - len(endings[0])]}{endings[0]}"


def _office(name: str, content: bytes) -> Evidence | EvidenceFault:
    """A document of an office program, told by the parts it is packed from; nothing is unpacked but its type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.namelist()
            if any(part.endswith(_MACROS) for part in parts):
                return EvidenceFault.MACROS
            if "mimetype" in parts and packed.getinfo("mimetype").file_size <= 100:  # noqa: PLR2004  # no type is longer
                told = packed.read("mimetype")
                if told in _OPEN_DOCUMENTS:
                    return Evidence(safe_name(name, (_OPEN_DOCUMENTS[told],)), told.decode())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return EvidenceFault.TYPE
    if "[Content_Types].xml" in parts:
        for folder, (media_type, ending) in _OFFICE.items():
            if any(part.startswith(folder) for part in parts):
                return Evidence(safe_name(name, (ending,)), media_type)
    return EvidenceFault.TYPE


def _text(name: str, content: bytes) -> Evidence | EvidenceFault:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return EvidenceFault.TYPE
    if "\0" in text or _ACTIVE.search(text[:4096]):
        return EvidenceFault.TYPE
    kept = safe_name(name, _TEXT_ENDINGS)
    return Evidence(kept, _TEXTS.get(PurePath(kept).suffix.lower(), "text/plain"))

"""The only module that speaks WeasyPrint: HTML of ours in, one tagged PDF out.

WeasyPrint is imported late (0.45 s, 55 MB) and fetches nothing but the product's own static files.
"""

from __future__ import annotations

import atexit
import io
import mimetypes
import threading
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Relative addresses in a document lead below our static files; no server stands behind this name.
BASE_URL = "https://bundled.invalid/static/"
PAPERS = {"A4": "A4", "Letter": "letter"}
# Without an instant of its own an attachment would carry the clock, and the same document would differ each time.
_NO_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)
_one_at_a_time = threading.Lock()


class PdfUnavailableError(RuntimeError):
    """The libraries that make PDFs are missing on this machine; the text tells people so."""


class RefusedAddressError(ValueError):
    """A document asked for something that is not one of our own files."""


class Attachment(NamedTuple):
    """A file inside a PDF. The media type must be the one that the name's ending stands for."""

    name: str
    content: bytes
    media_type: str


class Pdf(bytes):
    """A rendered PDF, with its number of pages."""

    page_count: int

    def __new__(cls, content: bytes, page_count: int) -> Self:
        """Bytes that know their page count."""
        made = super().__new__(cls, content)
        made.page_count = page_count
        return made


def render_pdf(
    html: str,
    *,
    paper: str,
    attachments: Iterable[tuple[str, bytes, str]] = (),
    stylesheets: Sequence[str] = (),
    made_at: datetime | None = None,
    most_pages: int | None = None,
) -> Pdf:
    """Render a tagged PDF (PDF/UA-1). The same arguments give the same bytes.

    ``html`` has a language and a title. ``paper`` is "A4" or "Letter"; margins are the stylesheets' own. Name
    ``stylesheets`` by their path below ``static/`` ("css/x.css"): parsed once a process, unlike a ``<link>``.
    ``made_at`` (aware) dates the attachments. What comes to more than ``most_pages`` is laid out and not written: the
    PDF is empty and knows its pages.

    Raises:
        PdfUnavailableError: when the native libraries are missing.
        RefusedAddressError: when the document asks for anything but our own static files.
        ValueError: for a paper or an attachment's type that we do not know.
    """
    if paper not in PAPERS:
        raise ValueError(f"unknown paper {paper!r}: {', '.join(PAPERS)}")
    files = [Attachment(*attachment) for attachment in attachments]
    for file in files:
        if mimetypes.guess_type(file.name)[0] != file.media_type:
            raise ValueError(f"{file.name} does not look like {file.media_type}")
    weasyprint = _weasyprint()
    embedded = [_embed(file, made_at or _NO_INSTANT) for file in files]
    try:
        with _one_at_a_time:
            document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=_fetcher()).render(
                font_config=_fonts(),
                stylesheets=[_paper_style(paper), *(_style(name, _changed_at(name)) for name in stylesheets)],
                pdf_variant="pdf/ua-1",
            )
            if most_pages is not None and len(document.pages) > most_pages:
                return Pdf(b"", len(document.pages))
            content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, attachments=embedded)
            return Pdf(content, len(document.pages))
    except _urls().FatalURLFetchingError as refusal:
        raise RefusedAddressError(str(refusal)) from refusal


def can_make_pdfs() -> bool:
    """Whether this machine has the libraries."""
    try:
        _weasyprint()
    except PdfUnavailableError:
        return False
    return True


def static_path(url: str) -> Path:
    """The file of ours behind an address.

    Raises:
        RefusedAddressError: when it is not one.
    """
    name = unquote(urlsplit(url).path.removeprefix(urlsplit(BASE_URL).path)) if url.startswith(BASE_URL) else ""
    root = Path(settings.BASE_DIR, "static").resolve()
    path = (root / name).resolve()
    if not name or not path.is_relative_to(root) or not path.is_file():
        raise RefusedAddressError(f"documents may only use our own files, not {url[:200]}")
    return path


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415  # heavy, and its native libraries may be missing
    except OSError as error:
        raise PdfUnavailableError(
            _("PDFs cannot be made on this machine yet: the libraries Pango and HarfBuzz are missing.")
        ) from error
    return weasyprint


def _urls() -> Any:
    _weasyprint()
    from weasyprint import urls  # noqa: PLC0415  # see above

    return urls


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Files below ``static/`` and nothing else; a refusal stops the rendering, since it means a fault or an attack."""
    urls = _urls()

    class OwnFiles(urls.URLFetcher):  # type: ignore[misc,name-defined]  # WeasyPrint ships no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            try:
                path = static_path(url)
            except RefusedAddressError as refusal:
                raise urls.FatalURLFetchingError(str(refusal)) from None
            media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})

    return OwnFiles()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  # see above

    atexit.register(_fonts.cache_clear)  # it removes its folder, which needs a living interpreter
    return FontConfiguration()


@lru_cache(maxsize=4)
def _paper_style(paper: str) -> Any:
    return _weasyprint().CSS(string=f"@page {{ size: {PAPERS[paper]} }}", font_config=_fonts())


@lru_cache(maxsize=16)
def _style(name: str, _changed_at: float) -> Any:
    return _weasyprint().CSS(url=BASE_URL + name, url_fetcher=_fetcher(), font_config=_fonts())


def _changed_at(name: str) -> float:
    """When a stylesheet was last written: an edit shows without a restart."""
    return static_path(BASE_URL + name).stat().st_mtime


def _embed(file: Attachment, at: datetime) -> Any:
    return _weasyprint().Attachment(
        file_obj=io.BytesIO(file.content), name=file.name, created=at, modified=at, relationship="Data"
    )

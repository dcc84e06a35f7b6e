"""How a file of somebody else's is given out: saved by the browser, never shown, guessed about or run."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Whatever a file holds, a browser gives it no rights and no origin.
_HARMLESS = "default-src 'none'; sandbox"


def as_download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Bytes that a browser saves and never shows, guesses about or runs."""
    return HttpResponse(
        content,
        headers={
            "Content-Type": media_type,
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": _HARMLESS,
        },
    )

"""A PDF as a browser gets it."""

from __future__ import annotations

from django.http import HttpResponse

from scorecards import pdf
from scorecards.models import ScorecardSnapshot


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at or keep."""
    headers = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'inline; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, headers=headers)


def pdf_of(snapshot: ScorecardSnapshot, paper: str) -> HttpResponse:
    """The PDF of a snapshot for somebody who may only read."""
    kept = pdf.stored_document(snapshot, paper=paper)
    if kept is not None:
        return pdf_response(bytes(kept.content), kept.filename)
    content = pdf.render_scorecard(snapshot.data, paper, link=pdf.page_of(snapshot))
    return pdf_response(content, pdf.filename(snapshot.data))

"""The brief on paper, A4 or Letter: the very words of the portal."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.text import slugify

from foundation.accounts.models import Organization
from foundation.outbox.documents import Pdf, render_pdf
from sourcing.content import Content
from sourcing.models import Brief
from sourcing.queries.clarifications import clarifications_of
from sourcing.queries.offers import lines_of, questions_of


def render_brief(brief: Brief, content: Content, *, client: Organization, paper: str = "A4") -> Pdf:
    """The brief as vendors read it; raises as ``render_pdf``. A draft says that it is one."""
    context: dict[str, Any] = {
        "brief": brief,
        "content": content,
        "questions": questions_of(brief),
        "lines": lines_of(brief),
        "clarifications": clarifications_of(brief),
        "client": client.name,
        "zone": client.time_zone,
    }
    html = render_to_string("sourcing/pdf.html", context)
    return render_pdf(html, paper=paper, stylesheets=["css/pdf.css", "css/brief_pdf.css"])


def filename(brief: Brief) -> str:
    """Such as after-hours-desk-brief.pdf."""
    return f"{slugify(brief.title)[:60].strip('-') or 'request'}-brief.pdf"

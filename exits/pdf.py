"""The exit plan's clauses as a PDF: the text block for the master agreement, then that for the statement of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.template.loader import render_to_string

from exits.clauses import Block
from exits.models import ExitPlan
from foundation.outbox.documents import Pdf, render_pdf


def render_clauses(
    plan: ExitPlan, blocks: Sequence[Block], *, organization: str, paper: str, language: str, today: date
) -> Pdf:
    """Both blocks on "A4" or "Letter", in the language in force; raises as `render_pdf`."""
    context = {
        "plan": plan,
        "engagement": plan.engagement,
        "vendor": plan.engagement.vendor,
        "blocks": blocks,
        "organization": organization,
        "language": language,
        "today": today,
    }
    html = render_to_string("exits/clauses_pdf.html", context)
    return render_pdf(html, paper=paper, stylesheets=["css/pdf.css", "css/clauses_pdf.css"])

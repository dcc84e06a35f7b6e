"""What became of a case on one page as a PDF: A4 or Letter, tagged, with what was told and found inside."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from engagements.periods import Period
from finance.queries.realisation import Lived
from finance.realised.page import lists_of, page_context, said_of, standing
from finance.realised.paper import plans
from finance.realised.printed import inside_of, sheet_of
from finance.realised.sheet import RealisedSheet
from foundation.accounts.models import Organization
from foundation.outbox import models as outbox
from foundation.outbox.actions import store_document
from foundation.outbox.documents import Pdf, render_pdf

LAYOUT: Final = 2
"""Raised when the page looks different, so that it is rendered again."""


def render_realisation(sheet: RealisedSheet, inside: bytes, paper: str) -> Pdf:
    """The page on "A4" or "Letter" with ``inside`` attached. The same arguments give the same bytes; raises as
    ``render_pdf``."""
    made: Pdf | None = None
    with translation.override(settings.LANGUAGE_CODE):
        found, said, lists = standing(sheet), said_of(sheet), lists_of(sheet)
        for plan in plans(sheet, paper, lists=lists, said=said, beside=[found.text]):
            made = render_pdf(
                render_to_string("finance/realised_pdf.html", page_context(sheet, plan, lists, said, found)),
                paper=paper,
                attachments=[("realisation.json", inside, "application/json")],
                stylesheets=["css/pdf.css", "css/case_pdf.css"],
                made_at=sheet.facts.made_at,
            )
            if made.page_count == 1:
                break
    if made is None:
        raise ValueError(f"no plan for {paper!r}")
    return made


def realisation_document(
    lived: Lived, organization: Organization, *, period: Period | None, paper: str, now: datetime
) -> outbox.Document:
    """The stored PDF of a quarter, or to date; the same data of the same day gives the row there is. Call it outside a
    transaction."""
    inside, sheet = inside_of(lived), sheet_of(lived, organization, period=period, now=now)
    case, facts = lived.version.case, sheet.facts
    printed = f"{LAYOUT} {facts.title} {facts.prepared_by} {facts.made_on}".encode()
    return store_document(
        key=f"realisation/{case.pk}/{period.key if period else facts.made_on.isoformat()}/{paper}",
        fingerprint=hashlib.sha256(inside + printed).hexdigest(),
        filename=filename(case.title, period),
        render=partial(render_realisation, sheet, inside, paper),
        now=now,
        engagement_id=case.engagement_id,
    )


def filename(title: str, period: Period | None) -> str:
    """Such as after-hours-support-realised-2026-q3.pdf."""
    named = period.key.lower() if period else "to-date"
    return f"{slugify(title)[:60].strip('-') or 'business-case'}-realised-{named}.pdf"

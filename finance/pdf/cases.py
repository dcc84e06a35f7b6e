"""The one-page business case as a PDF: A4 or Letter, tagged, with its inputs and results inside."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from finance.case import Document, Findings, canonical, findings_json, to_json
from finance.models import CaseVersion
from finance.page import lists_of, page_context, said_of
from finance.paper import plans
from finance.sealed import facts_of, sealed_findings
from finance.sheets import CaseFacts, Sheet
from foundation.outbox import models as outbox
from foundation.outbox.actions import store_document
from foundation.outbox.documents import Pdf, render_pdf

LAYOUT: Final = 2
"""Raised when the page looks different, so that it is rendered again."""


def render_case(document: Document, findings: Findings, facts: CaseFacts, paper: str) -> Pdf:
    """The page on "A4" or "Letter". The same arguments give the same bytes; raises as `render_pdf`.

    The estimate picks a plan that fits; should it come to two pages after all, denser ones are tried.
    """
    sheet = Sheet.of(document, findings, facts)
    attachment = ("business-case.json", inside(document, findings), "application/json")
    made: Pdf | None = None
    with translation.override(settings.LANGUAGE_CODE):
        lists, said = lists_of(sheet), said_of(sheet)
        for plan in plans(sheet, paper, lists=lists, said=said):
            html = render_to_string("finance/pdf.html", page_context(sheet, findings, plan, lists, said))
            made = render_pdf(
                html,
                paper=paper,
                attachments=[attachment],
                stylesheets=["css/pdf.css", "css/case_pdf.css"],
                made_at=facts.made_at,
            )
            if made.page_count == 1:
                break
    if made is None:
        raise ValueError(f"no plan for {paper!r}")
    return made


def render_version(version: CaseVersion, paper: str) -> Pdf:
    """The page of a version as it stands.

    Raises:
        SealBrokenError: when a sealed version's figures come out differently today.
    """
    document, findings = sealed_findings(version)
    return render_case(document, findings, facts_of(version), paper)


def case_document(version: CaseVersion, *, paper: str, now: datetime) -> outbox.Document:
    """The stored PDF of a sealed version; rendered only if there is none yet. Call it outside a transaction."""
    return store_document(
        key=_key(version, paper),
        fingerprint=_fingerprint(version),
        filename=filename(version.case.title, version.number),
        render=partial(render_version, version, paper),
        now=now,
        engagement_id=version.case.engagement_id,
    )


def stored_document(version: CaseVersion, *, paper: str) -> outbox.Document | None:
    """The PDF as it was kept, for those who may not keep one; None where there is none."""
    kept = outbox.Document.objects.filter(key=_key(version, paper), fingerprint=_fingerprint(version))
    found: outbox.Document | None = kept.first()
    return found


def inside(document: Document, findings: Findings) -> bytes:
    """What is attached: inputs and results as they are sealed; SHA-256 of these bytes is the seal."""
    return canonical({"inputs": to_json(document), "results": findings_json(findings)})


def filename(title: str, number: int, *, draft: bool = False, ending: str = "pdf") -> str:
    """Such as after-hours-support-v4.pdf."""
    parts = [slugify(title)[:60].strip("-") or "business-case", f"v{number}"] + ["draft"] * draft
    return "-".join(parts) + f".{ending}"


def _key(version: CaseVersion, paper: str) -> str:
    return f"case/{version.case_id}/{version.number}/{paper}"


def _fingerprint(version: CaseVersion) -> str:
    """Over the seal and whatever else is printed."""
    printed = f"{LAYOUT} {version.seal} {facts_of(version)}"
    return hashlib.sha256(printed.encode()).hexdigest()

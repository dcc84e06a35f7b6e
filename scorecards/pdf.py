"""The one-page scorecard as a PDF, from a sealed snapshot alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

from foundation.outbox.actions import store_document
from foundation.outbox.documents import Pdf, render_pdf
from foundation.outbox.models import Document
from scorecards.models import ScorecardSnapshot
from scorecards.models.cards import Audience

LAYOUT = 1
"""Raised when the page looks different, so that it is rendered again."""


def scorecard_document(snapshot: ScorecardSnapshot, *, paper: str, now: datetime) -> Document:
    """The stored PDF of a snapshot; rendered only if there is none yet. Call it outside a transaction."""
    data = snapshot.data
    return store_document(
        key=f"scorecard/{snapshot.scorecard_id}/{snapshot.audience}/{paper}",
        fingerprint=f"{snapshot.sha256[:56]}-{LAYOUT}",
        filename=f"{slugify(data['engagement']['name'])}-{data['period']['key']}.pdf",
        render=partial(render_scorecard, data, paper),
        now=now,
        engagement_id=snapshot.engagement_id,
        vendor_id=data["vendor"]["id"] if snapshot.audience == Audience.VENDOR else None,
    )


def render_scorecard(data: Mapping[str, Any], paper: str) -> Pdf:
    """The page of a snapshot's data on "A4" or "Letter"."""
    rows = format_html_join(
        "",
        "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
        ((line["name"], line["value"] or "-", line["status"]) for line in data["lines"]),
    )
    title = f"{data['engagement']['name']} {data['period']['key']}"
    html = format_html(
        '<html lang="en"><head><title>{}</title></head><body><h1>{}</h1><p>{}</p><table>{}</table></body></html>',
        title,
        data["scorecard"]["headline"],
        title,
        rows,
    )
    return render_pdf(html, paper=paper)

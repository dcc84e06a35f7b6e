"""The one-page scorecard as a PDF, from a sealed snapshot alone: A4 or Letter, tagged, with its data inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.outbox.actions import store_document
from foundation.outbox.documents import Pdf, render_pdf
from foundation.outbox.models import Document
from scorecards.canonical import canonical_json, seal_of
from scorecards.decisions import decisions
from scorecards.models import ScorecardSnapshot
from scorecards.models.cards import Audience
from scorecards.paper import Plan, plans, whole_words
from scorecards.sheet_charts import charted
from scorecards.sheets import Sheet

LAYOUT: Final = 3
"""Raised when the page looks different, so that it is rendered again."""


def scorecard_document(snapshot: ScorecardSnapshot, *, paper: str, now: datetime) -> Document:
    """The stored PDF of a snapshot; rendered only if there is none yet. Call it outside a transaction."""
    data = snapshot.data
    return store_document(
        key=_key(snapshot, paper),
        fingerprint=_fingerprint(snapshot),
        filename=filename(data),
        render=partial(render_scorecard, data, paper, link=page_of(snapshot)),
        now=now,
        engagement_id=snapshot.engagement_id,
        vendor_id=data["vendor"]["id"] if snapshot.audience == Audience.VENDOR else None,
    )


def stored_document(snapshot: ScorecardSnapshot, *, paper: str) -> Document | None:
    """The PDF as it was kept, for those who may not keep one; None where there is none."""
    kept: Document | None = Document.objects.filter(
        key=_key(snapshot, paper), fingerprint=_fingerprint(snapshot)
    ).first()
    return kept


def render_scorecard(data: Mapping[str, Any], paper: str, *, link: str = "", draft: bool = False) -> Pdf:
    """The page of a snapshot's data on "A4" or "Letter"; ``link`` leads from it to the scorecard's page.

    The estimate picks a plan that fits; should it come to two pages after all, denser ones are tried.
    """
    sheet = Sheet.read(data)
    attachment = ("scorecard.json", canonical_json(data).encode(), "application/json")
    with translation.override(settings.LANGUAGE_CODE), timezone.override(sheet.zone):
        questions = decisions(sheet)
        made: Pdf | None = None
        for plan in plans(sheet, paper, questions=questions):
            html = render_to_string(
                "scorecards/pdf.html", _context(sheet, plan, questions, data, link=link, draft=draft)
            )
            made = render_pdf(
                html, paper=paper, attachments=[attachment], stylesheets=["css/pdf.css"], made_at=sheet.issued_at
            )
            if made.page_count == 1:
                break
    if made is None:
        raise ValueError(f"no plan for {paper!r}")
    return made


def page_of(snapshot: ScorecardSnapshot) -> str:
    """The address of the scorecard's page, for people who sign in: the client's, or the vendor's portal."""
    place: dict[str, Any] = {"org": snapshot.organization.slug, "pk": snapshot.scorecard_id}
    if snapshot.audience == Audience.CLIENT:
        return settings.SITE_URL + reverse("scorecards:scorecard-detail", kwargs=place)
    place["vendor"] = snapshot.data["vendor"]["id"]
    return settings.SITE_URL + reverse("scorecards:scorecard-portal", kwargs=place)


def filename(data: Mapping[str, Any], *, draft: bool = False) -> str:
    """Such as after-hours-it-support-2026-W47.pdf; later revisions say so."""
    revision = data["scorecard"]["revision"]
    parts = [slugify(data["engagement"]["name"]) or "scorecard", data["period"]["key"].replace("/", "-")]
    parts += [f"r{revision}"] * (revision > 1) + ["draft"] * draft
    return "-".join(parts) + ".pdf"


def _key(snapshot: ScorecardSnapshot, paper: str) -> str:
    return f"scorecard/{snapshot.scorecard_id}/{snapshot.audience}/{paper}"


def _fingerprint(snapshot: ScorecardSnapshot) -> str:
    return f"{snapshot.sha256[:56]}-{LAYOUT}"


def _context(
    sheet: Sheet, plan: Plan, questions: list[str], data: Mapping[str, Any], *, link: str, draft: bool
) -> dict[str, Any]:
    worst = sheet.worst
    status, weeks = sheet.before
    return {
        "sheet": sheet,
        "plan": plan,
        "density": plan.density,
        "chart": charted(worst) if worst else None,
        "small": [[(line, charted(line)) for line in row] for row in plan.small],
        "half": (plan.width - 16) / 2,
        "questions": questions[: plan.density.questions],
        "upcoming": [each for each in sheet.open_promises if not each.days_late][:3],
        "lead": _lead(sheet, plan.density.lead),
        "status_before": status,
        "weeks_before": weeks,
        "seal": "" if draft else seal_of(data),
        "adjusted": [line for line in sheet.lines if line.is_adjusted][:1],
        "link": link,
        "is_draft": draft,
    }


def _lead(sheet: Sheet, letters: int) -> str:
    """What stands below the headline: why it was corrected, the cause, what is late; nothing where there is no room."""
    if not letters:
        return ""
    said = []
    if sheet.revision_reason:
        said.append(_("Corrected: %(reason)s") % {"reason": whole_words(sheet.revision_reason, letters)})
    if sheet.missed and sheet.causes:
        said.append(_("Cause found: %(cause)s") % {"cause": whole_words(sheet.causes[0].text, letters)})
    elif sheet.missed:
        said.append(_("No root cause is on record yet."))
    elif sheet.judged:
        said.append(_("Nothing missed its target."))
    if late := len(sheet.late_promises):
        words = ngettext("%(count)d corrective action is late.", "%(count)d corrective actions are late.", late)
        said.append(words % {"count": late})
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in said)

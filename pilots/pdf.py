"""The memo of a pilot as a one-page PDF: A4 or Letter, tagged, with its evidence inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from foundation.outbox.actions import store_document
from foundation.outbox.documents import Pdf, render_pdf
from foundation.outbox.models import Document
from pilots.memo_sheets import MemoRow, MemoSheet, sheet_of
from pilots.models import Choice, Pilot, PilotDecision, VolumeStep
from scorecards.canonical import canonical_json

LAYOUT: Final = 1
"""Raised when the page looks different, so that it is rendered again."""

_CHART: Final = 88.0
_TRAIL: Final = 158.0
_MOST_TRAILS: Final = 8


class Density(NamedTuple):
    """How much is said: of the title its size in px; letters of goal, reason, names and points; most rows, points and
    steps; whether process and error budget stand below each name."""

    title: int
    goal: int
    why: int
    name: int
    point: int
    rows: int
    points: int
    steps: int
    details: bool = True


DENSITIES: Final = (
    Density(22, 400, 700, 90, 170, 8, 5, 4),
    Density(20, 260, 480, 60, 120, 8, 4, 4),
    Density(18, 160, 320, 40, 100, 8, 3, 4),
    Density(16, 0, 220, 30, 70, 7, 2, 4, details=False),
    Density(15, 0, 150, 24, 50, 5, 1, 3, details=False),
)


class Words(NamedTuple):
    """What people added to the evidence: the decision, why, who and when, and the steps; empty before there is one."""

    choice: str = ""
    why: str = ""
    until: str = ""
    who: str = ""
    day: datetime | None = None
    steps: tuple[tuple[str, str, str], ...] = ()


def render_memo(data: Mapping[str, Any], paper: str, *, words: Words, link: str, made_at: datetime) -> Pdf:
    """The page on "A4" or "Letter". The same arguments give the same bytes; raises as `render_pdf`.

    Denser pages are tried until one has room for everything that is said on it; the densest is taken as it comes.
    """
    attachment = ("pilot-memo.json", canonical_json(data).encode(), "application/json")
    with translation.override(settings.LANGUAGE_CODE):
        sheet = sheet_of(data, chart_width=_CHART, trail_width=_TRAIL)

        def page(density: Density, most_pages: int | None) -> Pdf:
            return render_pdf(
                render_to_string("pilots/memo_pdf.html", _context(sheet, words, density, link)),
                paper=paper,
                attachments=[attachment],
                stylesheets=["css/pdf.css", "css/case_pdf.css", "css/memo_pdf.css"],
                made_at=made_at,
                most_pages=most_pages,
            )

        made = (page(density, 1) for density in DENSITIES[:-1])
        return next((each for each in made if each.page_count == 1), None) or page(DENSITIES[-1], None)


def memo_pdf(pilot: Pilot, data: Mapping[str, Any], decision: PilotDecision | None, *, now: datetime) -> Pdf:
    """The memo of a pilot on the workspace's paper: that of a decision, or what stands today."""
    words = words_of(decision)
    made_at = decision.decided_at if decision else now
    return render_memo(data, pilot.organization.paper_size, words=words, link=page_of(pilot), made_at=made_at)


def memo_document(pilot: Pilot, data: Mapping[str, Any], decision: PilotDecision | None, *, now: datetime) -> Document:
    """The stored PDF of exactly this memo; rendered only if there is none yet. For the client's people alone."""
    words = words_of(decision)
    return store_document(
        key=f"pilot/{pilot.pk}/memo/{pilot.organization.paper_size}",
        fingerprint=fingerprint(data, words),
        filename=filename(pilot),
        render=partial(memo_pdf, pilot, data, decision, now=now),
        now=now,
        engagement_id=pilot.engagement_id,
    )


def words_of(decision: PilotDecision | None) -> Words:
    """The decision in words; the steps are those planned with it."""
    if decision is None:
        return Words()
    with translation.override(settings.LANGUAGE_CODE):
        rows = VolumeStep.objects.filter(pilot=decision.pilot_id).select_related("gate").order_by("position")
        steps = tuple(
            (_day(row.starts_on), f"{row.share.normalize():f} %", row.gate.name if row.gate else _("all criteria"))
            for row in (rows if decision.choice == Choice.SCALE else ())
        )
        until = _day(decision.until) if decision.until else ""
    return Words(decision.choice, decision.why, until, str(decision.decided_by or ""), decision.decided_at, steps)


def fingerprint(data: Mapping[str, Any], words: Words) -> str:
    """Over the evidence and whatever else is printed."""
    printed = json.dumps([LAYOUT, data, [str(each) for each in words]], sort_keys=True)
    return hashlib.sha256(printed.encode()).hexdigest()


def filename(pilot: Pilot) -> str:
    """Such as pilot-memo-night-desk.pdf."""
    return f"pilot-memo-{slugify(pilot.title)[:60].strip('-') or pilot.pk}.pdf"


def page_of(pilot: Pilot) -> str:
    """The address of the decision's page, for people who sign in."""
    place = {"org": pilot.organization.slug, "pk": pilot.pk}
    return settings.SITE_URL + reverse("pilots:pilot-decide", kwargs=place)


def _context(sheet: MemoSheet, words: Words, density: Density, link: str) -> dict[str, Any]:
    looked_back = sheet.data["looked_back"]
    triggers = [text for text, _fired in sheet.triggers]
    return {
        "sheet": sheet,
        "pilot": sheet.pilot,
        "words": words,
        "decided": words.choice != "",
        "boxes": [(label, value == words.choice) for value, label in Choice.choices],
        "density": density,
        "goal": _cut(sheet.pilot["goal"], density.goal),
        "why": _cut(words.why, density.why),
        "rows": sheet.rows[: density.rows],
        "trails": _in_rows(sheet.rows[:_MOST_TRAILS]) if density.details else [],
        "more_rows": max(len(sheet.rows) - density.rows, 0),
        "lists": [
            _list(_("Rollback triggers"), triggers, density, _("None was written down.")),
            _list(_("What went well"), looked_back["well"], density, _("Nothing on record.")),
            _list(_("What went badly"), looked_back["badly"], density, _("Nothing on record.")),
        ],
        "steps": words.steps[: density.steps],
        "more_steps": max(len(words.steps) - density.steps, 0),
        "link": link,
    }


def _in_rows(rows: Sequence[MemoRow]) -> list[list[MemoRow | None]]:
    """Four side by side; the last line is filled up."""
    lines: list[list[MemoRow | None]] = [list(rows[at : at + 4]) for at in range(0, len(rows), 4)]
    return [line + [None] * (4 - len(line)) for line in lines]


def _list(heading: str, points: Sequence[str], density: Density, empty: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "points": [_cut(point, density.point) for point in points[: density.points]],
        "more": max(len(points) - density.points, 0),
        "empty": empty,
    }


def _day(day: date) -> str:
    return date_format(day, "j M Y")


def _cut(text: str, letters: int) -> str:
    """The text, or its beginning up to a word, with an ellipsis; nothing where there is no room."""
    plain = " ".join(text.split())
    if len(plain) <= letters:
        return plain
    if not letters:
        return ""
    kept = plain[: letters - 1].rsplit(" ", 1)[0] if " " in plain[: letters - 1] else plain[: letters - 1]
    return kept.rstrip(",;:. ") + "…"

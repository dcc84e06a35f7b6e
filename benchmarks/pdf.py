"""The scorecard's PDF (benchmark 13): against the same page with fonts and CSS reused, unchanged, and 500 times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Any, Final
from unittest.mock import patch

import psutil
import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration

from benchmarks.sample import NOW, sample_lead
from foundation.accounts.tenancy import context
from foundation.outbox import documents
from scorecards import pdf
from scorecards.models import ScorecardSnapshot

RUNS: Final = 21
WARM: Final = 50
MANY: Final = 500


def benchmarks() -> list[dict[str, Any]]:
    """Ratio, renderings of an unchanged document, growth of memory."""
    lead = sample_lead()
    with context.staff(lead.organization_id, actor=lead.user_id):
        snapshot = _largest()
        return [_ratio(snapshot.data), _unchanged(snapshot), _memory(snapshot.data)]


def _largest() -> ScorecardSnapshot:
    from django.db import transaction  # noqa: PLC0415  # beside its one use

    with transaction.atomic():
        snapshots = list(ScorecardSnapshot.objects.filter(audience="client").select_related("organization"))
    return max(snapshots, key=lambda snapshot: len(str(snapshot.data)))


def _ratio(data: Mapping[str, Any]) -> dict[str, Any]:
    with patch.object(pdf, "render_pdf", wraps=documents.render_pdf) as rendered:
        pdf.render_scorecard(data, "A4")
    bare = _bare(rendered.call_args.args[0])
    ratios = [_seconds(lambda: pdf.render_scorecard(data, "A4")) / _seconds(bare) for _ in range(RUNS + 2)][2:]
    return {
        "name": "scorecard PDF / the same page, fonts and CSS reused",
        "value": round(median(ratios), 2),
        "target": "<= 1.15",
        "baseline": "WeasyPrint on the same HTML, with one FontConfiguration and parsed stylesheets",
        "n": RUNS,
        "milliseconds": round(1000 * median(_seconds(lambda: pdf.render_scorecard(data, "A4")) for _ in range(RUNS))),
    }


def _bare(html: str) -> Callable[[], object]:
    """The same HTML through WeasyPrint alone: tagged too, without template, charts and attachment."""
    fonts, static = FontConfiguration(), (settings.BASE_DIR / "static").as_uri() + "/"
    styles = [
        weasyprint.CSS(string="@page { size: A4 }", font_config=fonts),
        weasyprint.CSS(url=static + "css/pdf.css", font_config=fonts),
    ]

    def render() -> object:
        page = weasyprint.HTML(string=html, base_url=static)
        made = page.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1")
        return made.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)

    return render


def _unchanged(snapshot: ScorecardSnapshot) -> dict[str, Any]:
    pdf.scorecard_document(snapshot, paper="A4", now=NOW)
    with patch.object(pdf, "render_pdf", wraps=documents.render_pdf) as rendered:
        for _ in range(RUNS):
            pdf.scorecard_document(snapshot, paper="A4", now=NOW)
    return {
        "name": "renderings of an unchanged scorecard",
        "value": rendered.call_count,
        "target": "<= 0",
        "baseline": "asked for again",
        "n": RUNS,
    }


def _memory(data: Mapping[str, Any]) -> dict[str, Any]:
    used = psutil.Process().memory_info
    for _ in range(WARM):
        pdf.render_scorecard(data, "A4")
    before = used().rss
    for _ in range(MANY):
        pdf.render_scorecard(data, "A4")
    return {
        "name": f"memory after {MANY} more PDFs / after {WARM}",
        "value": round(used().rss / before, 3),
        "target": "<= 1.1",
        "baseline": f"{before // 2**20} MB after {WARM}",
        "n": MANY,
    }


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began

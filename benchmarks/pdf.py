"""The one-pagers (benchmark 13): against the same page with fonts and CSS reused, unchanged, and 500 times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from types import ModuleType
from typing import Any, Final
from unittest.mock import patch

import psutil
import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration

from benchmarks.sample import NOW, sample_lead
from finance.case import find
from finance.pdf import cases as case_pdf
from foundation.accounts.tenancy import context
from foundation.outbox import documents
from scorecards import pdf
from scorecards.models import ScorecardSnapshot
from tests.finance import papers

RUNS: Final = 21
WARM: Final = 50
MANY: Final = 500


@dataclass(frozen=True)
class Page:
    """A one-pager: how it is rendered, where `render_pdf` is called from, and its stylesheets."""

    name: str
    render: Callable[[], object]
    module: ModuleType
    styles: tuple[str, ...]


def benchmarks() -> list[dict[str, Any]]:
    """Ratio, renderings of an unchanged document, growth of memory; of the business case ratio, memory and pace."""
    lead = sample_lead()
    with context.staff(lead.organization_id, actor=lead.user_id):
        snapshot = _largest()
        card = Page("scorecard", lambda: pdf.render_scorecard(snapshot.data, "A4"), pdf, ("css/pdf.css",))
        found = [_ratio(card), _unchanged(snapshot), _memory(card)[0]]
    document, findings = papers.document(), find(papers.document())
    case = Page(
        "business case",
        lambda: case_pdf.render_case(document, findings, papers.FACTS, "A4"),
        case_pdf,
        ("css/pdf.css", "css/case_pdf.css"),
    )
    return [*found, _ratio(case), *_memory(case)]


def _largest() -> ScorecardSnapshot:
    from django.db import transaction  # noqa: PLC0415  # beside its one use

    with transaction.atomic():
        snapshots = list(ScorecardSnapshot.objects.filter(audience="client").select_related("organization"))
    return max(snapshots, key=lambda snapshot: len(str(snapshot.data)))


def _ratio(page: Page) -> dict[str, Any]:
    with patch.object(page.module, "render_pdf", wraps=documents.render_pdf) as rendered:
        page.render()
    bare = _bare(rendered.call_args.args[0], page.styles)
    ratios = [_seconds(page.render) / _seconds(bare) for _ in range(RUNS + 2)][2:]
    return {
        "name": f"{page.name} PDF / the same page, fonts and CSS reused",
        "value": round(median(ratios), 2),
        "target": "<= 1.15",
        "baseline": "WeasyPrint on the same HTML, with one FontConfiguration and parsed stylesheets",
        "n": RUNS,
        "milliseconds": round(1000 * median(_seconds(page.render) for _ in range(RUNS))),
    }


def _bare(html: str, styles: Sequence[str]) -> Callable[[], object]:
    """The same HTML through WeasyPrint alone: tagged too, without template, charts and attachment."""
    fonts, static = FontConfiguration(), (settings.BASE_DIR / "static").as_uri() + "/"
    parsed = [
        weasyprint.CSS(string="@page { size: A4 }", font_config=fonts),
        *(weasyprint.CSS(url=static + style, font_config=fonts) for style in styles),
    ]

    def render() -> object:
        page = weasyprint.HTML(string=html, base_url=static)
        made = page.render(font_config=fonts, stylesheets=parsed, pdf_variant="pdf/ua-1")
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


def _memory(page: Page) -> list[dict[str, Any]]:
    """Growth of memory over many renderings, and how many a second."""
    used = psutil.Process().memory_info
    for _ in range(WARM):
        page.render()
    before, began = used().rss, perf_counter()
    for _ in range(MANY):
        page.render()
    pace = MANY / (perf_counter() - began)
    return [
        {
            "name": f"{page.name}: memory after {MANY} more PDFs / after {WARM}",
            "value": round(used().rss / before, 3),
            "target": "<= 1.1",
            "baseline": f"{before // 2**20} MB after {WARM}",
            "n": MANY,
        },
        {
            "name": f"{page.name}: PDFs a second in one process",
            "value": round(pace, 2),
            "target": ">= 1",
            "baseline": "one after another, one core",
            "n": MANY,
        },
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began

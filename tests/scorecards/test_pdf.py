"""The PDF: one page whatever there is to say, nothing under 7 pt, tagged, its data inside."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from scorecards import pdf
from scorecards.canonical import canonical_json
from scorecards.paper import ACTIONS, METRICS
from tests.factories.sheets import action, cause, document, line

LONG = (
    "Share of priority one tickets of the night and weekend desks"
    " that were answered within the agreed fifteen minutes, all"
)
assert len(LONG) == 118
LINK = "https://northwind.example/northwind/scorecards/12/"


def crowded() -> dict[str, Any]:
    """Twelve metrics, nine actions, seven causes, names of nearly 120 letters, the longest headline."""
    lines = [line(n, name=f"{LONG} {n}"[:120], definition=LONG * 2, source=LONG, excluded=3) for n in range(1, 13)]
    return document(
        scorecard={
            "headline": (LONG + "; ") * 2 + "0 of 12 on target", "judged": 12, "revision": 2, "revision_reason": LONG,
        },
        lines=lines,
        root_causes=[cause(n, metric=f"{LONG} {n}", text=(LONG + " ") * 2) for n in range(1, 8)],
        actions=[
            action(n, metric_id=(n - 1) // 2 + 1, metric=f"{LONG} {n}", title=LONG + " " + LONG[:80], owner=LONG)
            for n in range(1, 10)
        ],
        exclusions=[
            {"source": "desk", "item": f"T{n}", "reason": "client_delay", "note": LONG, "approved_at": None,
             "claimed_by": LONG, "approved_by": LONG}
            for n in range(30)
        ],
        engagement={"id": 3, "name": LONG, "reference": LONG[:60], "process": LONG, "client": LONG, "owner": LONG},
        vendor={"id": 5, "name": LONG, "kind": "external"},
        organization={"name": LONG, "sender_name": LONG, "time_zone": "UTC", "currency": "EUR"},
    )  # fmt: skip


def silent() -> dict[str, Any]:
    """A metric that never had data."""
    nothing = line(value=None, numerator=None, denominator=None, n=0, interval=None, previous=None, change=None,
                   status="no_data", gap=None, series=[{"key": "2026-W47", "value": None, "n": 0}], limits={},
                   signal="no_data", raw={"value": None, "numerator": None, "denominator": None})  # fmt: skip
    card = {"status": "no_data", "headline": "No data for this period", "worst_metric_id": None, "judged": 0}
    return document(lines=[nothing], scorecard=card, statuses=[])


CASES = {
    "one metric": document(),
    "crowded": crowded(),
    "silent": silent(),
    "nothing agreed": document(lines=[], scorecard={"worst_metric_id": None, "judged": 0, "status": "no_data"}),
    "seven and five": document(
        lines=[line(n) for n in range(1, 8)],
        root_causes=[cause(n) for n in range(1, 6)],
        actions=[action(n, metric_id=n, metric=f"Metric {n}") for n in range(1, 6)],
    ),
}


def text_of(content: bytes) -> str:
    page = pypdfium2.PdfDocument(content)[0]
    return " ".join(page.get_textpage().get_text_bounded().split())


def smallest_text(content: bytes) -> float:
    """The smallest size at which any letter is painted, in points."""
    document = pypdfium2.PdfDocument(content)
    page = document[0].get_textpage()
    matrix = pdfium.FS_MATRIX()
    sizes: list[float] = []
    for at in range(page.count_chars()):
        if chr(pdfium.FPDFText_GetUnicode(page.raw, at)).strip() and not pdfium.FPDFText_IsGenerated(page.raw, at):
            pdfium.FPDFText_GetMatrix(page.raw, at, matrix)
            sizes.append(pdfium.FPDFText_GetFontSize(page.raw, at) * math.hypot(matrix.c, matrix.d))
    return min(sizes)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("case", CASES)
def test_it_is_one_page_and_nothing_is_smaller_than_seven_points(case: str, paper: str) -> None:
    made = pdf.render_scorecard(CASES[case], paper, link=LINK)
    assert made.page_count == 1
    assert smallest_text(made) >= 7
    size = pypdfium2.PdfDocument(bytes(made)).get_page_size(0)
    assert tuple(map(round, size)) == ((595, 842) if paper == "A4" else (612, 792))


def test_what_has_no_room_is_counted() -> None:
    made = pdf.render_scorecard(CASES["crowded"], "A4", link=LINK)
    text = text_of(made)
    assert f"+{12 - METRICS} more" in text
    assert f"+{9 - ACTIONS} more" in text


def test_the_data_is_inside_and_it_is_tagged() -> None:
    made = pdf.render_scorecard(document(), "A4")
    found = pypdfium2.PdfDocument(io.BytesIO(made))
    attachment = found.get_attachment(0)
    assert (attachment.get_name(), bytes(attachment.get_data()).decode()) == (
        "scorecard.json",
        canonical_json(document()),
    )
    assert json.loads(bytes(attachment.get_data())) == document()
    assert found.is_tagged()


def test_it_says_the_finding_the_figures_and_where_they_come_from() -> None:
    text = text_of(pdf.render_scorecard(document(), "A4"))
    for part in (
        "Metric 1 fell to 77.8 %; 0 of 1 on target", "Off target", "Before: At risk, 3 weeks", "77.8 %",
        "14 of 18, 54.8 to 91.0 %", "≥ 95 %", "below lower limit", "284 items in play", "week.csv",
        "To decide today", "who finds it, by when?", "seal",
    ):  # fmt: skip
        assert part in text, part


def test_a_draft_says_so_and_carries_no_seal() -> None:
    text = text_of(pdf.render_scorecard(document(scorecard={"issued_at": None, "issued_by": ""}), "A4", draft=True))
    assert "draft, not issued" in text
    assert "seal" not in text


def test_the_same_data_gives_the_same_bytes() -> None:
    assert bytes(pdf.render_scorecard(document(), "A4")) == bytes(pdf.render_scorecard(document(), "A4"))


def test_names_of_files() -> None:
    assert pdf.filename(document()) == "night-desk-2026-W47.pdf"
    assert pdf.filename(document(scorecard={"revision": 2})) == "night-desk-2026-W47-r2.pdf"
    assert pdf.filename(document(), draft=True) == "night-desk-2026-W47-draft.pdf"

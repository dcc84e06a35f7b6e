"""The PDF: one page whatever there is to say, nothing under 7 pt, tagged, and what it says is what the model finds."""

from __future__ import annotations

import hashlib
import io
import json

import pypdfium2
import pytest

from finance.case import find, findings_json, from_json, seal, to_json
from finance.pdf.cases import filename, inside, render_case
from foundation.outbox.documents import Pdf
from tests.finance.papers import CASES, FACTS, document
from tests.scorecards.test_pdf import smallest_text, text_of

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}


def rendered(case: str, paper: str = "A4") -> Pdf:
    made, facts = CASES[case]
    return render_case(made, find(made), facts, paper)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("case", CASES)
def test_it_is_one_page_and_nothing_is_smaller_than_seven_points(case: str, paper: str) -> None:
    made = rendered(case, paper)
    assert made.page_count == 1
    assert smallest_text(made) >= 7
    assert tuple(map(round, pypdfium2.PdfDocument(bytes(made)).get_page_size(0))) == PAPERS[paper]


def test_what_it_says_is_what_the_model_finds() -> None:
    text = text_of(rendered("everyday"))
    found = find(document()).results["desk"]
    assert (found.total_cost, found.npv) == (found.total_cost.quantize(found.npv), found.npv)
    expected = {
        "npv": f"{found.npv:,.0f}",
        "npv in short": f"{found.npv / 1000:.0f}k",
        "mirr": f"{found.mirr_a_year * 100:.1f}" if found.mirr_a_year else "",
        "roi": f"{found.roi * 100:.1f}" if found.roi else "",
        "payback": f"{found.payback.month:.1f} months",
        "peak": f"{found.peak_cash_out / 1000:.0f}k",
        "unit": f"{found.cost_per_unit:,.2f}",
        "total": f"{found.total_cost:,.0f}",
        "saved": f"{found.cumulative[-1]:,.0f}",
    }
    assert {what: figure for what, figure in expected.items() if figure not in text} == {}


def test_the_verdict_says_both_halves() -> None:
    found = find(document()).sensitivities["desk"]
    text = text_of(rendered("everyday"))
    assert f"positive in {found.positive_tests} of {found.tests} single tests" in text
    low = f"{found.low_case.npv:,.0f}".replace("-", "\N{MINUS SIGN}")
    assert f"if all go wrong together it is {low}" in text


def test_headings_state_the_finding_and_every_part_is_there() -> None:
    text = text_of(rendered("everyday"))
    for part in (
        "Northwind Services", "After-hours IT support", "Prepared by Maya Ortiz for Dana Whitfield", "23 Nov 2026",
        "v4", "Ask:", "Cash is back after",
        "Vendor fee and In-house wage cost matter most; none alone turns it negative",
        "Rests on", "signed quote of Kestrel", "Exit reserve", "IRR a year not shown", "Not counted: Leaders",
        "Risks", "Lock-in.", "Guardrails: we stop if", "NPV below zero", "Approve with conditions", "Signature",
        "fingerprint 7c1e 90ab 7c1e 90ab", "inputs and results attached",
    ):  # fmt: skip
        assert part in text, part


def test_a_decision_is_printed_with_its_conditions() -> None:
    text = text_of(rendered("approved"))
    for part in ("Only with the pager kept warm for 90 days, and a review at day 30.", "25 Nov 2026"):
        assert part in text


def test_what_never_pays_and_what_costs_nothing_have_words_and_no_nan() -> None:
    never, free = text_of(rendered("alone and never")), text_of(rendered("free"))
    for part in ("Does not pay", "Cash is not back within 12 months", "No driver varies", "draft, not sealed"):
        assert part in never, part
    assert "No cash is ever out" in free
    for text in (never, free, text_of(rendered("longest"))):
        assert not {"nan", "inf", "infinity"} & set(text.lower().split())


def test_what_has_no_room_is_counted() -> None:
    text = text_of(rendered("longest"))
    assert "+2 options in the full case" in text
    assert "further lines" in text


def test_inputs_and_results_are_inside_and_their_hash_is_the_seal() -> None:
    made = pypdfium2.PdfDocument(io.BytesIO(rendered("everyday")))
    content = bytes(made.get_attachment(0).get_data())
    assert (made.get_attachment(0).get_name(), made.is_tagged()) == ("business-case.json", True)
    found = find(document())
    assert content == inside(document(), found)
    assert from_json(json.loads(content)["inputs"]) == document()
    assert hashlib.sha256(content).hexdigest() == seal(to_json(document()), findings_json(found))


def test_the_same_case_gives_the_same_bytes() -> None:
    assert bytes(rendered("everyday")) == bytes(rendered("everyday"))


def test_names_of_files() -> None:
    assert filename(FACTS.title, 4) == "move-after-hours-it-support-to-a-shared-partner-desk-v4.pdf"
    assert filename("\N{CJK UNIFIED IDEOGRAPH-5BBD}", 1, draft=True) == "business-case-v1-draft.pdf"

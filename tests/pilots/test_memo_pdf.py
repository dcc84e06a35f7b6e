"""The memo on paper: one page on both papers, however much is said; the words of the page; its evidence inside."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from django.utils import translation

from foundation.outbox.documents import Pdf
from pilots.memo_sheets import sheet_of
from pilots.pdf import Words, render_memo
from tests.pilots.memos import LONG, long_memo, memo

AT = datetime(2026, 12, 19, 9, tzinfo=UTC)
LINK = "https://example.org/northwind/pilots/7/decision/"
STEPS = (
    ("28 Dec 2026", "25 %", "all criteria"),
    ("25 Jan 2027", "60 %", "Error rate"),
    ("22 Feb 2027", "100 %", "Error rate"),
)
SCALED = Words("scale", "All that counts was reached; the error rate is close.", "", "Mara Lindqvist", AT, STEPS)
FULL = Words(
    "scale", LONG * 9, "31 January 2027", LONG[:60], AT, tuple((LONG[:20], "25.55 %", LONG[:120]) for _ in range(4))
)


@cache
def scaled() -> Pdf:
    """The memo of a pilot that was scaled, on A4."""
    return render_memo(memo(), "A4", words=SCALED, link=LINK, made_at=AT)


def text_of(pdf: Pdf) -> str:
    document = pypdfium2.PdfDocument(bytes(pdf))
    return " ".join(document[0].get_textpage().get_text_range().split())


def keep(pdf: Pdf, name: str) -> None:
    """For people who look: PICTURES=folder keeps what was rendered."""
    if folder := os.environ.get("PICTURES"):
        page = pypdfium2.PdfDocument(bytes(pdf))[0]
        page.render(scale=1.6).to_pil().save(Path(folder) / f"{name}.png")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("name", "words"), [("plain", Words()), ("scaled", SCALED), ("long", FULL)])
def test_it_is_one_page(paper: str, name: str, words: Words) -> None:
    data = long_memo() if name == "long" else memo()
    is_known = (paper, name) == ("A4", "scaled")
    pdf = scaled() if is_known else render_memo(data, paper, words=words, link=LINK, made_at=AT)
    keep(pdf, f"memo-{name}-{paper}")
    assert pdf.page_count == 1


def test_it_says_what_was_reached_beside_whom_and_what_was_decided() -> None:
    said = text_of(scaled())
    for wanted in (
        "3 of 4 criteria met, 1 without enough evidence.",
        "Decided: Scale",
        "296 of 304",
        "95.8 to 98.5",
        "93.8 %",
        "P90 ≤ 8 h",
        "283 of 304 within",
        "not enough evidence",
        "the threshold lies between the bounds",
        "5 of 6.1 failures used",
        "Compared with Day desk (Own team): same metrics, same days.",
        "Mara Lindqvist",
        "19 Dec 2026",
        "22 Feb 2027",
        "Plan sealed as 8f14e45f",
    ):
        assert wanted in said.replace("\N{NO-BREAK SPACE}", " "), wanted


def test_the_same_memo_gives_the_same_bytes_and_carries_its_evidence() -> None:
    one, two = scaled(), render_memo(memo(), "A4", words=SCALED, link=LINK, made_at=AT)
    assert one == two
    document = pypdfium2.PdfDocument(bytes(one))
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "pilot-memo.json"
    assert (
        json.loads(attachment.get_data().raw if hasattr(attachment.get_data(), "raw") else bytes(attachment.get_data()))
        == memo()
    )


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        ((4, 0, 0, 0), "All 4 criteria are met."),
        ((2, 1, 1, 0), "2 of 4 criteria met, 1 not met, 1 without enough evidence."),
        ((0, 0, 0, 3), "0 of 3 criteria met, 3 without a verdict so far."),
        ((0, 0, 0, 0), "No criterion was written down."),
    ],
)
def test_the_headline(counts: tuple[int, int, int, int], headline: str) -> None:
    names = ("met", "not_met", "not_enough", "waiting")
    with translation.override("en"):
        assert sheet_of(memo(counts=dict(zip(names, counts, strict=True)))).headline == headline


def test_without_baseline_and_control_their_columns_are_left_out() -> None:
    data = memo(control="", control_vendor="")
    for row in data["criteria"]:
        row |= {"baseline": None, "baseline_source": "", "control": None}
    said = text_of(render_memo(data, "A4", words=Words(), link="", made_at=AT))
    assert "Before" not in said.split("What it had to reach", 1)[1].split("Bounds: one-sided")[0]
    assert sheet_of(data).compared == ""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from foundation.outbox import documents
from foundation.outbox.documents import PdfUnavailableError, RefusedAddressError, render_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

INPUTS = json.dumps({"attainment": "0.7676"}).encode()


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>Scorecard</title>{head}</head><body>{body}</body></html>'


def picture(pdf: bytes, scale: float = 2.0) -> Image:
    image: Image = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("L")
    return image


def test_the_same_page_gives_the_same_bytes_tagged_and_with_its_inputs() -> None:
    html = page("<h1>Night desk</h1><p>1,420 of 1,850</p>")
    first, second = (render_pdf(html, paper="A4", attachments=[("in.json", INPUTS, "application/json")]) for _ in "ab")
    assert first == second
    assert first.page_count == 1
    document = pypdfium2.PdfDocument(first)
    assert document.is_tagged()
    assert document.count_attachments() == 1
    inputs = document.get_attachment(0)
    assert (inputs.get_name(), bytes(inputs.get_data())) == ("in.json", INPUTS)
    assert "1,420 of 1,850" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_paper_and_pages(paper: str, size: tuple[int, int]) -> None:
    pdf = render_pdf(page('<p>one</p><p style="break-before:page">two</p>'), paper=paper)
    assert pdf.page_count == 2
    refused = render_pdf(page('<p>one</p><p style="break-before:page">two</p>'), paper=paper, most_pages=1)
    assert (refused, refused.page_count) == (b"", 2)
    assert tuple(round(side) for side in pypdfium2.PdfDocument(pdf)[0].get_size()) == size


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.com/a.png">',
        '<img src="https://bundled.invalid/other.png">',
        '<img src="file:///etc/passwd">',
        '<img src="../dev.py">',
        '<img src="%2e%2e/dev.py">',
        '<img src="data:image/png;base64,AAAA">',
        '<p style="background:url(http://169.254.169.254/latest)">x</p>',
        '<object data="ftp://example.com/x"></object>',
        "<style>@import url(http://example.com/a.css);</style>",
        '<link rel="stylesheet" href="http://example.com/a.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_nothing_but_our_own_files_is_fetched(body: str) -> None:
    with pytest.raises(RefusedAddressError):
        render_pdf(page(body), paper="A4")


def test_our_own_files_are_found_and_stylesheets_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = '<img src="{}icons/favicon.svg" alt="mark" style="width:9px">'
    html = page(mark.format("") + mark.format("/static/"))
    assert render_pdf(html, paper="A4", stylesheets=["css/tokens.css"]).page_count == 1
    import weasyprint

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(weasyprint.CSS, "__init__", refuse)
    assert render_pdf(html, paper="A4", stylesheets=["css/tokens.css"]).page_count == 1


def test_what_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="unknown paper 'A5'"):
        render_pdf(page("x"), paper="A5")
    with pytest.raises(ValueError, match=r"in\.txt does not look like application/json"):
        render_pdf(page("x"), paper="A4", attachments=[("in.txt", INPUTS, "application/json")])


def test_missing_libraries_are_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_rest: Any) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    assert documents.can_make_pdfs() is False
    with pytest.raises(PdfUnavailableError, match="PDFs cannot be made on this machine yet"):
        render_pdf(page("x"), paper="A4")


def drawn_word(word: str, font_file: Path) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (1200, 240), 255)
    ImageDraw.Draw(image).text((20, 20), word, fill=0, font=ImageFont.truetype(str(font_file), 120))
    return image


def ink(image: Image) -> Image:
    """The inked part alone, small, so that the edge of a letter does not count."""
    from PIL import ImageChops
    from PIL.Image import Resampling

    inked = ImageChops.invert(image).point(lambda grey: 255 if grey > 96 else 0).getbbox()
    return image.crop(inked).resize((65, 10), resample=Resampling.BOX)


def unlike(first: Image, second: Image) -> float:
    """How much two pictures differ on average, in grey levels."""
    from PIL import ImageChops

    levels = ImageChops.difference(ink(first), ink(second)).histogram()
    return sum(level * count for level, count in enumerate(levels)) / sum(levels)


def test_the_letters_on_paper_are_inter() -> None:
    """Reading the text back is not enough, it reads right when the glyphs are wrong: so look at the picture."""
    from django.conf import settings

    word, fonts = "Rag 0369 Qty", settings.BASE_DIR / "static" / "fonts"
    style = "<style>@page{margin:0}body{margin:0}p{margin:0;font:40px/60px Inter}</style>"
    paper = picture(render_pdf(page(f"<p>{word}</p>", style), paper="A4"), scale=4)  # 288 dots an inch
    right = unlike(paper, drawn_word(word, fonts / "Inter-Regular.ttf"))
    wrong = [
        unlike(paper, drawn_word("Ragged 036 Q", fonts / "Inter-Regular.ttf")),
        unlike(paper, drawn_word(word, fonts / "Inter-Bold.ttf")),
    ]
    assert right < min(wrong) / 2, (right, wrong)

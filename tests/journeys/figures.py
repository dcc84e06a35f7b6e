"""What each medium says of a scorecard's metrics, read by means of its own: nothing of the product's is used here.

Every reader gives, per metric in their order, the figure and what it was counted from: ("76.8 %", "1,420 of 1,850").
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

Figures = dict[str, tuple[str, str]]
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_FIGURE = re.compile(r"([\d.,]+(?: (?:%|h|d|EUR))?)(?:,? ?\(?((?:[\d,.]+ of|n) [\d,.]+))?")
_UNITS = {"percent": " %", "hours": " h"}


def of_page(page: str) -> Figures:
    """The table of a page."""
    table = page[page.index('id="metrics-title"') :]
    table = table[: table.index("</table>")]
    return dict(_told(name, row[2]) for name, row in _rows(table) if len(row) == 8)


def of_mail_page(page: str) -> Figures:
    """The table of a mail's HTML."""
    inner = page[page.index('<table width="100%" style="border') :]
    return dict(_told(name, row[1]) for name, row in _rows(inner) if len(row) == 4)


def of_mail_text(text: str) -> Figures:
    """The list of a mail's text: "- Name: 76.8 % (1,420 of 1,850, 74.8 to 78.6 %), target …"."""
    lines = re.findall(r"^- (.+?): (.+?), target ", text, flags=re.MULTILINE)
    return dict(_told(name, figure) for name, figure in lines)


def of_paper(text: str, names: Iterable[str]) -> Figures:
    """The table of a PDF whose text is on one line: after a metric's name and target come the figure and its parts."""
    table = text[text.index("Metric, how it is counted") : text.index("Root causes and corrective actions")]
    found = {}
    for name in names:
        row = table[table.index(name) + len(name) :]
        told = re.search(
            r"(?:[≥≤><] [\d.,]+(?: %| h)?|\N{EN DASH}) ([\d.,]+(?: %| h)?)(?: ((?:[\d.,]+ of|n) [\d.,]+))?", row
        )
        assert told is not None, f"{name} has no figure in {row[:200]}"
        found[name] = (told[1], (told[2] or "").rstrip(","))
    return found


def of_api(lines: Sequence[Mapping[str, Any]]) -> Figures:
    """The lines of the API's document, whose numbers are exact: written here as people read them."""
    return {line["name"]: (_written(line), _counted(line)) for line in lines}


def _written(line: Mapping[str, Any]) -> str:
    if line["unit"] == "count":
        return f"{Decimal(line['value']):,.0f}"
    tenths = Decimal(line["value"]).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    whole = tenths.to_integral_value()
    return f"{whole if whole == tenths else tenths:,}{_UNITS[line['unit']]}"


def _counted(line: Mapping[str, Any]) -> str:
    if line["denominator"] is None:
        return ""
    if line["unit"] == "percent":
        return f"{Decimal(line['numerator']):,.0f} of {Decimal(line['denominator']):,.0f}"
    return f"n {line['n']:,}"


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    """The rows below the head: the metric, without what stands below its name, and all cells."""
    for row in _ROW.findall(table)[1:]:
        cells = _CELL.findall(row)
        yield _words(re.split(r"<div|<br", cells[0])[0]), [_words(cell) for cell in cells]


def _words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def _told(name: str, figure: str) -> tuple[str, tuple[str, str]]:
    told = _FIGURE.match(figure)
    assert told is not None, f"{name}: {figure} is no figure"
    return name, (told[1], (told[2] or "").rstrip(","))

"""A document and its findings made ready to be shown."""

from __future__ import annotations

from finance import words
from finance.case import Document, Findings
from finance.showing.costs import cost_rows, value_rows
from finance.showing.drawings import cumulative_drawing, flow_rows, tornado_drawing
from finance.showing.drivers import assumption_rows, chance_words, driver_rows, warning_texts
from finance.showing.options import figures, listed_lines, option_part, status_of
from finance.showing.parts import Showing


def shown(document: Document, findings: Findings, *, gone: set[str]) -> Showing:
    """Everything in words; ``gone`` are drivers whose source is no longer there."""
    case, preferred = document.case, document.preferred
    result = findings.results[preferred]
    rows, total = cost_rows(case, findings, preferred)
    return Showing(
        document=document,
        headline=words.headline(case, findings, preferred),
        verdict=words.verdict(case, findings, preferred),
        status=status_of(findings, preferred),
        figures=figures(case, findings, preferred),
        options=tuple(option_part(document, findings, option) for option in case.options),
        cost_rows=rows,
        cost_total=total,
        value_rows=value_rows(case, findings),
        listed=listed_lines(case, findings, preferred),
        cumulative=cumulative_drawing(case, findings, preferred),
        tornado=tornado_drawing(case, findings, preferred),
        drivers=driver_rows(case, findings, preferred),
        chance=chance_words(case, findings, preferred),
        flows=flow_rows(document, result, findings),
        assumptions=assumption_rows(document, gone),
        warnings=warning_texts(document, gone),
    )

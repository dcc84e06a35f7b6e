"""The charts of a case, and the months behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from finance import words
from finance.case import Case, Document, Findings, Results
from finance.headlines import cash_heading, swing_of, tornado_heading
from finance.showing.parts import Drawing
from foundation import charts
from foundation.charts.templatetags.charts import WORDS

MOST_BARS: Final = 10
_WIDE: Final = 620
_PHONE: Final = 330


def cumulative_drawing(case: Case, findings: Findings, option: str) -> Drawing:
    """Cumulative cash, with its band."""
    found, tested = findings.results[option], findings.sensitivities[option]
    back = found.payback
    held = back.month if back.lost_in is None and back.month else None
    finding = cash_heading(found, case.months)
    series = charts.CumulativeSeries(
        _floats(found.cumulative),
        _floats(tested.low_case.cumulative),
        _floats(tested.high_case.cumulative),
        float(held) if held else None,
        _("payback %(months)s") % {"months": words.payback(back)} if held else "",
    )
    name = _("Cumulative net cash of %(option)s, %(currency)s") % {
        "option": case.option(option).name,
        "currency": case.currency,
    }

    def draw(width: int) -> SafeString:
        drawn = charts.cumulative_chart(series, width=width, height=230, name=name, finding=finding, words=WORDS)
        return mark_safe(drawn)  # noqa: S308  # made by the charts, which escape

    return Drawing(finding, draw(_WIDE), draw(_PHONE))


def tornado_drawing(case: Case, findings: Findings, option: str) -> Drawing:
    """What each driver does alone."""
    tested = findings.sensitivities[option]
    bars = tested.bars[:MOST_BARS]
    swings = [swing_of(case, bar) for bar in bars]
    finding = tornado_heading(case, tested)

    def draw(width: int) -> SafeString:
        drawn = charts.tornado(
            swings,
            base=float(tested.base_npv),
            width=width,
            base_text=_("base NPV %(npv)s") % {"npv": words.money(tested.base_npv, case.currency)},
            zero_text=_("NPV = 0"),
            name=_("NPV with one driver at its low and high, the others at base"),
            finding=finding,
            words=WORDS,
        )
        return mark_safe(drawn)  # noqa: S308  # made by the charts, which escape

    return Drawing(finding, draw(_WIDE), draw(_PHONE))


def flow_rows(
    document: Document, result: Results, findings: Findings
) -> tuple[tuple[int, str, str, str, str, str], ...]:
    """Month by month: flow, cumulative, and that of the low and the high case."""
    tested = findings.sensitivities[document.preferred]
    low, high = tested.low_case.cumulative, tested.high_case.cumulative
    made = []
    for month, (flow, total) in enumerate(zip(result.flows, result.cumulative, strict=True)):
        when = date_format(_month(document.start_date, month), "M Y") if month else _("start")
        amounts = (words.number(each, 0) for each in (flow, total, low[month], high[month]))
        made.append((month, when, *amounts))
    return tuple(made)  # type: ignore[arg-type]  # four amounts


def _month(start: date, number: int) -> date:
    months = start.year * 12 + start.month - 1 + number - 1
    return date(months // 12, months % 12 + 1, 1)


def _floats(values: Sequence[Decimal]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)

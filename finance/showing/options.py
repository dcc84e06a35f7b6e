"""Each option in the comparison: figures with their low and high, status, lines."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from finance import words
from finance.case import Case, Document, Findings, Line, Option, Results
from finance.showing.parts import Figure, OptionRow


def figures(case: Case, findings: Findings, option: str) -> tuple[Figure, ...]:
    """The figures of a compared option, each with the combined low and high case."""
    currency = case.currency
    readings: list[tuple[str, Callable[[Results], str]]] = [
        (_("NPV, %(months)s months") % {"months": case.months}, lambda r: words.money(r.npv, currency)),
        (_("Payback"), lambda r: words.payback(r.payback)),
        (_("Discounted payback"), lambda r: words.payback(r.discounted_payback)),
        (_("MIRR a year"), lambda r: words.percent(r.mirr_a_year)),
        (_("Return on cost"), lambda r: words.percent(r.roi)),
        (_("Peak cash out"), lambda r: words.money(r.peak_cash_out, currency)),
        (_("Cost per unit"), lambda r: words.price(r.cost_per_unit, currency)),
        (_("IRR a year"), words.irr),
        (_("Cost in all"), lambda r: words.money(r.total_cost, currency)),
    ]
    cases = (
        findings.results[option],
        findings.sensitivities[option].low_case,
        findings.sensitivities[option].high_case,
    )
    notes = {_("Peak cash out"): _peak(cases[0])}
    return tuple(
        Figure(label, read(cases[0]), read(cases[1]), read(cases[2]), notes.get(label, "")) for label, read in readings
    )


def _peak(result: Results) -> str:
    if result.peak_month is None:
        return _("nothing goes out")
    return _("month %(month)s") % {"month": result.peak_month}


def status_of(findings: Findings, option: str) -> str:
    """ok: positive, and in the low case too; warn: positive; bad: not."""
    if not findings.results[option].is_positive:
        return "bad"
    return "ok" if findings.sensitivities[option].low_case.is_positive else "warn"


def option_part(document: Document, findings: Findings, option: Option) -> OptionRow:
    """An option: its row, or its sheet."""
    case, found = document.case, findings.results[option.key]
    note = document.notes[option.key]
    tested = findings.sensitivities.get(option.key)
    money = [words.money(each.npv, case.currency) for each in (tested.low_case, tested.high_case)] if tested else []
    gains, gives_up = words.trade_offs(note)
    return OptionRow(
        key=option.key,
        name=option.name,
        is_preferred=option.key == document.preferred,
        is_today=option.key == case.baseline,
        status=status_of(findings, option.key) if tested else "none",
        way=str(words.WAYS[note.way]),
        npv=words.money(found.npv, case.currency) if tested else words.DASH,
        npv_range=_("%(low)s to %(high)s") % {"low": money[0], "high": money[1]} if money else "",
        payback=words.payback(found.payback) if tested else words.DASH,
        total=words.money(found.total_cost, case.currency),
        per_unit=words.price(found.cost_per_unit, case.currency),
        chance=words.percent(findings.chances[option.key].share_positive, 0) if tested else words.DASH,
        gains=gains,
        gives_up=gives_up,
    )


def listed_lines(case: Case, findings: Findings, preferred: str) -> tuple[str, ...]:
    """Value and cost that is not counted, with its amount."""
    lines = [line for line in findings.results[preferred].lines if not line.is_counted]
    return tuple(f"{line.name}: {words.money(line.total, case.currency)}" for line in lines)


def lines_of(case: Case, findings: Findings, option: Option) -> list[tuple[Line, str, str, str]]:
    """Each line with what is multiplied, when it falls due, and its total over the horizon."""
    totals = {line.key: line.total for line in findings.results[option.key].lines}
    return [
        (line, words.formula(case, line), words.timing(line), words.money(totals[line.key], case.currency))
        for line in option.lines
    ]

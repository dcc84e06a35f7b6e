"""What the one page of a case shows, in words and figures: the context of its template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from finance import words
from finance.amounts import driver_value, payback, rate, share, short, unit_price, whole
from finance.case import Findings, Results
from finance.headlines import (
    assumption,
    break_even_words,
    cash_heading,
    chance_words,
    nearest,
    saving,
    step_word,
    swing_of,
    tornado_heading,
    verdict,
)
from finance.paper import Lists, Plan, cut
from finance.sheets import Row, Sheet
from foundation.charts import CumulativeSeries

_GUARDS: Final = 3
TIMES: Final = " \N{MULTIPLICATION SIGN} "


class Tile(NamedTuple):
    """A figure of the strip: what it is, its value, and its low and high case or why it is not shown."""

    label: str
    value: str
    below: str


class Cells(NamedTuple):
    """A row of the table in words."""

    name: str
    basis: str
    grade: str
    cells: tuple[str, ...]
    difference: str
    is_better: bool | None


def page_context(sheet: Sheet, findings: Findings, plan: Plan, lists: Lists, said: list[str]) -> dict[str, Any]:
    """Everything that templates/finance/pdf.html names."""
    case, base = sheet.document.case, sheet.base
    return {
        "sheet": sheet,
        "facts": sheet.facts,
        "plan": plan,
        "density": plan.density,
        "currency": case.currency,
        "verdict": verdict(case, findings, sheet.document.preferred),
        "chances": chance_words(sheet) if sheet.sensitivity.tests else "",
        "said": [words.cut(text, plan.density.ask) for text in said],
        "tiles": tiles_of(sheet),
        "cash": _cash(sheet),
        "cash_heading": cash_heading(base, case.months),
        "is_tested": bool(sheet.sensitivity.tests),
        "swings": [swing_of(case, bar) for bar in sheet.sensitivity.bars[: plan.density.bars]],
        "more_bars": max(len(sheet.sensitivity.bars) - plan.density.bars, 0),
        "swing_heading": tornado_heading(case, sheet.sensitivity),
        "base_npv": base.npv,
        "zero_text": _("NPV = 0"),
        "swing_name": _("NPV by driver"),
        "cash_name": _("Cumulative net cash"),
        "base_text": _("base NPV %(amount)s") % {"amount": short(base.npv)},
        "step": step_word(sheet),
        "rows": _rows(sheet, plan),
        "totals": _totals(sheet),
        "preferred": sheet.option.key,
        "asked_at": 1 if case.baseline else 0,
        "difference_name": _("against today"),
        "lists": _headed(sheet, lists, plan),
        "boxes": _boxes(sheet.facts.state),
        "seal": _grouped(sheet.facts.seal),
    }


def said_of(sheet: Sheet) -> list[str]:
    """The ask in the writer's words, or in ours; and what it comes to."""
    ask = sheet.document.ask or _("Approve %(option)s.") % {"option": sheet.option.name}
    return [ask, saving(sheet)]


def tiles_of(sheet: Sheet) -> list[Tile]:
    """The figures that stand first: payback, NPV, MIRR, return on cost, peak cash out, cost per unit."""
    base, case = sheet.base, sheet.document.case
    found = [
        Tile(_("Payback"), payback(base.payback), _range(sheet, lambda each: payback(each.payback))),
        Tile(
            _("NPV at %(rate)s") % {"rate": share(case.discount_rate)},
            short(base.npv),
            _range(sheet, lambda each: short(each.npv)),
        ),
        Tile(_("MIRR a year"), rate(base.mirr_a_year), _range(sheet, lambda each: rate(each.mirr_a_year))),
        Tile(_("Return on cost, PV"), rate(base.roi), _range(sheet, lambda each: rate(each.roi))),
        Tile(_("Peak cash out"), short(base.peak_cash_out), _peak(sheet)),
    ]
    if case.volume:
        today = _unit_cost(sheet.today) if sheet.today else None
        found.append(Tile(_("Cost per unit"), _unit_cost(base), _range(sheet, _unit_cost, today=today)))
    return found


def _peak(sheet: Sheet) -> str:
    """In which month the most is out, and the low and the high case."""
    cases = _range(sheet, lambda each: short(each.peak_cash_out))
    if sheet.base.peak_month is None:
        return cases
    return _("month %(month)d; %(cases)s") % {"month": sheet.base.peak_month, "cases": cases}


def _range(sheet: Sheet, word: Callable[[Results], str], *, today: str | None = None) -> str:
    """Low and high case, and today's where it is told."""
    parts = {"low": word(sheet.low), "high": word(sheet.high), "today": today}
    if today is not None:
        return _("low %(low)s, high %(high)s; today %(today)s") % parts
    return _("low %(low)s, high %(high)s") % parts


def _unit_cost(results: Results) -> str:
    return unit_price(results.cost_per_unit)


def _cash(sheet: Sheet) -> CumulativeSeries:
    has_band = bool(sheet.sensitivity.tests)
    back = sheet.base.payback
    return CumulativeSeries(
        values=sheet.base.cumulative,
        low=sheet.low.cumulative if has_band else (),
        high=sheet.high.cumulative if has_band else (),
        payback=back.month if back.status == "reached" else None,
        payback_text=_("back after %(when)s") % {"when": words.payback(back)},
    )


def _rows(sheet: Sheet, plan: Plan) -> list[Cells]:
    """The rows of cost and then of value; what has no room is one row, so that the table foots."""
    rows = [_cells(sheet, row, plan.density.basis) for row in plan.rows]
    if plan.rest:
        rows.append(_rest(sheet, plan))
    return rows


def _cells(sheet: Sheet, row: Row, letters: int) -> Cells:
    name = row.name or str(words.CATEGORIES[row.category])
    return Cells(
        name if row.is_cost else _("Value: %(name)s") % {"name": name},
        words.cut(_basis(sheet, row), letters),
        row.grade.value,
        tuple(words.DASH if cell is None else whole(cell if row.is_cost else -cell) for cell in row.cells),
        "" if row.difference is None else whole(row.difference if row.is_cost else -row.difference, signed=True),
        _better(row.difference if row.is_cost else -(row.difference or 0)),
    )


def _rest(sheet: Sheet, plan: Plan) -> Cells:
    sums = [
        sum((row.cells[at] or 0) * (1 if row.is_cost else -1) for row in plan.rest)
        for at in range(len(sheet.table.options))
    ]
    difference = sums[1] - sums[0] if sheet.table.differences else None
    return Cells(
        _("%(count)d further lines") % {"count": len(plan.rest)},
        "",
        max(row.grade.value for row in plan.rest),
        tuple(map(whole, sums)),
        "" if difference is None else whole(difference, signed=True),
        _better(difference),
    )


def _totals(sheet: Sheet) -> list[Cells]:
    """Total, and NPV against today."""
    table, case = sheet.table, sheet.document.case
    net = [-each for each in table.nets]
    difference = None if table.differences is None else -table.differences[2]
    against = _("NPV against today, %(rate)s") if case.baseline else _("NPV, %(rate)s")
    parts = {"rate": share(case.discount_rate)}
    return [
        Cells(
            _("Cost less value") if table.has_values else _("Total"),
            "",
            "",
            tuple(map(whole, net)),
            "" if difference is None else whole(difference, signed=True),
            _better(difference),
        ),
        Cells(
            against % parts,
            _irr(sheet),
            "",
            tuple(words.DASH if npv is None else whole(npv) for npv in table.npvs),
            "",
            None,
        ),
    ]


def _irr(sheet: Sheet) -> str:
    """The internal rate where it means something, else that and why it is not shown."""
    return _("IRR a year %(rate)s") % {"rate": words.irr(sheet.base)}


def _better(difference: int | None) -> bool | None:
    return None if not difference else difference < 0


def _basis(sheet: Sheet, row: Row) -> str:
    """What the amounts rest on: the bases of the drivers, or the drivers themselves."""
    case = sheet.document.case
    keys = list(dict.fromkeys(key for line in row.lines[:2] for key in line.drivers))
    said = list(dict.fromkeys(case.driver(key).basis for key in keys if case.driver(key).basis))
    if said:
        return "; ".join(said)
    drivers = [case.driver(key) for key in keys[:3]]
    return TIMES.join(driver_value(driver, driver.base) for driver in drivers)


def lists_of(sheet: Sheet) -> Lists:
    """Assumptions (with their grade on a line of its own), risks, guardrails with break-evens, all of them."""
    assumptions = [f"{assumption(driver)}\n{driver.grade.value}" for driver in sheet.drivers]
    listed = [
        _("Not counted: %(line)s, %(amount)s; nobody pays it out.") % {"line": line.name, "amount": short(line.total)}
        for line in sheet.not_counted
    ]
    twice = [
        _("Perhaps counted twice: %(line)s is also in what today costs.") % {"line": line.name} for line in sheet.twice
    ]
    pays = sheet.base.is_positive
    crossings = [break_even_words(driver, found, pays=pays) for driver, found in nearest(sheet)]
    guards = list(sheet.document.guardrails)
    kept = max(len(crossings[:_GUARDS]), 1) if guards else len(crossings)
    return Lists(
        [*listed[:1], *assumptions, *listed[1:]],
        [*sheet.document.risks, *twice],
        [*crossings[:kept], *guards, *crossings[kept:]] if crossings else guards,
    )


def _headed(sheet: Sheet, lists: Lists, plan: Plan) -> list[dict[str, Any]]:
    """The lists as far as they have room, each with its heading and what to say when it is empty."""
    headings = (
        (_("Assumptions"), _("None: nothing moves the result.")),
        (_("Risks"), _("None was named.")),
        (
            _("Guardrails: we stop if") if sheet.base.is_positive else _("What would have to change"),
            _("None was named, and no driver alone turns the result."),
        ),
    )
    found = []
    for points, (heading, empty) in zip(lists, headings, strict=True):
        kept, more = cut(points, plan.density)
        pairs = [point.partition("\n")[::2] for point in kept]
        shown = [(words.cut(text, plan.density.point), grade) for text, grade in pairs]
        found.append({"heading": heading, "empty": empty, "points": shown, "more": more})
    return found


def _boxes(state: str) -> list[dict[str, Any]]:
    """The decisions, the one that was taken with a cross in its box."""
    named = {
        "approved": _("Approve"),
        "conditions": _("Approve with conditions"),
        "deferred": _("Defer"),
        "rejected": _("Reject"),
    }
    return [{"name": name, "is_ticked": key == state} for key, name in named.items()]


def _grouped(seal: str) -> str:
    """The first sixteen digits in fours."""
    return " ".join(seal[at : at + 4] for at in range(0, 16, 4)) if seal else ""

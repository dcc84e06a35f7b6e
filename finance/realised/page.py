"""The one page about what became of a case, in words and figures: the context of its template."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance import words
from finance.amounts import short, unit_price, whole
from finance.footing import shown
from finance.page import Tile
from finance.realised.paper import RealisedLists, RealisedPlan
from finance.realised.sheet import Cells, RealisedSheet, together
from finance.realised.words import (
    because,
    benefit,
    bring_back_words,
    early_words,
    months_named,
    name_of,
    verdict,
    whole_months,
)
from foundation.charts import Bar, PlannedSeries

NAME_LENGTH: Final = 30
ZERO: Final = Decimal(0)


class PrintedRow(NamedTuple):
    """A row of the table in words."""

    name: str
    cells: tuple[str, ...]
    difference: str
    is_better: bool | None


class Standing(NamedTuple):
    """Where the case stands. `tone` colours the box; the words stand without it."""

    tone: str
    heading: str
    text: str


def page_context(
    sheet: RealisedSheet, plan: RealisedPlan, lists: RealisedLists, said: list[str], found: Standing
) -> dict[str, Any]:
    """Everything that templates/finance/realised_pdf.html names."""
    density, course = plan.density, sheet.course
    bars = bars_of(sheet)
    return {
        "sheet": sheet,
        "facts": sheet.facts,
        "plan": plan,
        "density": density,
        "currency": sheet.currency,
        "step": "" if sheet.step == 1 else short(sheet.step).removeprefix("1"),
        "standing": found,
        "said": [words.cut(text, density.said) for text in said],
        "tiles": tiles_of(sheet),
        "series": PlannedSeries(course.planned, course.actual, course.expected, filled=course.filled),
        "cost_name": _("Cumulative cost"),
        "cost_heading": cost_heading(sheet),
        "bars": bars[: density.bars],
        "more_bars": max(len(bars) - density.bars, 0),
        "bar_name": _("Actual less plan to date, by line"),
        "bar_heading": bar_heading(sheet),
        "months": _months(sheet),
        "rows": _rows(sheet, plan),
        "totals": _totals(sheet),
        "lists": _headed(lists, plan),
        "seal": " ".join(sheet.facts.seal[at : at + 4] for at in range(0, 16, 4)),
        "choices": [_("Go on"), _("Go on with conditions"), _("Negotiate"), _("Bring it back")],
    }


def standing(sheet: RealisedSheet) -> Standing:
    """Whether it is as planned, and whether it still pays at its pace."""
    found, end = sheet.found, sheet.ends
    currency = sheet.currency
    if not any(row.actual for row in found.costs):
        return Standing("warn", _("Nothing is known yet"), verdict(found))
    is_over = found.actual_cost > found.planned_cost
    net = _("At its pace it leaves %(net)s in the end, not discounted; planned were %(planned)s.") % {
        "net": words.money(end.net, currency),
        "planned": words.money(end.planned_net, currency),
    }
    if end.net < 0:
        return Standing("bad", _("At its pace it does not pay"), net)
    if is_over:
        return Standing("warn", _("Dearer than planned, still pays"), net)
    return Standing("ok", _("Within its plan, and pays"), net)


def said_of(sheet: RealisedSheet) -> list[str]:
    """What came of it so far, and where it ends."""
    end = sheet.ends
    parts = {
        "cost": words.money(end.cost, sheet.currency),
        "planned": words.money(end.planned_cost, sheet.currency),
        "months": sheet.found.plan.months,
    }
    forecast = _("At its pace it costs %(cost)s over %(months)d months; approved were %(planned)s.") % parts
    return [verdict(sheet.found), forecast]


def tiles_of(sheet: RealisedSheet) -> list[Tile]:
    """The figures that stand first: cost to date, difference, benefit, unit cost, cost at the end, what is known."""
    found, end = sheet.found, sheet.ends
    share, of = benefit(found)
    difference = found.actual_cost - found.planned_cost
    apart = difference / found.planned_cost if found.planned_cost else None
    known, planned = _known(sheet)
    tiles = [
        Tile(_("Cost to date"), short(found.actual_cost), _("planned %(plan)s") % {"plan": short(found.planned_cost)}),
        Tile(_("Against plan"), words.change(apart), _signed(difference, sheet.currency)),
        Tile(_("Benefit realised"), share, of),
    ]
    if sheet.document.case.volume:
        plan = _("planned %(plan)s") % {"plan": unit_price(found.planned_cost_per_unit)}
        value = _("no data") if found.cost_per_unit is None else unit_price(found.cost_per_unit)
        tiles.append(Tile(_("Cost per unit"), value, plan))
    below = _("planned %(plan)s") % {"plan": short(end.planned_cost)}
    tiles.append(Tile(_("Cost at the end"), short(end.cost), below))
    value = words.percent(known / planned, 0) if planned else words.DASH
    tiles.append(Tile(_("Known"), value, _("of what was planned to date")))
    return tiles


def bars_of(sheet: RealisedSheet) -> list[Bar]:
    """The lines that differ, the most first."""
    found = [(row, row.difference) for row in sheet.found.costs if row.difference]
    ordered = sorted(found, key=lambda pair: -abs(pair[1] or ZERO))
    step = float(sheet.step)
    return [
        Bar(name_of(row), float(each or 0) / step, "off_target" if each and each > 0 else "on_target")
        for row, each in ordered
    ]


def bar_heading(sheet: RealisedSheet) -> str:
    """Which lines make the difference."""
    ordered = sorted((row for row in sheet.found.costs if row.difference), key=lambda row: -abs(row.difference or ZERO))
    names = [words.cut(name_of(row), NAME_LENGTH) for row in ordered[:2]]
    if not names:
        return _("No line differs from its plan")
    if len(names) == 1:
        return _("%(first)s alone differs from its plan") % {"first": names[0]}
    return _("%(first)s and %(second)s differ most") % {"first": names[0], "second": names[1]}


def cost_heading(sheet: RealisedSheet) -> str:
    """Where the cost ends."""
    end = sheet.ends
    apart = end.cost - end.planned_cost
    parts = {"amount": short(abs(apart)), "currency": sheet.currency}
    if apart > 0:
        return _("At its pace %(amount)s %(currency)s dearer in the end") % parts
    if apart < 0:
        return _("At its pace %(amount)s %(currency)s cheaper in the end") % parts
    return _("At its pace as planned in the end")


def lists_of(sheet: RealisedSheet) -> RealisedLists:
    """Why it differs, line by line; what is not known and stands in; guardrails and whether to bring it back."""
    currency, found = sheet.currency, sheet.found
    ordered = sorted(found.costs, key=lambda row: -abs(row.difference or ZERO))
    why = [f"{name_of(row)}: {because(row.explained, currency)}." for row in ordered if row.explained.total]
    missing = [(row, months_named(row.missing)) for row in (*found.costs, *found.values) if row.missing]
    unknown = [
        _("%(line)s: no data for month %(months)s; left out to date, the plan stands in to the end.")
        % {"line": name_of(row), "months": months}
        for row, months in missing
    ]
    if early := early_words(found, sheet.document.start_date):
        unknown.insert(0, early)
    if sheet.other_currencies:
        codes = {"codes": ", ".join(sheet.other_currencies), "currency": currency}
        unknown.insert(0, _("Left out: invoices and entries in %(codes)s; the case is in %(currency)s.") % codes)
    case = sheet.document.case
    unit = case.driver(case.volume).unit if case.volume else ""
    guards = list(sheet.document.guardrails)
    if sheet.bring_back:
        guards.insert(0, bring_back_words(sheet.bring_back, currency, unit))
    return RealisedLists(why, unknown, guards)


def _signed(amount: Decimal, currency: str) -> str:
    """Short, with its sign."""
    return ("+" if amount > 0 else "") + short(amount) + words.NO_BREAK + currency


def _known(sheet: RealisedSheet) -> tuple[Any, Any]:
    """Of the cost planned for months that are over: how much lies in months with data, and all of it."""
    rows = [row for row in sheet.found.costs if row.plan]
    planned = sum(sum(row.plan.amounts[: sheet.found.closed + 1]) for row in rows if row.plan)
    gaps = sum(sum(row.plan.amounts[month] for month in row.missing) for row in rows if row.plan)
    return planned - gaps, planned


def _months(sheet: RealisedSheet) -> str:
    """The months of the first pair of columns."""
    return _("months %(months)s") % {"months": months_named(sheet.quarter)}


def _rows(sheet: RealisedSheet, plan: RealisedPlan) -> list[PrintedRow]:
    found = []
    for each in plan.rows:
        name = words.cut(name_of(each.row), plan.density.name)
        if not each.row.actual and each.row.missing:
            name = _("%(line)s: no data") % {"line": words.cut(name, plan.density.name - 9)}
        found.append(_printed(name, each.cells))
    if plan.rest:
        count = len(plan.rest)
        name = ngettext("%(count)d further line", "%(count)d further lines", count) % {"count": count}
        found.append(_printed(name, together(plan.rest)))
    return found


def _totals(sheet: RealisedSheet) -> list[PrintedRow]:
    """Cost in all; and the net benefit over the months that are wholly known, and at the end."""
    told, step = sheet.found.benefit, sheet.step
    end = (shown(sheet.ends.planned_net, step), shown(sheet.ends.net, step))
    to_date = (shown(told.planned, step), shown(told.actual, step)) if told.months else (None, None)
    name = _("Net benefit, %(months)s") % {"months": whole_months(told.months)}
    return [_printed(_("Total cost"), sheet.total), _printed(name, Cells((None, None), to_date, end), is_cost=False)]


def _printed(name: str, cells: Cells, *, is_cost: bool = True) -> PrintedRow:
    def cell(value: int | None) -> str:
        return words.DASH if value is None else whole(value)

    apart = cells.difference
    values = (*cells.quarter, *cells.to_date)
    return PrintedRow(
        name,
        tuple(cell(value) for value in (*values, *cells.end)),
        words.DASH if apart is None else whole(apart, signed=True),
        None if not apart else (apart < 0) == is_cost,
    )


def _headed(lists: RealisedLists, plan: RealisedPlan) -> list[dict[str, Any]]:
    """The lists as far as they have room, each with its heading and what to say when it is empty."""
    headings = (
        (_("Why it differs"), _("It does not: every line that is known is as planned.")),
        (_("What is not known"), _("Everything planned to date is known.")),
        (_("Guardrails, and bringing it back"), _("None was named.")),
    )
    density, found = plan.density, []
    for points, (heading, empty) in zip(lists, headings, strict=True):
        points_shown = [words.cut(point, density.point) for point in points[: density.points]]
        more = max(len(points) - density.points, 0)
        found.append({"heading": heading, "empty": empty, "points": points_shown, "more": more})
    return found

"""What became of a case, in the reader's language: one place, so that page, mail and PDF agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.periods import Period
from finance.actuals.bring_back import BringBack
from finance.actuals.realisation import Realisation, Row
from finance.actuals.variance import Variance
from finance.words import CATEGORIES, money, number, percent, price


def name_of(row: Row) -> str:
    """What a line is called; one that the plan has not by its category."""
    if row.is_counterfactual:
        return _("Not spent, as today: %(line)s") % {"line": row.name}
    return row.name or _("%(what)s, not in the plan") % {"what": CATEGORIES[row.category]}


def verdict(found: Realisation) -> str:
    """Whether it costs more or less than planned, and why, over what is known."""
    currency = found.plan.currency
    if not any(row.actual for row in found.costs):
        return _("No invoice and no entry tells of this case yet, so there is nothing to compare.")
    difference = found.actual_cost - found.planned_cost
    words = {"amount": money(abs(difference), currency), "why": because(found.explained, currency)}
    if not difference:
        return _("So far it costs what was planned.")
    text = (
        _("So far it costs %(amount)s more than planned: %(why)s.")
        if difference > 0
        else _("So far it costs %(amount)s less than planned: %(why)s.")
    )
    return text % words


def basis() -> str:
    """What stands against what: costs by the days that they are for, not by when they were billed or paid."""
    return _(
        "Net of tax, by the days a service was for (accrual), not by when it was billed or paid; an invoice that names"
        " no days counts in the month of its issue. What falls once counts in the month it was planned for."
    )


def period_words(period: Period | None, today: date) -> str:
    """The quarter, or up to which day: "Q3 2026", "to 30 Nov 2026"."""
    if period is None:
        return _("to %(day)s") % {"day": date_format(today, "j M Y")}
    year, _dash, quarter = period.key.partition("-")
    return f"{quarter} {year}"


def early_words(found: Realisation, start: date) -> str:
    """What is left out since it was for days before the case began; "" for nothing."""
    if not found.early:
        return ""
    words = {"amount": money(found.early, found.plan.currency), "day": date_format(start, "j M Y")}
    return _("Left out: %(amount)s of running cost for days before %(day)s, when the plan begins.") % words


def because(explained: Variance, currency: str) -> str:
    """The parts of a difference that are not nothing: "+3,000 EUR by volume, -500 EUR by volume bands"."""
    parts = [
        (explained.volume, _("%(amount)s by volume")),
        (explained.mix, _("%(amount)s by volume bands")),
        (explained.price, _("%(amount)s by price")),
        (explained.unplanned, _("%(amount)s not in the plan")),
    ]
    return ", ".join(text % {"amount": signed(amount, currency)} for amount, text in parts if amount)


def signed(value: Decimal | None, currency: str) -> str:
    """Money with its sign; nothing is a dash."""
    return f"+{money(value, currency)}" if value is not None and value > 0 else money(value, currency)


def coverage(row: Row, closed: int) -> str:
    """How many of the months that have ended and have a plan are known."""
    planned = [month for month in range(closed + 1) if row.plan and row.plan.amounts[month]]
    if row.plan is None or not planned:
        return ""
    known = len(planned) - len(row.missing)
    return _("%(known)d of %(all)d months") % {"known": known, "all": len(planned)}


def months_named(months: Sequence[int]) -> str:
    """Months by their numbers, runs joined: "1 to 3, 7"."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    words = [
        str(run[0]) if len(run) == 1 else _("%(first)d to %(last)d") % {"first": run[0], "last": run[-1]}
        for run in runs
    ]
    return ", ".join(words)


def benefit(found: Realisation) -> tuple[str, str]:
    """The share of the planned net benefit that came, and what it is of."""
    currency, told = found.plan.currency, found.benefit
    if not told.months:
        return _("no data"), _("no month is whole yet")
    words = {"actual": money(told.actual, currency), "planned": money(told.planned, currency)}
    of = _("%(actual)s of %(planned)s") % words
    share = percent(told.realised, 0) if told.realised is not None else _("not shown")
    return share, _("%(of)s, over %(months)s") % {"of": of, "months": whole_months(told.months)}


def whole_months(months: Sequence[int]) -> str:
    """The months that are wholly known, 0 being the start: "months 0 to 5"."""
    return ngettext("month %(months)s", "months %(months)s", len(months)) % {"months": months_named(months)}


def bring_back_words(found: BringBack, currency: str, unit: str) -> str:
    """Where hiring becomes cheaper, and where things stand."""
    words = {
        "volume": number(found.volume, 0),
        "unit": unit or _("units a month"),
        "own": money(found.own, currency),
        "partner": money(found.partner, currency),
    }
    if found.is_due:
        text = _("At %(volume)s %(unit)s own people cost %(own)s a month and the partner %(partner)s.")
    else:
        text = _("At %(volume)s %(unit)s the partner costs %(partner)s a month and own people %(own)s.")
    sentence = text % words
    if found.break_even is not None:
        sentence += " " + _("Both cost the same at %(volume)s.") % {"volume": number(found.break_even, 0)}
    else:
        sentence += " " + _("Up to four times the planned volume they never cost the same.")
    if found.is_due and found.switch_cost and found.months_to_earn is not None:
        sentence += " " + _("Leaving costs %(cost)s, earned back in %(months)s months.") % {
            "cost": money(found.switch_cost, currency),
            "months": number(found.months_to_earn, 1),
        }
    return sentence


def unit_cost(found: Realisation) -> tuple[str, str]:
    """Cost of an accepted unit, and what was planned."""
    currency = found.plan.currency
    if found.cost_per_unit is None:
        return _("no data"), ""
    planned = _("planned %(price)s") % {"price": price(found.planned_cost_per_unit, currency)}
    return price(found.cost_per_unit, currency), planned

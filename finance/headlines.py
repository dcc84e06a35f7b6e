"""The findings of a case in sentences: what page, PDF and mail say first. The same figures give the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance import words
from finance.amounts import driver_value, end_of_bar, share, short, whole
from finance.case import Bar, BreakEven, Case, Driver, Findings, PaybackStatus, Results, Sensitivity
from finance.sheets import Sheet
from foundation.charts import Swing

Tone = Literal["ok", "warn", "bad"]
_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the figures say, and how far they carry. `tone` colours the box; the words stand without it."""

    tone: Tone
    heading: str
    text: str


def verdict(case: Case, findings: Findings, option: str) -> Verdict:
    """In a few words whether it pays; and how far that carries, as `words.verdict` tells it."""
    found, base = findings.sensitivities[option], findings.results[option]
    tone: Tone = "bad" if not base.is_positive else "ok" if found.positive_tests == found.tests else "warn"
    return Verdict(tone, _heading(found, base), words.verdict(case, findings, option))


def _heading(found: Sensitivity, base: Results) -> str:
    if not base.is_positive:
        return _("Does not pay")
    if found.positive_tests < found.tests:
        return _("Pays, but not in every test")
    return _("Pays, even in the low case") if found.low_case.is_positive else _("Pays, but not if all goes wrong")


def finding(sheet: Sheet) -> str:
    """The whole of it in a line: Pays, even in the low case: NPV 172k USD, cash is back after 14 months."""
    base, currency = sheet.base, sheet.document.case.currency
    parts = {
        "verdict": _heading(sheet.sensitivity, base),
        "npv": f"{short(base.npv)}{words.NO_BREAK}{currency}",
        "cash": cash_heading(base, sheet.months),
    }
    return _("%(verdict)s: NPV %(npv)s. %(cash)s") % parts


def saving(sheet: Sheet) -> str:
    """What it costs in all, against today where there is one: the figures of the table."""
    table, case = sheet.table, sheet.document.case
    scale = step_word(sheet)
    at = 1 if case.baseline else 0
    parts = {
        "cost": f"{whole(table.costs[at])}{scale} {case.currency}",
        "months": case.months,
    }
    if table.differences is None:
        return _("It costs %(cost)s over %(months)d months.") % parts
    parts["today"] = f"{whole(table.costs[0])}{scale}"
    parts["net"] = f"{whole(abs(table.differences[2]))}{scale}"
    if table.differences[2] > 0:
        return _("It costs %(cost)s over %(months)d months, today %(today)s; with its value %(net)s better.") % parts
    if table.differences[2] < 0:
        return _("It costs %(cost)s over %(months)d months, today %(today)s; with its value %(net)s worse.") % parts
    return _("It costs %(cost)s over %(months)d months, as much as today in all.") % parts


def step_word(sheet: Sheet) -> str:
    """What the figures of the table are in: nothing, k, M or bn."""
    return short(sheet.table.step).removeprefix("1") if sheet.table.step > 1 else ""


def cash_heading(base: Results, horizon: int) -> str:
    """What the cumulative cash shows."""
    back = base.payback
    if back.status is PaybackStatus.NOTHING_OUT:
        return _("No cash is ever out")
    if back.month is None:
        return _("Cash is not back within %(months)d months") % {"months": horizon}
    when = words.payback(back)
    if back.status is PaybackStatus.LOST_AGAIN:
        return _("Cash is not back for good: %(when)s") % {"when": when}
    return _("Cash is back after %(when)s") % {"when": when}


def tornado_heading(case: Case, sensitivity: Sensitivity) -> str:
    """Which drivers matter most, and whether one of them alone turns the result."""
    names = [case.driver(bar.driver).name for bar in sensitivity.bars]
    if not names:
        return _("No driver has a range")
    if len(names) == 1:
        start = _("Only %(first)s has a range") % {"first": names[0]}
    else:
        start = _("%(first)s and %(second)s matter most") % {"first": names[0], "second": names[1]}
    is_positive = sensitivity.base_npv > 0
    turning = [bar for bar in sensitivity.bars if any(stays != is_positive for stays in bar.stays_positive)]
    if is_positive and turning:
        end = ngettext("%(count)d alone turns it negative", "%(count)d alone turn it negative", len(turning))
    elif is_positive:
        end = _("none alone turns it negative")
    elif turning:
        end = ngettext("%(count)d alone turns it positive", "%(count)d alone turn it positive", len(turning))
    else:
        end = _("none alone turns it positive")
    return f"{start}; {end % {'count': len(turning)} if turning else end}"


def swing_of(case: Case, bar: Bar) -> Swing:
    """A driver's bar in the tornado, its ends in words."""
    driver = case.driver(bar.driver)
    return Swing(
        driver.name,
        bar.npv_at_low,
        bar.npv_at_high,
        end_of_bar(driver, bar.low),
        end_of_bar(driver, bar.high),
    )


def chance_words(sheet: Sheet) -> str:
    """What the draws say."""
    chance = sheet.chance
    return _("%(draws)s draws: positive in %(share)s; P10 %(p10)s, P50 %(p50)s, P90 %(p90)s.") % {
        "draws": whole(chance.draws),
        "share": share(chance.share_positive),
        "p10": short(chance.p10),
        "p50": short(chance.p50),
        "p90": short(chance.p90),
    }


def assumption(driver: Driver) -> str:
    """A driver as a sentence: its base, its range where it has one, and what it rests on."""
    stated = f"{driver.name}: {driver_value(driver, driver.base)}"
    if driver.varies:
        stated += " " + _("(%(low)s to %(high)s)") % {
            "low": end_of_bar(driver, driver.low),
            "high": end_of_bar(driver, driver.high),
        }
    return f"{stated}. {driver.basis}".rstrip(". ") + "."


def break_even_words(driver: Driver, found: BreakEven, *, pays: bool) -> str:
    """At which value of a driver the NPV crosses zero, as it `pays` at its base or not; "" where there is none."""
    if found.value is None:
        return ""
    parts = {
        "driver": driver.name,
        "value": driver_value(driver, found.value),
        "change": "" if found.change is None else f" ({words.change(found.change)})",
    }
    is_above = found.value > driver.base
    if pays and is_above:
        return _("%(driver)s above %(value)s%(change)s: NPV below zero") % parts
    if pays:
        return _("%(driver)s under %(value)s%(change)s: NPV below zero") % parts
    if is_above:
        return _("%(driver)s above %(value)s%(change)s: NPV above zero") % parts
    return _("%(driver)s under %(value)s%(change)s: NPV above zero") % parts


def nearest(sheet: Sheet) -> Sequence[tuple[Driver, BreakEven]]:
    """The break-evens that exist, those first that need the least change; a base of zero comes last."""
    case = sheet.document.case
    found = [(case.driver(key), each) for key, each in sheet.break_evens.items() if each.value is not None]
    return sorted(found, key=lambda pair: (pair[1].change is None, abs(pair[1].change or 0)))

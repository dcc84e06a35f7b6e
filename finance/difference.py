"""What is different between two versions of a case, in lines that a person can read. Pure but for its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from finance.case import Document, Driver, Line, Option
from finance.words import DASH, driver_value, formula, number, percent, timing


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what it is, and how it was and is in words ("" when it was not there)."""

    what: str
    was: str
    now: str


def difference(was: Document, now: Document) -> list[Change]:
    """All changes from one version to the next, the frame first, then drivers, options and lines."""
    return [*_frame(was, now), *_drivers(was, now), *_options(was, now)]


def _frame(was: Document, now: Document) -> Iterator[Change]:
    readings: list[tuple[str, Callable[[Document], str]]] = [
        (_("Months"), lambda each: str(each.case.months)),
        (_("Discount rate"), lambda each: percent(each.case.discount_rate)),
        (_("Start"), lambda each: each.start_date.isoformat()),
        (_("What is asked for"), lambda each: each.case.option(each.preferred).name),
        (_("Non-cash value"), lambda each: _("counted") if each.case.counts_non_cash else _("listed only")),
        (_("Compared with"), lambda each: each.case.option(each.case.baseline).name if each.case.baseline else DASH),
        (_("The ask"), lambda each: each.ask or DASH),
        (_("Risks"), lambda each: "; ".join(each.risks) or DASH),
        (_("Guardrails"), lambda each: "; ".join(each.guardrails) or DASH),
    ]
    for what, read in readings:
        yield from _change(what, read(was), read(now))


def _drivers(was: Document, now: Document) -> Iterator[Change]:
    for old, new in _pairs(was.case.drivers, now.case.drivers):
        if new is None or old is None:
            each = new or old
            yield Change(each.name, _range(old) if old else "", _range(new) if new else "")
            continue
        yield from _change(new.name, _range(old), _range(new))
        yield from _change(_("%(name)s: name") % {"name": new.name}, old.name, new.name)
        yield from _change(_("%(name)s: grade") % {"name": new.name}, old.grade.value, new.grade.value)
        yield from _change(_("%(name)s: basis") % {"name": new.name}, old.basis or DASH, new.basis or DASH)


def _options(was: Document, now: Document) -> Iterator[Change]:
    for old, new in _pairs(was.case.options, now.case.options):
        each: Option = new or old
        if new is None or old is None:
            yield Change(_("Option %(name)s") % {"name": each.name}, DASH if old else "", DASH if new else "")
            continue
        yield from _change(_("Name of an option"), old.name, new.name)
        for old_line, new_line in _pairs(old.lines, new.lines):
            name = f"{new.name}: {(new_line or old_line).name}"
            before = _line(was, old_line) if old_line else ""
            yield from _change(name, before, _line(now, new_line) if new_line else "")


def _pairs(was: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Rows of the same key side by side, None where there is none; in today's order, the gone ones last."""
    before = {each.key: each for each in was}
    for each in now:
        yield before.pop(each.key, None), each
    for gone in before.values():
        yield gone, None


def _range(driver: Driver) -> str:
    if not driver.varies:
        return driver_value(driver, driver.base)
    share = 100 if driver.unit == "%" else 1
    return f"{driver_value(driver, driver.base)} ({number(driver.low * share)} {DASH} {number(driver.high * share)})"


def _line(document: Document, line: Line) -> str:
    counted = "" if line.is_cash else _("non-cash")
    return ", ".join(part for part in (formula(document.case, line), timing(line), counted) if part)


def _change(what: str, was: str, now: str) -> Iterator[Change]:
    if was != now:
        yield Change(what, was, now)

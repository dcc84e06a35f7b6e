"""Figures, thresholds and changes of a pilot in words."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models.metrics import Direction, Unit
from pilots.figures.triggers import Window
from pilots.models import Event, Kind, RollbackTrigger, SuccessCriterion

DASH: Final = "\N{EN DASH}"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
SUFFIXES: Final = {Unit.PERCENT: f"{NO_BREAK}%", Unit.HOURS: f"{NO_BREAK}h", Unit.DAYS: f"{NO_BREAK}d"}
AT_LEAST, AT_MOST = "\N{GREATER-THAN OR EQUAL TO}", "\N{LESS-THAN OR EQUAL TO}"
_TENTH: Final = Decimal("0.1")


def figure(value: Decimal | float | None, unit: str) -> str:
    """A measured value: one place, counts without; nothing is a dash."""
    if value is None:
        return DASH
    places = 0 if unit == Unit.COUNT else 1
    rounded = Decimal(value).quantize(Decimal(1) if places == 0 else _TENTH, ROUND_HALF_EVEN)
    return number_format(rounded, places, force_grouping=True) + SUFFIXES.get(Unit(unit), "")


def exact(value: Decimal | None, unit: str) -> str:
    """An agreed value, with no digit more than it has."""
    if value is None:
        return DASH
    number = Decimal(value).normalize()
    places = max(0, -int(number.as_tuple().exponent))
    return number_format(number, places, force_grouping=True) + SUFFIXES.get(Unit(unit), "")


def threshold(criterion: SuccessCriterion) -> str:
    """What it has to reach: "≥ 95 %", "P90 ≤ 8 h"."""
    sign = AT_LEAST if criterion.direction == Direction.HIGHER else AT_MOST
    said = f"{sign}{NO_BREAK}{exact(criterion.threshold, criterion.unit)}"
    if criterion.kind == Kind.PERCENTILE:
        return f"P{criterion.percentile} {said}"
    return _("mean %(threshold)s") % {"threshold": said} if criterion.kind == Kind.MEAN else said


def limit(trigger: RollbackTrigger) -> str:
    """When it fires: "above 8 % over 7 days, of at least 10"."""
    value = exact(trigger.threshold, trigger.unit)
    days = ngettext("%(n)d day", "%(n)d days", trigger.window_days) % {"n": trigger.window_days}
    words = {"value": value, "days": days, "n": trigger.minimum_n}
    if trigger.event:
        return _("more than %(value)s within %(days)s") % words
    if trigger.direction == RollbackTrigger.Side.ABOVE:
        return _("above %(value)s over %(days)s, from %(n)d items on") % words
    return _("below %(value)s over %(days)s, from %(n)d items on") % words


def trigger_name(trigger: RollbackTrigger) -> str:
    """What it watches."""
    return str(Event(trigger.event).label) if trigger.event else trigger.name


def fired_words(trigger: RollbackTrigger) -> str:
    """The finding when it fired: "Error rate was 12.0 % (12 of 100) over 7 days to 14 November, limit above 8 %"."""
    of = ""
    if trigger.unit == Unit.PERCENT and trigger.fired_numerator is not None and trigger.fired_n:
        of = _(" (%(k)s of %(n)s)") % {"k": number_format(trigger.fired_numerator.normalize(), 0), "n": trigger.fired_n}
    words = {
        "name": trigger_name(trigger),
        "value": figure(trigger.fired_value, trigger.unit),
        "of": of,
        "day": date_format(trigger.fired_on, "j F") if trigger.fired_on else DASH,
        "limit": limit(trigger),
    }
    return _("%(name)s was %(value)s%(of)s on %(day)s; the limit: %(limit)s.") % words


def window_words(trigger: RollbackTrigger, window: Window) -> str:
    """What it looks at now: "0.0 % of 24 in the 14 days to 29 November", and whether these are too few."""
    span = ngettext("the day", "the %(n)d days", trigger.window_days) % {"n": trigger.window_days}
    words = {
        "value": figure(window.value, trigger.unit),
        "n": window.n,
        "span": span,
        "day": date_format(window.day, "j F"),
    }
    if trigger.event:
        return _("%(n)d in %(span)s to %(day)s") % words
    if window.value is None:
        return _("no data in %(span)s to %(day)s") % words
    said = _("%(value)s of %(n)d in %(span)s to %(day)s") % words
    return said if window.n >= trigger.minimum_n else _("%(said)s, too few to say") % {"said": said}


def change_words(change: dict[str, Any]) -> str:
    """A change of an amendment in a sentence; the values as they were and shall be."""
    before, after = change.get("before") or {}, change.get("after") or {}
    if change["what"] == "last_day":
        words = {"before": _day(change["before"]), "after": _day(change["after"])}
        return _("Last day: %(before)s becomes %(after)s.") % words
    parts = [
        f"{_label(name)}: {before.get(name)} → {after.get(name)}"
        for name in ("threshold", "planned_n", "window_days", "minimum_n")
        if name in after and before.get(name) != after.get(name)
    ]
    return f"{before.get('name')}: " + "; ".join(parts)


def _label(name: str) -> str:
    labels = {
        "threshold": _("threshold"),
        "planned_n": _("planned n"),
        "window_days": _("window in days"),
        "minimum_n": _("at least so many items"),
    }
    return labels[name]


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "DATE_FORMAT")

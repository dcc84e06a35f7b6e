"""How a pilot's figures, days and changes are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pilots import words
from pilots.figures.uniformity import Check, Trouble, Uniformity
from pilots.queries.steps import GateFigure
from pilots.readiness.rules.backlog_uniform import NAMES

register = template.Library()


@register.filter
def agreed(value: Decimal | None, unit: str) -> str:
    """An agreed value with its unit."""
    return words.exact(value, unit)


@register.filter
def gate_words(found: GateFigure) -> str:
    """What a gate's criterion came to beside its threshold: "Error rate 3.8 % (n 131), asked for: ≤ 3 %"."""
    row, sample = found.criterion, found.sample
    if sample is None or found.holds is None:
        return _("%(name)s: no data yet") % {"name": row.name}
    said = _("%(name)s %(value)s (n %(n)d), asked for: %(threshold)s")
    value = words.figure(sample.value, row.unit)
    return said % {"name": row.name, "value": value, "n": sample.n, "threshold": words.threshold(row)}


@register.filter
def change_words(change: dict[str, Any]) -> str:
    """A change of an amendment in a sentence."""
    return words.change_words(change)


@register.filter
def day_of(value: str) -> str:
    """A day that is kept as text."""
    return date_format(date.fromisoformat(value), "j M")


@register.filter
def look_words(look: Uniformity) -> str:
    """What was found of type, size or criteria."""
    name = str(NAMES[look.check]).capitalize()
    if look.trouble == Trouble.UNKNOWN:
        return _("%(name)s: not said") % {"name": name}
    if look.check == Check.SIZE and look.part > look.whole and look.whole:
        said = _("%(name)s: from %(low)s to %(high)s (a tenth to nine tenths of the items)")
        return said % {"name": name, "low": f"{look.whole:f}", "high": f"{look.part:f}"}
    return _("%(name)s: %(part)s of %(whole)s alike") % {"name": name, "part": look.part, "whole": look.whole}

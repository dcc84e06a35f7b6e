"""How shares, figures and rules of several partners are written, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outsourcing.partners.comparison import Cell, Measured
from sourcing.like_for_like import Figure
from sourcing.redundancy import Doer, Work
from sourcing.switching import State

register = template.Library()
NO_BREAK = "\N{NO-BREAK SPACE}"


@register.filter
def at(items: Sequence[Any], place: int) -> Any:
    """The item at a place, for a row whose cells stand in the order of the columns."""
    return items[place]


@register.filter
def rule_words(state: State) -> str:
    """How far a rule is: "2 of 3 weeks"."""
    if not state.run:
        return _("not met")
    if state.is_met:
        text = ngettext("met: %(n)d week in a row", "met: %(n)d weeks in a row", state.run)
        return text % {"n": state.run}
    text = ngettext("%(run)d of %(n)d week", "%(run)d of %(n)d weeks", state.needed)
    return text % {"run": state.run, "n": state.needed}


@register.filter
def like_for_like(cell: Cell) -> str:
    """A partner's figure with the common mix."""
    return measured(cell.adjusted, cell.measured)


@register.filter
def raw(cell: Cell) -> str:
    """A partner's figure as it is."""
    return measured(cell.raw, cell.measured)


@register.filter
def measured(value: float | None, measure: Measured) -> str:
    """A figure of a measure with its unit; a dash for no data."""
    if value is None:
        return "\N{EN DASH}"
    unit = "%" if measure.figure == Figure.SHARE else "h"
    return f"{number_format(round(value, 1), 1)}{NO_BREAK}{unit}"


@register.filter
def part_of(doer: Doer, work: Work) -> str:
    """A vendor's part of a process's items."""
    part = work.part_of(doer.vendor)
    return "" if part is None else f"{number_format(round(float(part * 100)), 0)}{NO_BREAK}%"


@register.filter
def plain_percent(value: Fraction, places: int = 1) -> str:
    """A percentage that is already one, without a zero behind the point."""
    number = round(float(value), places)
    return number_format(number, 0 if number == int(number) else places)


@register.filter
def share_percent(part: Fraction) -> str:
    """A part of a whole, in whole per cent."""
    return number_format(round(float(part * 100)), 0)

"""How days before the last day and shares of the reserve are written."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Final

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exits.cost import CostLine, covered

register = template.Library()
COSTS: Final = {
    CostLine.ASSISTANCE: gettext_lazy("Termination assistance"),
    CostLine.OWN_HOURS: gettext_lazy("Own hours"),
    CostLine.PARALLEL: gettext_lazy("Both at once"),
    CostLine.REPLACEMENT: gettext_lazy("The next provider"),
}
LEVELS: Final = {
    "easy": gettext_lazy("easily replaced"),
    "possible": gettext_lazy("replaceable with effort"),
    "hard": gettext_lazy("hard to replace"),
}
LEVEL_STATUS: Final = {"easy": "ok", "possible": "warn", "hard": "bad"}


@register.filter
def around_last_day(days: int | None) -> str:
    """``30 days before``, ``on the day``, ``14 days after``; a rule has none."""
    if days is None:
        return "\N{EN DASH}"
    if not days:
        return _("on the last day")
    if days > 0:
        return ngettext("%(n)d day before", "%(n)d days before", days) % {"n": days}
    return ngettext("%(n)d day after", "%(n)d days after", -days) % {"n": -days}


@register.filter
def cost_label(line: CostLine) -> object:
    """The name of a line of the estimate."""
    return COSTS[line]


@register.filter
def level_label(level: str) -> object:
    """How easily somebody else takes over, in words."""
    return LEVELS[level]


@register.filter
def level_status(level: str) -> str:
    """The shape beside it."""
    return LEVEL_STATUS[level]


@register.simple_tag
def cover_percent(reserve: Decimal | None, estimate: Decimal) -> int | None:
    """The reserve in whole percent of an estimate, rounded down; None when there is nothing to say."""
    share = covered(reserve, estimate)
    return None if share is None else int((share * 100).to_integral_value(ROUND_DOWN))

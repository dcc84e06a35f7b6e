"""How work items are written for people."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from workitems.models import SlaClock
from workitems.models.clocks import ClockOutcome

register = template.Library()
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUTE, HOUR, DAY = 60, 3600, 86_400
STATUSES = {
    ClockOutcome.MET: "ok",
    ClockOutcome.MISSED: "bad",
    ClockOutcome.RUNNING: "run",
    ClockOutcome.PAUSED: "none",
}


@register.filter
def outcome_status(clock: SlaClock) -> str:
    """A clock's outcome as a status chip knows it; a running one that was warned of is at risk."""
    if clock.outcome == ClockOutcome.RUNNING and clock.warned_percent:
        return "warn"
    return STATUSES.get(ClockOutcome(clock.outcome), "none")


@register.filter
def open_time(seconds: float | None) -> str:
    """A length in hours and minutes, never in days: ``13 h 20 min``. Open time has no day."""
    return _length(seconds, with_days=False)


@register.filter
def calendar_time(seconds: float | None) -> str:
    """A length around the clock: ``2 d 3 h``, ``3 h 20 min``."""
    return _length(seconds, with_days=True)


def _length(seconds: float | None, *, with_days: bool) -> str:
    if seconds is None:
        return "\N{EN DASH}"
    sign, whole = ("\N{MINUS SIGN}" if seconds < 0 else ""), int(abs(seconds))
    days, rest = divmod(whole, DAY) if with_days else (0, whole)
    hours, rest = divmod(rest, HOUR)
    minutes, left = divmod(rest, MINUTE)
    if not (days or hours or minutes):
        return f"{sign}{left}{NO_BREAK}{_('s')}"
    parts = [(days, _("d")), (hours, _("h")), (0 if days else minutes, _("min"))]
    return sign + NO_BREAK.join(f"{number}{NO_BREAK}{unit}" for number, unit in parts if number)

"""How numbers and days of agreements are written, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import ServiceLevelTarget, ServiceLevelVersion
from engagements.models.metrics import Direction, Metric, Unit
from engagements.models.service_levels import PAUSES, TargetUnit
from engagements.versions import BEGINNING, BEGINNING_DAY

register = template.Library()
NO_BREAK = "\N{NO-BREAK SPACE}"
SUFFIXES = {Unit.PERCENT: f"{NO_BREAK}%", Unit.HOURS: f"{NO_BREAK}h", Unit.DAYS: f"{NO_BREAK}d"}
SIGNS = {
    (Direction.HIGHER, False): "\N{GREATER-THAN OR EQUAL TO}",
    (Direction.HIGHER, True): ">",
    (Direction.LOWER, False): "\N{LESS-THAN OR EQUAL TO}",
    (Direction.LOWER, True): "<",
}
HOUR, DAY = 60, 1440
CENT = Decimal("0.01")


@register.filter
def amount(value: Decimal | int | None, unit: str = "") -> str:
    """A metric's value with its unit, no digit more than it has: ``97.5 %``; money with two; nothing is a dash."""
    if value is None:
        return "\N{EN DASH}"
    if unit == Unit.MONEY:
        return _cents(Decimal(value))
    number = Decimal(value).normalize()
    places = max(0, -int(number.as_tuple().exponent))
    return number_format(number, places, force_grouping=True) + SUFFIXES.get(Unit(unit), "") if unit else str(number)


@register.filter
def money(value: Decimal, currency: str) -> str:
    """An amount of money: ``12,000.00 EUR``."""
    return f"{_cents(value)}{NO_BREAK}{currency}"


def _cents(value: Decimal) -> str:
    # Django's number format cuts digits off instead of rounding.
    return number_format(value.quantize(CENT, ROUND_HALF_UP), 2, force_grouping=True)


@register.simple_tag
def sign(metric: Metric, *, is_strict: bool = False) -> str:
    """What stands before a target: at least, at most, more than, less than."""
    return SIGNS[Direction(metric.direction), is_strict]


@register.filter
def allowed(target: ServiceLevelTarget) -> str:
    """The time that a service level allows: ``4 h``, ``1 h 30 min``, ``3 business days``."""
    if target.unit == TargetUnit.BUSINESS_DAYS:
        text = ngettext("%(n)s business day", "%(n)s business days", target.amount)
        return text % {"n": number_format(target.amount)}
    hours, minutes = divmod(target.amount, HOUR)
    parts = [f"{number_format(hours, force_grouping=True)}{NO_BREAK}h"] if hours else []
    parts += [f"{minutes}{NO_BREAK}min"] if minutes or not hours else []
    return " ".join(parts)


@register.filter
def stands_still(version: ServiceLevelVersion) -> str:
    """For which reasons a level's clock stands still: those that its terms do not name as ignored."""
    words = [str(words) for word, words in PAUSES if word not in version.ignored_pauses]
    return ", ".join(words) if words else _("never")


@register.filter
def since(value: datetime | date | None, zone: str = "UTC") -> str:
    """From when a version holds, as a day in ``zone``; the first one is there from the beginning."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        if value <= BEGINNING:
            return _("the beginning")
        value = value.astimezone(ZoneInfo(zone)).date()
    if value <= BEGINNING_DAY:
        return _("the beginning")
    return date_format(value, "DATE_FORMAT")

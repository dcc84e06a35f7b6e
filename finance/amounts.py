"""Figures of a case where there is little room: charts, tiles, tables on paper. `words` writes them in full."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _

from finance import words
from finance.case import Driver, PaybackMonth, PaybackStatus
from foundation.charts.templatetags.charts import WORDS

_WIDE: Final = Decimal(10**6)
_PRICE: Final = Decimal(10000)
_PLACES: Final = ((Decimal(1), 4), (Decimal(100), 2), (Decimal(10000), 1))
_CENT: Final = Decimal("0.01")
_WHOLE: Final = Decimal(1)


def short(amount: Decimal) -> str:
    """Money in three figures or so: 940, 17.2k, 172k, 2.4M."""
    return WORDS.short(amount)


def unit_price(amount: Decimal | None) -> str:
    """The cost of a unit: to the cent below 10,000, else short; nothing is a dash."""
    if amount is None:
        return words.DASH
    return words.number(amount, 2) if abs(amount) < _PRICE else short(amount)


def rate(value: Decimal | None) -> str:
    """A rate in percent, with a place below 100 %; one without meaning is a dash."""
    if value is None:
        return words.DASH
    return words.percent(value, 1 if abs(value) < _WHOLE else 0)


def share(value: Decimal) -> str:
    """A fraction in percent with the places it has, two at most: 9 %, 13.25 %, 99.99 %."""
    return f"{words.number((value * 100).quantize(_CENT, ROUND_HALF_UP))}{words.NO_BREAK}%"


def payback(found: PaybackMonth) -> str:
    """When the money is back, in a word or two; `words.payback` tells the whole of it."""
    return _("not for good") if found.status is PaybackStatus.LOST_AGAIN else words.payback(found)


def whole(amount: int, *, signed: bool = False) -> str:
    """A figure of a table: grouped, with a real minus, a plus if wanted."""
    return ("+" if signed and amount > 0 else "") + words.number(Decimal(amount), 0)


def sensible(value: Decimal) -> Decimal:
    """A computed value with no more places than its size has use for: 24,812, 14.3, 0.0712."""
    places = next((places for below, places in _PLACES if abs(value) < below), 0)
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def end_of_bar(driver: Driver, value: Decimal) -> str:
    """A driver's value at the end of its bar, without its unit: 17.2k, 5 %, 14."""
    if driver.unit == words.PERCENT:
        return words.driver_value(driver, value)
    return short(value) if abs(value) >= _PRICE else words.number(sensible(value))


def driver_value(driver: Driver, value: Decimal) -> str:
    """The same with its unit; from a million on short."""
    if driver.unit == words.PERCENT:
        return words.driver_value(driver, value)
    if abs(value) < _WIDE:
        return words.driver_value(driver, sensible(value))
    unit = words.driver_value(driver, Decimal(0)).removeprefix("0")
    return short(value) + unit

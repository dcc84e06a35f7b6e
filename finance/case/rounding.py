"""From float64 inside to Decimal outside: each figure is rounded once, half-up, on its way out."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

_WIDE: Final = Context(prec=120, rounding=ROUND_HALF_UP)
_MINOR_DIGITS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"), 0),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def rounded(value: float, digits: int) -> Decimal:
    """`value` with so many decimal places; never -0."""
    found = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    return found or abs(found)


def money(value: float, currency: str) -> Decimal:
    """`value` to the minor unit of its ISO 4217 currency."""
    return rounded(value, _MINOR_DIGITS.get(currency, 2))


def exact_money(value: Fraction, currency: str) -> Decimal:
    """A sum that was kept as a fraction, to the minor unit of its currency; half-up, never -0."""
    unit = Decimal(1).scaleb(-_MINOR_DIGITS.get(currency, 2))
    found = (_WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))).quantize(unit, context=_WIDE)
    return found or abs(found)


def rate(value: float | None) -> Decimal | None:
    """A fraction with six places (0.0001 of a percent); None stays None."""
    return None if value is None else rounded(value, 6)


def months(value: float | None) -> Decimal | None:
    """Months with four places; None stays None."""
    return None if value is None else rounded(value, 4)


def adding_up(values: Sequence[Decimal]) -> tuple[tuple[int, ...], int]:
    """Whole numbers, half-up, that add up to their whole total: the largest takes what rounding left."""
    total = int(sum(values, Decimal(0)).quantize(Decimal(1), context=_WIDE))
    found = [int(value.quantize(Decimal(1), context=_WIDE)) for value in values]
    if found:
        found[max(range(len(values)), key=lambda place: abs(values[place]))] += total - sum(found)
    return tuple(found), total

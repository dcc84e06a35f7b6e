"""What a measure comes to for one request: the figure itself, always with what it was made from. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

_EXACT: Final = Context(prec=40)
_PLACES: Final = Decimal("0.000001")
_HOUR_US: Final = 3_600_000_000


class Gap(StrEnum):
    """Why there is no figure; stored as ``detail["reason"]``."""

    NOT_COVERED = "not_covered"
    NO_ITEMS = "no_items"
    NO_ENTRY = "no_entry"
    NO_COSTS = "no_costs"
    CURRENCIES = "currencies"
    BY_SEGMENT = "by_segment"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value in the metric's unit, None for no data, with numerator, denominator and n.

    Adjusted figures leave out items with an approved exclusion, raw ones keep them. ``sample`` is n of the adjusted
    figure, ``excluded`` the items (or clocks) left out. Decimals have six places, the way they are stored.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    raw_value: Decimal | None = None
    raw_numerator: Decimal | None = None
    raw_denominator: Decimal | None = None
    sample: int = 0
    excluded: int = 0
    detail: dict[str, Any] = field(default_factory=dict)

    def with_detail(self, **more: Any) -> Figure:
        """The same figure, saying more."""
        return replace(self, detail={**self.detail, **more})


def stored(number: Decimal | int) -> Decimal:
    """A number as it is stored: six places, half to even."""
    return _stored_count(number) if isinstance(number, int) else number.quantize(_PLACES, context=_EXACT)


def divided(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    """An exact quotient of 40 digits, as it is stored."""
    return stored(_EXACT.divide(Decimal(numerator), Decimal(denominator)))


# The same counts and shares come again and again in a batch of weeks.
@lru_cache(maxsize=1 << 14)
def _stored_count(number: int) -> Decimal:
    return Decimal(number).quantize(_PLACES, context=_EXACT)


def nothing(reason: Gap, **detail: Any) -> Figure:
    """No data, and why."""
    return Figure(detail={"reason": reason.value, **detail})


def share(part: int, whole: int, *, raw_part: int, raw_whole: int) -> Figure:
    """100 x part / whole; no data when the whole is 0, adjusted and raw each for itself."""
    adjusted = _parts(part, whole)
    raw = adjusted if (part, whole) == (raw_part, raw_whole) else _parts(raw_part, raw_whole)
    detail = {} if raw_whole else {"reason": Gap.NO_ITEMS.value}
    return Figure(*adjusted, *raw, sample=whole, excluded=raw_whole - whole, detail=detail)


def unheard(part: Figure) -> Figure:
    """A share of which nothing was reached, in a period that no data covers: its deadlines passed, and nobody told us
    whether the work was done. It is no data, as a count would be."""
    return part if part.raw_numerator else nothing(Gap.NOT_COVERED)


def share_of_time(part: int, whole: int, *, raw_part: int, raw_whole: int, sample: int, excluded: int) -> Figure:
    """100 x part / whole of durations in microseconds, kept in hours; ``sample`` items stand behind it."""
    adjusted, raw = _hours(part, whole), _hours(raw_part, raw_whole)
    detail = {} if raw_whole else {"reason": Gap.NO_ITEMS.value}
    return Figure(*adjusted, *raw, sample=sample, excluded=excluded, detail=detail)


def _hours(part: int, whole: int) -> tuple[Decimal | None, Decimal, Decimal]:
    return divided(100 * part, whole) if whole else None, divided(part, _HOUR_US), divided(whole, _HOUR_US)


@lru_cache(maxsize=1 << 14)
def _parts(part: int, whole: int) -> tuple[Decimal | None, Decimal, Decimal]:
    return divided(100 * part, whole) if whole else None, stored(part), stored(whole)


def count(number: int, *, raw: int, detail: dict[str, Any] | None = None) -> Figure:
    """A number of items; zero is a figure."""
    return Figure(
        value=stored(number),
        numerator=stored(number),
        raw_value=stored(raw),
        raw_numerator=stored(raw),
        sample=number,
        excluded=raw - number,
        detail=detail or {},
    )

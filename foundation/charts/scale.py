"""From values to pixels, whatever the values: huge, negative, all the same, not finite."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

Value = float | int | Decimal | None

_SAME: Final = 1e-12
_SMALL: Final = 1e-9
_LARGE: Final = 1e15
_NICE: Final = (1, 2, 2.5, 5, 10)


def finite(value: Value) -> float | None:
    """The value as a float; None for no value, NaN, infinity and what a float cannot hold."""
    try:
        number = None if value is None else float(value)
    except (OverflowError, ValueError):
        return None
    return number if number is not None and math.isfinite(number) else None


def finites(values: Iterable[Value]) -> list[float | None]:
    """Each value as by `finite`."""
    return [finite(value) for value in values]


def present(values: Iterable[float | None]) -> list[float]:
    """The values that are there."""
    return [value for value in values if value is not None]


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low..high` to the pixels `start..end`, clamped to them; the middle where low and high are the same."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value is drawn."""
        unit = max(abs(self.low), abs(self.high)) or 1.0
        span = self.high / unit - self.low / unit
        if span < _SAME:
            return (self.start + self.end) / 2
        share = (min(max(value, self.low), self.high) / unit - self.low / unit) / span
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether a value is drawn where it is, and not clamped."""
        return self.low <= value <= self.high


def padded(values: Sequence[float], share: float) -> tuple[float, float]:
    """Lowest and highest value with room of `share` of their span on either side; room even where all are the same."""
    low, high = min(values), max(values)
    unit = max(abs(low), abs(high)) or 1.0
    span = high / unit - low / unit
    room = share * span if span > _SAME else 0.05
    return _bounded((low / unit - room) * unit), _bounded((high / unit + room) * unit)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round values within low..high, about as many as asked for; none where a range is too small or large for it."""
    unit = max(abs(low), abs(high)) or 1.0
    if high / unit - low / unit <= _SAME or not _SMALL < unit < _LARGE:
        return []
    raw = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(nice * power for nice in _NICE if nice * power >= raw * 0.999)
    first, last = math.ceil(low / step - _SAME), math.floor(high / step + _SAME)
    return [index * step for index in range(first, min(last, first + 4 * about) + 1)]


def _bounded(value: float) -> float:
    return min(max(value, -1.7e308), 1.7e308)

"""How far one driver may go before the NPV is zero, the others at their base."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from finance.case import rounding
from finance.case.drivers import Driver
from finance.case.model import YEARLY_RATES, Case
from finance.case.roots import root_between
from finance.case.sweeps import Sweeps

_POINTS: Final = 65
_REACH: Final = 4
_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The value nearest to the base at which the NPV is zero, or None when there is none from `searched_from` to `_to`.

    `change` is that value against the base as a fraction (0.23 is 23 % more); None when the base is 0.
    """

    driver: str
    value: Decimal | None
    change: Decimal | None
    searched_from: Decimal
    searched_to: Decimal


def break_evens(case: Case, option: str) -> tuple[BreakEven, ...]:
    """The break-even of every driver that moves the option, in the case's order.

    Looked for from the least the driver may be to four times its high (or the most it may be): at 65 points and its
    base first, then by bracketing the change of sign that is nearest to the base.
    """
    sweeps = Sweeps(case, option)
    return tuple(_break_even(sweeps, case.driver(key)) for key in sweeps.drivers())


def _break_even(sweeps: Sweeps, driver: Driver) -> BreakEven:
    base = float(driver.base)
    first, last = _range(sweeps.case, driver)
    points = np.unique(np.append(np.linspace(first, last, _POINTS), base))
    values = sweeps.npv_at(driver.key, points)
    found = [float(point) for point in points[values == 0]] if values.any() else []
    crossings = np.flatnonzero(values[:-1] * values[1:] < 0)
    # the base is one of the points, so the nearest crossing is the last below it or the first above it
    for place in [*crossings[points[crossings] < base][-1:], *crossings[points[crossings] >= base][:1]]:
        low, high = float(points[place]), float(points[place + 1])
        root = root_between(lambda value: float(sweeps.npv_at(driver.key, [value])[0]), low, high)
        found += [] if root is None else [root]
    value = min(found, key=lambda root: abs(root - base), default=None)
    return BreakEven(
        driver=driver.key,
        value=None if value is None else rounding.rounded(value, _PLACES),
        change=None if value is None or base == 0 else rounding.rate((value - base) / abs(base)),
        searched_from=rounding.rounded(first, _PLACES),
        searched_to=rounding.rounded(last, _PLACES),
    )


def _range(case: Case, driver: Driver) -> tuple[float, float]:
    """Where to look: what the driver may be, within what its place in the case allows."""
    high = float(driver.high)
    first = float(driver.at_least)
    last = high * _REACH if high > 0 else max(0.0, high + abs(float(driver.low)) * _REACH)
    if driver.key == case.ramp:
        last = float(case.months)
    elif driver.key in {case.growth, *(line.index for option in case.options for line in option.lines)}:
        first = max(first, float(YEARLY_RATES[0]))
        last = min(max(last, 1.0), float(YEARLY_RATES[1]))
    return first, last if driver.at_most is None else min(last, float(driver.at_most))

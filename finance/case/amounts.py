"""Amounts by month, for one or many values of the drivers at once.

Arrays are float64: a driver is a column (k, 1) with k = 1 or the number of scenarios, a line's months are rows
(1 or k, months + 1). A line is its size (the product of its drivers) times its profile (what share of that falls in
each month), so that a driver which only makes the size costs one multiplication a scenario.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from finance.case.lines import Follows, Line, Timing
from finance.case.model import Case
from finance.case.rates import monthly_rate

Array = NDArray[np.float64]
MONTHS_IN_A_YEAR: Final = 12


class Amounts:
    """The lines of a case at given values of its drivers; those not given stand at their base."""

    def __init__(self, case: Case, values: Mapping[str, Array | float | Decimal] | None = None) -> None:
        """`values` by driver key: a number, or one for each scenario."""
        given = values or {}
        self.case = case
        self.rate = monthly_rate(float(case.discount_rate))
        self.months: Array = np.arange(case.months + 1, dtype=np.float64)[None, :]
        self.discount: Array = (1 + self.rate) ** -self.months[0]
        self._columns = {
            driver.key: np.asarray(given.get(driver.key, driver.base), dtype=np.float64).reshape(-1, 1)
            for driver in case.drivers
        }
        self._in_a_month = {driver.key: driver.per.in_a_month for driver in case.drivers}
        self._years: Array = np.floor(np.maximum(self.months - 1, 0) / MONTHS_IN_A_YEAR)
        self._kept: dict[str, Array] = {}

    def of(self, line: Line) -> Array:
        """Amounts of a line by month, from 0 to the horizon: (scenarios, months + 1), never negative for cost."""
        return self._size(line) * self._profile(line)

    def present(self, line: Line) -> Array:
        """Present value of a line: (scenarios,)."""
        found: Array = self._size(line)[:, 0] * (self._profile(line) @ self.discount)
        return found

    def units(self) -> Array:
        """Units of the case's volume by month: (scenarios, months + 1), none at 0; grows after each 12 months."""
        case = self.case
        column = self._columns[case.volume] * self._in_a_month[case.volume] * (self.months > 0)
        found: Array = column * self._yearly(case.growth)
        return found

    def index_of(self, line: Line) -> Array:
        """By how much a line's price has risen in each month; 1 where it is not indexed."""
        found: Array = np.broadcast_to(self._yearly(line.index), self.months.shape)[0]
        return found

    def ramp_share(self) -> Array:
        """The share of the service in each month: the month's mean of a straight line from 0 to 1 over the ramp."""
        if "ramp" not in self._kept:
            length = self._columns[self.case.ramp]
            inside = np.minimum(self.months, length)
            taken = inside**2 / (2 * np.where(length > 0, length, 1)) + (self.months - inside)
            self._kept["ramp"] = np.diff(taken, axis=1, prepend=0.0)
        return self._kept["ramp"]

    def _size(self, line: Line) -> Array:
        size: Array = np.ones((1, 1))
        for key in line.drivers:
            size = size * self._columns[key] * self._in_a_month[key]
        return size

    def _profile(self, line: Line) -> Array:
        profile = self._window(line)
        if line.timing is Timing.PER_UNIT:
            profile = profile * self._charged(line)
        if line.follows is not Follows.NOTHING:
            share = self.ramp_share()
            profile = profile * (share if line.follows is Follows.RAMP else 1 - share)
        return profile * self._yearly(line.index) if line.index else profile

    def _window(self, line: Line) -> Array:
        if line.timing is Timing.ONCE:
            return np.asarray(self.months == line.month, dtype=np.float64)
        last = self.case.months if line.last_month is None else line.last_month
        inside = np.asarray((self.months >= line.first_month) & (self.months <= last), dtype=np.float64)
        if line.timing is not Timing.STEPPED:
            return inside
        factors = np.zeros_like(self.months)
        for step in line.steps:
            factors[self.months >= step.month] = float(step.factor)
        return inside * factors

    def _charged(self, line: Line) -> Array:
        """Units weighed by the price factor of the band they fall in."""
        units = self.units()
        if not line.bands:
            return units
        bounds = [*(float(band.above) for band in line.bands), np.inf]
        charged = np.minimum(units, bounds[0])
        for band, above, below in zip(line.bands, bounds, bounds[1:], strict=False):
            charged = charged + float(band.factor) * np.clip(units - above, 0, below - above)
        return charged

    def _yearly(self, key: str) -> Array:
        if not key:
            return np.ones((1, 1))
        if (kept := f"index {key}") not in self._kept:
            self._kept[kept] = (1 + self._columns[key]) ** self._years
        return self._kept[kept]

"""NPV of an option over many values of one driver, computing anew only the lines that the driver moves."""

from collections.abc import Sequence

import numpy as np

from finance.case.amounts import Amounts, Array
from finance.case.model import Case
from finance.case.rates import NOISE


class Sweeps:
    """The NPV of one option of a case, its drivers moved one at a time from their base."""

    def __init__(self, case: Case, option: str) -> None:
        self.case = case
        self._lines = case.compared_lines(case.option(option))
        self._moved_by = {id(line): case.drivers_of(line) for line, _ in self._lines}
        base = Amounts(case)
        self._base = {id(line): base.present(line) for line, _ in self._lines}
        self.base_npv = float(self.npv_at("", [0.0])[0])
        """NPV with every driver at its base."""

    def drivers(self) -> list[str]:
        """Keys of the drivers that move the option or the baseline, in the case's order."""
        used = frozenset[str]().union(*self._moved_by.values())
        return [driver.key for driver in self.case.drivers if driver.key in used]

    def npv_at(self, driver: str, values: Sequence[float] | Array) -> Array:
        """NPV at each of the driver's values, all other drivers at their base; exactly 0 where it is but noise."""
        column = np.asarray(values, dtype=np.float64)
        amounts = Amounts(self.case, {driver: column})
        net, gross = np.zeros(column.size), np.zeros(column.size)
        for line, sign in self._lines:
            present = amounts.present(line) if driver in self._moved_by[id(line)] else self._base[id(line)]
            net, gross = net + sign * present, gross + np.abs(present)
        net[np.abs(net) <= NOISE * gross] = 0
        return net

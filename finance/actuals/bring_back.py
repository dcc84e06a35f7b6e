"""From which volume on hiring is cheaper than the partner, and whether it is so by now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from finance.actuals.plan import PlanLine, at_volumes, plan
from finance.case import Case, Category, Timing
from finance.case.amounts import Array
from finance.case.rounding import money, rounded

MONTHS_IN_A_ROW: Final = 3
REACH: Final = 4
"""Volumes are looked at up to so many times what is planned."""
POINTS: Final = 256
_FINER: Final = 2
_ONE_OFF: Final = frozenset({Category.TRANSITION, Category.EXIT})


@dataclass(frozen=True, slots=True)
class BringBack:
    """Partner against own people in a month of the case, at the mean volume of the latest three months with data.

    `own` and `partner` are running costs of a month at that `volume`: those of the case, or what was invoiced
    where `invoiced`. `break_even` is the volume nearest to the planned one at which both cost the same, None when there
    is none up to four times the plan. `switch_cost` is what leaving costs once, `months_to_earn` how long the saving
    takes to earn it.
    """

    month: int
    volume: Decimal
    planned_volume: Decimal
    own: Decimal
    partner: Decimal
    invoiced: bool
    break_even: Decimal | None
    switch_cost: Decimal

    @property
    def is_due(self) -> bool:
        """Whether own people are cheaper than the partner now."""
        return self.own < self.partner

    @property
    def months_to_earn(self) -> Decimal | None:
        """Months until the saving has earned what leaving costs; None while there is no saving."""
        saving = self.partner - self.own
        return self.switch_cost / saving if saving > 0 else None


def bring_back(
    case: Case, option: str, units: Mapping[int, Decimal], costs: Mapping[int, Decimal], *, closed: int
) -> BringBack | None:
    """`units` and `costs` (all running costs of the partner) by month, as far as they have data.

    None when the case has no option of today or no volume, or when the latest three closed months with data are not
    there yet.
    """
    if not case.baseline or case.baseline == option or not case.volume:
        return None
    months = [month for month in sorted(units) if 0 < month <= closed][-MONTHS_IN_A_ROW:]
    if len(months) < MONTHS_IN_A_ROW:
        return None
    found = plan(case, option)
    month = months[-1]
    planned = (found.units or ())[month]
    if not planned:
        return None
    volume = sum((units[each] for each in months), Decimal(0)) / len(months)
    told = [costs[each] for each in months if each in costs]
    invoiced = len(told) == len(months)
    at = np.array([float(volume)])
    partner = (
        sum(told, Decimal(0)) / len(told)
        if invoiced
        else money(float(_running(case, option, month, at)[0]), case.currency)
    )
    return BringBack(
        month=month,
        volume=volume,
        planned_volume=planned,
        own=money(float(_running(case, case.baseline, month, at, people=True)[0]), case.currency),
        partner=partner,
        invoiced=invoiced,
        break_even=_break_even(case, option, month, planned),
        switch_cost=sum(
            (each for line in found.lines if line.category is Category.EXIT for each in line.amounts), Decimal(0)
        ),
    )


def is_running(line: PlanLine) -> bool:
    """Whether a line costs money month after month: no transition, no exit, nothing that falls once."""
    return line.is_cost and line.timing is not Timing.ONCE and line.category not in _ONE_OFF


def _running(case: Case, option: str, month: int, volumes: Array, *, people: bool = False) -> Array:
    """Running cost of a month at each volume. Lines per unit follow it; own `people` are hired in proportion once it
    is more than they were planned for; all else is fixed."""
    found = plan(case, option)
    planned = float((found.units or ())[month])
    total = np.zeros_like(volumes)
    for line in filter(is_running, found.lines):
        if line.timing is Timing.PER_UNIT:
            total = total + at_volumes(case, option, line.key, [month] * len(volumes), volumes)
        else:
            total = total + float(line.amounts[month]) * (np.maximum(1, volumes / planned) if people else 1)
    return total


def _break_even(case: Case, option: str, month: int, planned: Decimal) -> Decimal | None:
    """The crossing nearest to the planned volume, up to four times it: on a grid that is drawn finer twice."""

    def gaps(volumes: Array) -> Array:
        return _running(case, option, month, volumes) - _running(case, case.baseline, month, volumes, people=True)

    found = _crossings(gaps, np.linspace(0, float(planned) * REACH, POINTS + 1))
    if not found:
        return None
    low, high = min(found, key=lambda pair: abs(sum(pair) / 2 - float(planned)))
    for _ in range(_FINER):
        low, high = _crossings(gaps, np.linspace(low, high, POINTS + 1))[0]
    return rounded((low + high) / 2, 2)


def _crossings(gaps: Callable[[Array], Array], volumes: Array) -> list[tuple[float, float]]:
    """The stretches in which the one becomes cheaper than the other."""
    below = gaps(volumes) < 0
    places = np.flatnonzero(below[:-1] != below[1:])
    return [(float(volumes[place]), float(volumes[place + 1])) for place in places]

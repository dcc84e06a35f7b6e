"""The case: options over the same months, drivers and rules; it refuses what cannot be computed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from finance.case.drivers import Driver, Grade
from finance.case.lines import Follows, Line, Timing
from finance.case.problems import CaseError, Problem, ProblemCode, refuse

SHORTEST: Final = 12
LONGEST: Final = 60
YEARLY_RATES: Final = (Decimal("-0.5"), Decimal(10))
"""What a yearly rate may be, discount, indexation or growth alike: -50 % to 1,000 %."""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to get the work done: today, a shared desk, a managed service; with its lines."""

    key: str
    name: str
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        refuse(_twice(line.key for line in self.lines))


@dataclass(frozen=True, slots=True)
class Case:
    """`months` (12 to 60) in one currency, discounted at the yearly `discount_rate` (0.09 is 9 %).

    `baseline` names the option of today, against which the others are counted; without one each stands alone. `volume`
    names the driver of units, `growth` their yearly growth (stepped after each 12 months), `ramp` the months until full
    service. Raises CaseError with every problem.
    """

    months: int
    currency: str
    discount_rate: Decimal
    drivers: tuple[Driver, ...]
    options: tuple[Option, ...]
    baseline: str = ""
    volume: str = ""
    growth: str = ""
    ramp: str = ""
    counts_non_cash: bool = False

    def __post_init__(self) -> None:
        refuse(self._problems())

    def driver(self, key: str) -> Driver:
        """The driver of that key; raises CaseError."""
        found = next((driver for driver in self.drivers if driver.key == key), None)
        if found is None:
            raise CaseError([Problem(ProblemCode.UNKNOWN_DRIVER, key, f"There is no driver {key!r}")])
        return found

    def option(self, key: str) -> Option:
        """The option of that key; raises CaseError."""
        found = next((option for option in self.options if option.key == key), None)
        if found is None:
            raise CaseError([Problem(ProblemCode.UNKNOWN_OPTION, key, f"There is no option {key!r}")])
        return found

    def counts(self, line: Line) -> bool:
        """Whether the line is in the flows, or only listed."""
        return line.is_cash or self.counts_non_cash

    def drivers_of(self, line: Line) -> frozenset[str]:
        """Keys of all drivers that move the line, its timing included."""
        found = {*line.drivers, line.index}
        if line.follows is not Follows.NOTHING:
            found.add(self.ramp)
        if line.timing is Timing.PER_UNIT:
            found |= {self.volume, self.growth}
        return frozenset(found - {""})

    def grade_of(self, line: Line) -> Grade:
        """The weakest grade among the drivers that move it."""
        return Grade(max(self.driver(key).grade.value for key in self.drivers_of(line)))

    def compared_lines(self, option: Option) -> list[tuple[Line, int]]:
        """The counted lines whose flows make the option's net flow, each with its sign; today's are turned around.

        Today against itself is nothing.
        """
        if option.key == self.baseline:
            return []
        own = [(line, line.sign) for line in option.lines if self.counts(line)]
        if not self.baseline:
            return own
        return own + [(line, -line.sign) for line in self.option(self.baseline).lines if self.counts(line)]

    def twice_counted(self, option: Option) -> tuple[Line, ...]:
        """Avoided costs of an option that is compared with what today costs: likely the same money twice."""
        if not self.baseline or option.key == self.baseline:
            return ()
        if not any(line.category.is_cost for line in self.option(self.baseline).lines):
            return ()
        return tuple(line for line in option.lines if line.category.is_avoided_cost and self.counts(line))

    def _problems(self) -> Iterator[Problem]:
        if not SHORTEST <= self.months <= LONGEST:
            yield Problem(ProblemCode.BAD_HORIZON, "months", f"A case has {SHORTEST} to {LONGEST} months")
        if not re.fullmatch("[A-Z]{3}", self.currency):
            yield Problem(ProblemCode.BAD_CURRENCY, self.currency, "A currency is three letters, such as EUR")
        if not _is_yearly_rate(self.discount_rate):
            text = "The discount rate is between -50 % and 1,000 % a year"
            yield Problem(ProblemCode.BAD_DISCOUNT_RATE, "discount_rate", text)
        if not self.options:
            yield Problem(ProblemCode.NO_OPTION, "options", "A case has at least one option")
        yield from _twice(driver.key for driver in self.drivers)
        yield from _twice(option.key for option in self.options)
        if self.baseline and self.baseline not in {option.key for option in self.options}:
            yield Problem(ProblemCode.UNKNOWN_OPTION, self.baseline, f"There is no option {self.baseline!r}")
        yield from self._problems_of_roles()
        known = {driver.key: driver for driver in self.drivers}
        for line in (line for option in self.options for line in option.lines):
            yield from self._problems_of_line(line, known)

    def _problems_of_roles(self) -> Iterator[Problem]:
        known = {driver.key: driver for driver in self.drivers}
        for key in {self.volume, self.growth, self.ramp} - {"", *known}:
            yield Problem(ProblemCode.UNKNOWN_DRIVER, key, f"There is no driver {key!r}")
        if (volume := known.get(self.volume)) and volume.low < 0:
            yield Problem(ProblemCode.NEGATIVE_VOLUME, volume.key, f"{volume.name}: a volume is never negative")
        if (ramp := known.get(self.ramp)) and not 0 <= ramp.low <= ramp.high <= self.months:
            text = f"{ramp.name}: a ramp of {ramp.high} months does not fit into {self.months}"
            yield Problem(ProblemCode.RAMP_TOO_LONG, ramp.key, text)
        indices = {line.index for option in self.options for line in option.lines} | {self.growth}
        for driver in (known[key] for key in sorted(indices & known.keys())):
            if not (_is_yearly_rate(driver.low) and _is_yearly_rate(driver.high)):
                text = f"{driver.name}: a yearly rate is between -50 % and 1,000 %"
                yield Problem(ProblemCode.OUT_OF_RANGE, driver.key, text)

    def _problems_of_line(self, line: Line, known: dict[str, Driver]) -> Iterator[Problem]:
        for key in sorted({*line.drivers, line.index} - {"", *known}):
            yield Problem(ProblemCode.UNKNOWN_DRIVER, line.key, f"{line.name}: there is no driver {key!r}")
        money = [known[key].currency for key in line.drivers if key in known and known[key].currency]
        if len(money) != 1 and all(key in known for key in line.drivers):
            yield Problem(ProblemCode.NO_MONEY, line.key, f"{line.name}: exactly one of its drivers is money")
        if set(money) - {self.currency}:
            text = f"{line.name} is in {', '.join(sorted(set(money)))}, the case in {self.currency}"
            yield Problem(ProblemCode.MIXED_CURRENCIES, line.key, text)
        if max(line.month, line.first_month, line.last_month or 0, *(s.month for s in line.steps)) > self.months:
            text = f"{line.name}: its months go beyond the {self.months} of the case"
            yield Problem(ProblemCode.BAD_TIMING, line.key, text)
        if line.timing is Timing.PER_UNIT and not self.volume:
            yield Problem(ProblemCode.BAD_TIMING, line.key, f"{line.name} is per unit, the case has no volume")
        if line.follows is not Follows.NOTHING and not self.ramp:
            yield Problem(ProblemCode.BAD_TIMING, line.key, f"{line.name} follows a ramp, the case has none")


def _is_yearly_rate(rate: Decimal) -> bool:
    return rate.is_finite() and YEARLY_RATES[0] <= rate <= YEARLY_RATES[1]


def _twice(keys: Iterable[str]) -> list[Problem]:
    counted = Counter(keys)
    return [Problem(ProblemCode.TWICE, key, f"{key!r} is there twice") for key, n in counted.items() if n > 1]

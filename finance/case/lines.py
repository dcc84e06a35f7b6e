"""Cost and value lines: which drivers make the amount, and in which months it falls."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from finance.case.problems import Problem, ProblemCode, refuse


class Category(StrEnum):
    """What a line is about; a category is either cost or value."""

    SERVICE = "service"
    OVERSIGHT = "oversight"
    TOOLS = "tools"
    TRAINING = "training"
    REWORK = "rework"
    LEAKAGE = "leakage"
    TRANSITION = "transition"
    EXIT = "exit"
    OTHER_COST = "other_cost"
    AVOIDED_WAGES = "avoided_wages"
    AVOIDED_OFFICE = "avoided_office"
    AVOIDED_EQUIPMENT = "avoided_equipment"
    AVOIDED_BENEFITS = "avoided_benefits"
    SPEED_TO_STAFF = "speed_to_staff"
    COVERAGE = "coverage"
    CYCLE_TIME = "cycle_time"
    LEADERSHIP_TIME = "leadership_time"
    POOR_QUALITY = "poor_quality"
    OTHER_VALUE = "other_value"

    @property
    def is_cost(self) -> bool:
        """Whether money goes out."""
        return self in _COSTS

    @property
    def is_avoided_cost(self) -> bool:
        """Whether the value is a cost of today that goes away."""
        return self in _AVOIDED


_COSTS: Final = frozenset(
    {
        Category.SERVICE,
        Category.OVERSIGHT,
        Category.TOOLS,
        Category.TRAINING,
        Category.REWORK,
        Category.LEAKAGE,
        Category.TRANSITION,
        Category.EXIT,
        Category.OTHER_COST,
    }
)
_AVOIDED: Final = frozenset(
    {
        Category.AVOIDED_WAGES,
        Category.AVOIDED_OFFICE,
        Category.AVOIDED_EQUIPMENT,
        Category.AVOIDED_BENEFITS,
    }
)


class Timing(StrEnum):
    """Once in one month; the same every month; by steps; or for each unit of the case's volume."""

    ONCE = "once"
    MONTHLY = "monthly"
    STEPPED = "stepped"
    PER_UNIT = "per_unit"


class Follows(StrEnum):
    """What a line does during the ramp: nothing, grow with the share taken over, or shrink with it (parallel run)."""

    NOTHING = "nothing"
    RAMP = "ramp"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Step:
    """From `month` on the amount is `factor` times the product of the drivers, until the next step."""

    month: int
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """Units of a month beyond `above` cost `factor` times the unit price; only those, not the ones below."""

    above: Decimal
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """The product of its drivers, of which exactly one is money, in the months that its timing says.

    ONCE falls at the end of `month` (0 is the start); the others from `first_month` to `last_month` (None: the
    horizon). `index` names the driver of its yearly indexation: months 1 to 12 cost the price of today, months 13 to
    24 once indexed, and so on. `is_cash` False lists the line without counting it unless the case says so. Raises
    CaseError.
    """

    key: str
    name: str
    category: Category
    drivers: tuple[str, ...]
    timing: Timing = Timing.MONTHLY
    month: int = 0
    first_month: int = 1
    last_month: int | None = None
    steps: tuple[Step, ...] = ()
    bands: tuple[Band, ...] = ()
    follows: Follows = Follows.NOTHING
    index: str = ""
    is_cash: bool = True

    def __post_init__(self) -> None:
        refuse(self._problems())

    @property
    def sign(self) -> int:
        """-1 for cost, +1 for value."""
        return -1 if self.category.is_cost else 1

    def _problems(self) -> Iterator[Problem]:
        if len(set(self.drivers)) < len(self.drivers):
            yield Problem(ProblemCode.TWICE, self.key, f"{self.name}: a driver is named twice")
        if (self.timing is Timing.STEPPED) != bool(self.steps):
            yield self._bad("steps belong to a stepped line, which has at least one")
        if self.bands and self.timing is not Timing.PER_UNIT:
            yield self._bad("bands belong to a line per unit")
        if self.month < 0 or self.first_month < 1 or (self.last_month or self.first_month) < self.first_month:
            yield self._bad("its months are not in order")
        months = [step.month for step in self.steps]
        bounds = [band.above for band in self.bands]
        if any(first >= second for first, second in pairwise(months)) or min(months, default=1) < 1:
            yield self._bad("steps go up from month 1")
        factors = [*(step.factor for step in self.steps), *(band.factor for band in self.bands), *bounds]
        if not all(number.is_finite() and number >= 0 for number in factors):
            yield Problem(ProblemCode.NOT_A_NUMBER, self.key, f"{self.name}: steps and bands are numbers from 0 up")
        elif any(first >= second for first, second in pairwise([Decimal(0), *bounds])):
            yield self._bad("bands go up from 0")

    def _bad(self, text: str) -> Problem:
        return Problem(ProblemCode.BAD_TIMING, self.key, f"{self.name}: {text}")

"""Drivers: the numbers a case rests on, each with what it may be at its lowest and highest, and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from finance.case.problems import Problem, ProblemCode, refuse

LARGEST: Final = Decimal(10) ** 12
"""No driver is beyond this, up or down: twelve digits, as the pages show them."""


class Grade(StrEnum):
    """How well a number is founded."""

    MEASURED = "A"
    QUOTED = "B"
    JUDGED = "C"


class Per(StrEnum):
    """The stretch of time that a driver is told for; "" for a plain number. A year is 52 weeks and 12 months."""

    NOTHING = ""
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def in_a_month(self) -> float:
        """How many of it a month holds; 1 for a plain number."""
        return _IN_A_MONTH[self]


_IN_A_MONTH: Final = {Per.NOTHING: 1.0, Per.WEEK: 52 / 12, Per.MONTH: 1.0, Per.QUARTER: 1 / 3, Per.YEAR: 1 / 12}


@dataclass(frozen=True, slots=True)
class Driver:
    """A number with its range: `low` <= `base` <= `high`, all within `at_least` and `at_most`.

    Low and high are lower and higher numbers, whichever is the better for the case. `unit` is for people ("tickets a
    month"). `currency` is set for money and empty for all else (hours, shares as fractions, months); `per` turns
    weekly, quarterly and yearly figures into months. Raises CaseError.
    """

    key: str
    name: str
    unit: str
    low: Decimal
    base: Decimal
    high: Decimal
    grade: Grade = Grade.JUDGED
    basis: str = ""
    currency: str = ""
    per: Per = Per.NOTHING
    at_least: Decimal = Decimal(0)
    at_most: Decimal | None = None

    def __post_init__(self) -> None:
        refuse(self._problems())

    @classmethod
    def fixed(cls, key: str, value: Decimal | int | str, **more: object) -> "Driver":
        """A driver that does not vary."""
        number = Decimal(value)
        return cls(**{"key": key, "name": key, "unit": "", "low": number, "base": number, "high": number, **more})  # type: ignore[arg-type]  # checked by the class itself

    @property
    def varies(self) -> bool:
        """Whether low and high differ."""
        return self.low != self.high

    def _problems(self) -> Iterator[Problem]:
        numbers = (self.low, self.base, self.high)
        if not all(number.is_finite() for number in numbers):
            yield Problem(ProblemCode.NOT_A_NUMBER, self.key, f"{self.name}: low, base and high are numbers")
            return
        if not self.low <= self.base <= self.high:
            yield Problem(ProblemCode.OUT_OF_ORDER, self.key, f"{self.name}: low <= base <= high does not hold")
        if min(numbers) < self.at_least:
            yield Problem(ProblemCode.OUT_OF_RANGE, self.key, f"{self.name} is at least {self.at_least}")
        if self.at_most is not None and max(numbers) > self.at_most:
            yield Problem(ProblemCode.OUT_OF_RANGE, self.key, f"{self.name} is at most {self.at_most}")
        if max(abs(number) for number in numbers) > LARGEST:
            yield Problem(ProblemCode.TOO_LARGE, self.key, f"{self.name} is beyond {LARGEST:,}")

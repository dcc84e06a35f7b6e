"""Whether a starter backlog is fit for a pilot: enough items, of one kind, one size, judged alike. Pure.

A pilot on a mixed bag tells nothing: what went wrong may be the bag.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Final

FEWEST: Final = 50
MOST: Final = 200

ONE_TYPE: Final = Fraction(4, 5)
"""At least this share is of the most frequent type."""

ONE_SIZE: Final = Fraction(4, 5)
"""At least this share is of the most frequent size, where sizes are words."""

SPREAD: Final = 4
"""Where sizes are numbers: their 90th percentile is at most so many times their 10th."""

ONE_WAY: Final = Fraction(9, 10)
"""At least this share has the most frequent acceptance criteria."""

SIZED: Final = Fraction(9, 10)
"""At least this share says its size as a number, or sizes are taken as words."""


class Check(StrEnum):
    """What is looked at."""

    COUNT = "count"
    TYPE = "type"
    SIZE = "size"
    CRITERIA = "criteria"


class Trouble(StrEnum):
    """What is wrong."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    MIXED = "mixed"
    UNKNOWN = "unknown"


_FIELDS: Final = {Check.TYPE: "kind", Check.SIZE: "size", Check.CRITERIA: "criteria"}
_NEEDED: Final = {Check.TYPE: ONE_TYPE, Check.SIZE: ONE_SIZE, Check.CRITERIA: ONE_WAY}


@dataclass(frozen=True, slots=True)
class StarterItem:
    """An item of the backlog: its type, its size (a word such as "S", or a number of minutes or points), and how it is
    judged. Each may be "", which is not known."""

    kind: str
    size: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Uniformity:
    """One look: ``part`` of ``whole`` are alike (of sizes in numbers: the 90th percentile and the 10th)."""

    check: Check
    part: Decimal
    whole: Decimal
    trouble: Trouble | None

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return self.trouble is None


def look_at(items: Sequence[StarterItem]) -> tuple[Uniformity, ...]:
    """All four looks, in this order: count, type, size, criteria."""
    return _count(items), _alike(items, Check.TYPE), _sizes(items), _alike(items, Check.CRITERIA)


def _count(items: Sequence[StarterItem]) -> Uniformity:
    n = len(items)
    trouble = Trouble.TOO_FEW if n < FEWEST else Trouble.TOO_MANY if n > MOST else None
    return Uniformity(Check.COUNT, Decimal(n), Decimal(n), trouble)


def _alike(items: Sequence[StarterItem], check: Check) -> Uniformity:
    said = [_plain(getattr(item, _FIELDS[check])) for item in items]
    counts = Counter(each for each in said if each)
    most = counts.most_common(1)[0][1] if counts else 0
    trouble = None if items and Fraction(most, len(items)) >= _NEEDED[check] else Trouble.MIXED
    if not counts:
        trouble = Trouble.UNKNOWN
    return Uniformity(check, Decimal(most), Decimal(len(items)), trouble)


def _sizes(items: Sequence[StarterItem]) -> Uniformity:
    """Numbers by their spread, words by the most frequent one."""
    numbers = sorted(number for item in items if (number := _number(item.size)) is not None)
    if not items or Fraction(len(numbers), len(items)) < SIZED:
        return _alike(items, Check.SIZE)
    low, high = _at(numbers, 1), _at(numbers, 9)
    return Uniformity(Check.SIZE, high, low, Trouble.MIXED if high > SPREAD * low else None)


def _number(size: str) -> Decimal | None:
    try:
        number = Decimal(size.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def _at(ordered: Sequence[Decimal], tenths: int) -> Decimal:
    """Percentile by Hyndman and Fan's method 7."""
    below, rest = divmod((len(ordered) - 1) * tenths, 10)
    above = ordered[min(below + 1, len(ordered) - 1)]
    return ordered[below] + (above - ordered[below]) * rest / 10


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

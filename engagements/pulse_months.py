"""The monthly pulse: the mean score of a side, and whether it may be shown to the other. Pure (docs/metrics.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Scores = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an engagement: what each side's people scored, and the instant at which the month is over."""

    month: date
    ends_at: datetime
    client: Sequence[Scores] = ()
    vendor: Sequence[Scores] = ()

    def is_open_to_both(self, now: datetime) -> bool:
        """Whether each side may see the other's: both have answered, or the month is over."""
        return bool(self.client and self.vendor) or now >= self.ends_at


def mean(answers: Sequence[Scores]) -> Fraction | None:
    """The mean of all scores of a side's people, 1 to 5, unrounded; None when nobody answered: no data is not zero."""
    scores = [score for answer in answers for score in answer]
    return Fraction(sum(scores), len(scores)) if scores else None


def one_digit(score: Fraction | Decimal) -> Decimal:
    """A mean as it is shown: one digit, a half is rounded up."""
    exact = Fraction(score)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)

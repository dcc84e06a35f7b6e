"""What a trial of some days measured, as a month of a case is told: units, hours a week, cost of a unit. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from finance.actuals.months import Span

FEWEST_WEEKS: Final = 4
"""Whole weeks below which a trial says nothing about a month."""
WEEKS_A_MONTH: Final = Fraction(52, 12)
_WEEK: Final = 7

Piece = tuple[Span, Fraction]
"""Something told for some days, the same for each of them."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """The whole weeks of a trial, counted from its first day: units of the weakest, of all, of the strongest."""

    count: int
    least: int
    total: int
    most: int

    @property
    def a_month(self) -> tuple[Fraction, Fraction, Fraction]:
        """As months of 52 / 12 weeks: like the weakest week, like the mean, like the strongest."""
        mean = Fraction(self.total, self.count)
        return WEEKS_A_MONTH * self.least, WEEKS_A_MONTH * mean, WEEKS_A_MONTH * self.most


def weeks(units: Mapping[date, int], trial: Span) -> Weeks | None:
    """Units by whole week; None where nothing was done or there are fewer than four."""
    count = trial.days // _WEEK
    found = [0] * count
    for day, done in units.items():
        place = (day - trial.start).days // _WEEK
        if 0 <= place < count:
            found[place] += done
    return Weeks(count, min(found), sum(found), max(found)) if count >= FEWEST_WEEKS and any(found) else None


def a_week(pieces: Iterable[Piece], trial: Span) -> Fraction | None:
    """What was told comes to in a week, over those days of the trial that it was told for; None where for none."""
    amount, days = _on_trial(list(pieces), trial)
    return amount * _WEEK / len(days) if days else None


def for_each(pieces: Iterable[Piece], units: Mapping[date, int], trial: Span) -> tuple[Fraction, Fraction, int] | None:
    """What was told for a unit, in all, and the units done, over those days of the trial that it was told for.

    None where nothing was done on them.
    """
    amount, days = _on_trial(list(pieces), trial)
    done = sum(units.get(day, 0) for day in days)
    return (amount / done, amount, done) if done else None


def _on_trial(pieces: list[Piece], trial: Span) -> tuple[Fraction, set[date]]:
    """The part that falls into the trial, and the days of it that anything was told for."""
    every = (trial.start + timedelta(days=number) for number in range(trial.days))
    days = {day for day in every if any(span.start <= day < span.end for span, _amount in pieces)}
    return sum((amount * span.common(trial) / span.days for span, amount in pieces), Fraction(0)), days

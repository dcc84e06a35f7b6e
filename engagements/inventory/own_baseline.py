"""Doing it oneself first, summed up: how many, how long each, how many with errors. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from engagements.proportions import Interval, wilson


@dataclass(frozen=True, slots=True)
class OwnRun:
    """``count`` done in ``minutes`` in all; ``errors`` of them were wrong, None when nobody looked."""

    count: int
    minutes: Decimal
    errors: int | None


@dataclass(frozen=True, slots=True)
class OwnBaseline:
    """Sums over runs. Minutes each are pooled (all minutes / all pieces), never a mean of means."""

    runs: int
    count: int
    minutes: Decimal
    checked: int
    errors: int

    @property
    def minutes_each(self) -> Decimal | None:
        """Minutes of one; None without any."""
        return self.minutes / self.count if self.count else None

    @property
    def error_percent(self) -> Decimal | None:
        """100 x errors / pieces that somebody looked at; None when nobody looked at any."""
        return Decimal(100 * self.errors) / self.checked if self.checked else None

    @property
    def interval(self) -> Interval | None:
        """95 % Wilson interval of the error rate, as a share; None without data."""
        return wilson(self.errors, self.checked)


def summed(runs: Iterable[OwnRun]) -> OwnBaseline:
    """All runs together."""
    every = list(runs)
    looked_at = [(run.count, run.errors) for run in every if run.errors is not None]
    return OwnBaseline(
        runs=len(every),
        count=sum(run.count for run in every),
        minutes=sum((run.minutes for run in every), Decimal(0)),
        checked=sum(count for count, _errors in looked_at),
        errors=sum(errors for _count, errors in looked_at),
    )

"""The error budget of a pilot's criterion: how many failures it allows over the pilot, and how fast they go. Pure.

The arithmetic is that of every error budget (docs/metrics.md, "Error budget"); n is the criterion's planned n, or what
has come when that is more.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pilots.figures.verdicts import Kind, Rule
from scorecards.statistics import ErrorBudget


@dataclass(frozen=True, slots=True)
class Burn:
    """A budget and how much of the pilot's time has passed (0 to 1)."""

    budget: ErrorBudget
    elapsed: Decimal

    @property
    def rate(self) -> Decimal | None:
        """Consumed / elapsed: above 1 it is used up before the pilot ends; None at the very start or of no share."""
        return self.budget.burn_rate(self.elapsed)

    @property
    def ends_early(self) -> bool:
        """Whether it is used up already or will be before the pilot ends."""
        return self.budget.exhausted or (self.rate is not None and self.rate > 1)


def burn_of(*, allowed: Decimal, failures: int, n: int, planned_n: int, day: int, days: int) -> Burn | None:
    """The burn after ``day`` of ``days``: ``failures`` of n so far, of which the share ``allowed`` (0 to 1) may fail.

    None for no data. Raises ValueError unless failures are of n and the day is of the pilot.
    """
    if not 0 <= failures <= n or not 0 <= day <= days or days < 1:
        raise ValueError(f"{failures} of {n} on day {day} of {days} cannot be.")
    if n == 0:
        return None
    return Burn(ErrorBudget(max(n, planned_n), 1 - allowed, failures), Decimal(day) / Decimal(days))


def allowance(rule: Rule) -> Decimal | None:
    """The share (0 to 1) that may fail where a threshold is just met; None for a mean."""
    if rule.kind is Kind.MEAN:
        return None
    share = Decimal(repr(rule.needed_share))
    return 1 - share if rule.is_more_better else share

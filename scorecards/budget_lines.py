"""An error budget as it is shown: so many may fail, so many did, so many are left, and how fast it goes.

Texts are in the language in force; figures follow its locale.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scorecards.error_budget import Basis, Promised
from scorecards.queries.budgets import Running
from scorecards.sheet_lines import NOTHING, SheetLine
from scorecards.statistics import ErrorBudget

_WHOLE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The budget of one metric in one period; ``elapsed`` is 1 once the period has ended."""

    metric_id: int
    name: str
    period_key: str
    budget: ErrorBudget
    elapsed: Decimal
    basis: Basis

    @property
    def is_running(self) -> bool:
        """Whether the period has not ended."""
        return self.elapsed < 1

    @property
    def allowed(self) -> str:
        """How many may fail."""
        return _number(self.budget.allowed)

    @property
    def failures(self) -> str:
        """How many failed."""
        return _number(Decimal(self.budget.failures))

    @property
    def left(self) -> str:
        """How many more may fail, or how many failed too many."""
        remaining = self.budget.remaining
        if remaining < 0:
            return _("%(count)s too many") % {"count": _number(-remaining)}
        return _number(remaining)

    @property
    def is_overdrawn(self) -> bool:
        """Whether more failed than may."""
        return self.budget.remaining < 0

    @property
    def bar_status(self) -> str:
        """The status that colours the bar; words say the same beside it."""
        return "off_target" if self.is_overdrawn else ""

    @property
    def used(self) -> str:
        """The share of the budget that is used; words where the target allows no failure at all."""
        consumed = self.budget.consumed
        if consumed is None:
            return _("used up: the target allows none")
        return _("%(share)s %% used") % {"share": _number(consumed * 100, 0)}

    @property
    def counted(self) -> str:
        """The n, and where it comes from."""
        words = {
            Basis.ACTUAL: _("of %(count)s counted"),
            Basis.SEGMENTS: _("of %(count)s expected, by the volume of the segments"),
            Basis.RECENT: _("of %(count)s expected, the mean of the last four periods"),
        }
        return words[self.basis] % {"count": number_format(self.budget.n, force_grouping=True)}

    @property
    def pace(self) -> str:
        """The burn rate in words; a dash where there is none."""
        rate = self.budget.burn_rate(self.elapsed)
        if rate is None:
            return NOTHING
        shown = {"rate": _number(rate, 2)}
        if not self.is_running:
            return _("%(rate)s times what the period allows") % shown
        if self.budget.remaining < 0:
            return _("%(rate)s times as fast as time passes: used up already") % shown
        if rate > 1:
            return _("%(rate)s times as fast as time passes: it will not last") % shown
        return _("%(rate)s times as fast as time passes: it will last") % shown

    @property
    def bar(self) -> tuple[Decimal, Decimal]:
        """Filled and whole, for a bar: at most full, and full when a budget of zero has failures."""
        if not self.budget.allowed:
            return (_WHOLE if self.budget.failures else Decimal(0)), _WHOLE
        return min(Decimal(self.budget.failures), self.budget.allowed), self.budget.allowed

    @property
    def bar_words(self) -> str:
        """What the bar says to those who do not see it."""
        words = {"failed": self.failures, "allowed": self.allowed}
        return _("%(failed)s failed, %(allowed)s allowed") % words


def closed_line(line: SheetLine) -> BudgetLine | None:
    """The budget of a scorecard's line in its period, which has ended; None for no data, or no share with a target."""
    if line.target is None:
        return None
    promised = Promised(line.measure, line.unit, line.direction, line.target.expected)
    budget = promised.closed(line.numerator, line.denominator)
    if budget is None:
        return None
    return BudgetLine(line.metric_id, line.name, line.period_key, budget, _WHOLE, Basis.ACTUAL)


def running_line(line: SheetLine, running: Running) -> BudgetLine:
    """The budget of the period after it, which runs."""
    return BudgetLine(line.metric_id, line.name, running.period.key, running.budget, running.elapsed, running.basis)


def _number(value: Decimal, places: int = 2) -> str:
    """At most so many decimals, none of them needless; a little is never shown as nothing."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    if value and not rounded:
        return _("under %(least)s") % {"least": number_format(Decimal(1).scaleb(-places))}
    whole = rounded == rounded.to_integral_value()
    return number_format(rounded.to_integral_value() if whole else rounded.normalize(), force_grouping=True)

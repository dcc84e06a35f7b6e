"""What the sample's approved case came to: invoices beside its plan, and what no invoice tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from engagements.models import Engagement
from finance.actuals.months import CaseMonths
from finance.actuals.plan import Plan, plan
from finance.models import ActualEntry
from finance.queries.cases import approved_of
from foundation.accounts.models import User

CENT: Final = Decimal("0.01")
ONE_OFF: Final = {
    "transition": ("Takeover, as quoted and one week more", Decimal("1.09")),
    "training": ("Shadowing", Decimal("0.95")),
}
BILLED: Final = {
    "service": ("", ("1", "1", "1.02", "1.035", "1.02")),
    "tools": ("Seats and remote access", ("1.1", "1", "1", "1.04", "1")),
}
ENTERED: Final = {
    "oversight": ("Time sheets of the service desk lead", ("1.7", "1.5", "1.2", "1.1", "1.05")),
    "rework": ("Hours of the own desk on reopened tickets", ("1.6", "1.2", "0.9", "0.7", "0.8")),
    "leakage": ("Deliverables held against invoices", ("0", "0.4", "0.6", "0.3", "0.5")),
    "parallel": ("Payroll: the pager kept warm", ("1.05", "1.3", "1", "1", "1")),
    "quality": ("Error rate of the scorecards times the cost of an error", ("0.6", "0.7", "0.9", "1", "0.9")),
}
"""What it came to, as a share of the plan, month by month."""


class Charged(NamedTuple):
    """A line of an invoice."""

    line: str
    text: str
    amount: Decimal


class LivedCase(NamedTuple):
    """An approved case's plan on the calendar."""

    plan: Plan
    months: CaseMonths

    @classmethod
    def of(cls, engagement: Engagement) -> LivedCase | None:
        """The case in force of an engagement."""
        version = approved_of(engagement)
        if version is None:
            return None
        document = version.read()
        months = CaseMonths(document.start_date, document.case.months)
        return cls(plan(document.case, document.preferred), months)

    def charged(self, month: int) -> list[Charged]:
        """What the partner charges for a month; the takeover in the one before the first."""
        if month == 0:
            return [
                Charged(key, text, (self._planned(key, 0) * share).quantize(CENT))
                for key, (text, share) in ONE_OFF.items()
            ]
        return [
            Charged(key, text, (self._planned(key, month) * Decimal(shares[month - 1])).quantize(CENT))
            for key, (text, shares) in BILLED.items()
        ]

    def entries(self, engagement: Engagement, *, by: User, now: datetime) -> Iterator[ActualEntry]:
        """What was entered month by month."""
        for key, (basis, shares) in ENTERED.items():
            for month, share in enumerate(shares, start=1):
                span = self.months.span(month)
                if planned := self._planned(key, month):
                    yield ActualEntry(
                        engagement=engagement,
                        line=key,
                        period_start=span.start,
                        period_end=span.end,
                        amount=(planned * Decimal(share)).quantize(CENT),
                        currency=self.plan.currency,
                        basis=basis,
                        entered_by=by,
                        entered_at=now,
                    )

    def _planned(self, key: str, month: int) -> Decimal:
        return next((line.amounts[month] for line in self.plan.lines if line.key == key), Decimal(0))

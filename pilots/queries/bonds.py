"""How long and for how much an engagement binds: by its contract where one is known, else by its own days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from engagements.models import Engagement, EngagementTerms
from foundation.accounts.slots import Slot
from foundation.months import months_later
from pilots.contract import Bond, months_begun

contract_days: Slot[Callable[[int], tuple[date | None, date | None]]] = Slot("pilots.contract_days")
"""The first and the original last day of an engagement's contract, None each where nobody wrote it down."""


def bond_of(engagement: Engagement) -> Bond:
    """The months from the contract's first day to its last, and what the fees agreed so far come to over them."""
    starts_on, ends_on = contract_days()(engagement.pk)
    first, last = starts_on or engagement.started_on, ends_on or engagement.ended_on
    if last is None or last < first:
        return Bond(None)
    months = months_begun(first, last)
    rows = list(EngagementTerms.objects.filter(engagement=engagement).order_by("valid_from"))
    fees = [_in_force(rows, months_later(first, number)) for number in range(months)] if rows else []
    if len({row.currency for row in fees}) != 1:
        return Bond(months)
    return Bond(months, sum((row.monthly_fee for row in fees), Decimal()), fees[0].currency)


def _in_force(rows: list[EngagementTerms], day: date) -> EngagementTerms:
    """What holds on a day; before the first agreement, that one."""
    return next((row for row in reversed(rows) if row.valid_from <= day), rows[0])

"""The calendar of a contract: when it ends, renews itself, and the last day on which it can still be left. Pure.

A month later is the same day of that month, or its last day when there is none (31 January + 1 month = 28 February).
Renewals are counted from the original end, so that 29 February stays the anchor. On the last day the term still runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from foundation.months import MONTHS_A_YEAR, months_later

FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class Term:
    """What a contract says of its end: the original last day, the tacit renewal and the notice, both in months.

    ``tacit_months`` 0: it ends by itself and nobody has to say anything.
    """

    ends_on: date
    tacit_months: int = 0
    notice_months: int = 0

    def end_number(self, k: int) -> date:
        """The last day after ``k`` renewals, counted from the original one."""
        return months_later(self.ends_on, k * self.tacit_months)

    def current_end(self, today: date) -> date:
        """The last day of the term that runs on a day; past the end of one without renewal, that end."""
        if not self.tacit_months or today <= self.ends_on:
            return self.ends_on
        months = (today.year - self.ends_on.year) * MONTHS_A_YEAR + today.month - self.ends_on.month
        k = max(0, months // self.tacit_months - 1)
        while self.end_number(k) < today:
            k += 1
        return self.end_number(k)

    def notice_day(self, end: date) -> date:
        """The contractual last day on which notice for an end still counts."""
        return months_later(end, -self.notice_months)

    def earliest_end(self, today: date) -> date:
        """The earliest last day that notice given on a day still reaches."""
        end = self.current_end(today)
        if not self.tacit_months or today <= self.notice_day(end):
            return end
        k = 0
        while self.notice_day(self.end_number(k)) < today or self.end_number(k) < end:
            k += 1
        return self.end_number(k)


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The next day that matters: notice for ``end`` counts until ``contractual``, safely until ``safe``."""

    end: date
    contractual: date
    safe: date

    def days_left(self, today: date) -> int:
        """Days until the safe day; 0 on it, negative after."""
        return (self.safe - today).days


def is_weekday(day: date) -> bool:
    """Monday to Friday, where no calendar says more."""
    return day.weekday() <= FRIDAY


def working_day_before(day: date, is_open: Callable[[date], bool] = is_weekday, *, look_back: int = 60) -> date:
    """The day itself when work is done on it, else the nearest such day before it; itself when there is none near."""
    for back in range(look_back):
        if is_open(day - timedelta(days=back)):
            return day - timedelta(days=back)
    return day


def next_notice(term: Term, today: date, is_open: Callable[[date], bool] = is_weekday) -> NoticeDay | None:
    """The next last day for notice: None when the contract ends by itself.

    When the safe day of the running term is over and the contractual one is not, the running term is still meant.
    """
    if not term.tacit_months:
        return None
    end = term.earliest_end(today)
    contractual = term.notice_day(end)
    return NoticeDay(end, contractual, working_day_before(contractual, is_open))

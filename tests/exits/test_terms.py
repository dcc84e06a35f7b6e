"""Ends, renewals and notice: the worked example, the edges of months, and an oracle that others wrote."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from exits.terms import Term, next_notice, working_day_before
from foundation.months import months_later

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(-240, 240)


def test_the_worked_example() -> None:
    """Conventions 26: notice for 28 August counts until Sunday 28 June, safely until Friday 26 June."""
    term, today = Term(date(2025, 8, 28), tacit_months=12, notice_months=2), date(2026, 2, 11)
    assert term.current_end(today) == date(2026, 8, 28)
    notice = next_notice(term, today)
    assert notice is not None
    assert (notice.end, notice.contractual, notice.safe) == (date(2026, 8, 28), date(2026, 6, 28), date(2026, 6, 26))
    assert notice.days_left(today) == 135


@pytest.mark.parametrize(
    ("today", "end", "contractual"),
    [
        (date(2025, 8, 28), date(2026, 8, 28), date(2026, 6, 28)),  # its last day: the term runs, its notice is over
        (date(2026, 6, 28), date(2026, 8, 28), date(2026, 6, 28)),  # the last day for notice still counts
        (date(2026, 6, 29), date(2027, 8, 28), date(2027, 6, 28)),
        (date(2025, 6, 1), date(2025, 8, 28), date(2025, 6, 28)),  # the original term
    ],
)
def test_what_notice_still_reaches(today: date, end: date, contractual: date) -> None:
    notice = next_notice(Term(date(2025, 8, 28), 12, 2), today)
    assert notice is not None
    assert (notice.end, notice.contractual) == (end, contractual)


def test_the_29th_of_february_stays_the_anchor() -> None:
    term = Term(date(2024, 2, 29), tacit_months=12)
    assert [term.end_number(k) for k in (1, 2, 3, 4)] == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_one_that_ends_by_itself_has_no_notice() -> None:
    term = Term(date(2026, 12, 31))
    assert next_notice(term, date(2026, 1, 1)) is None
    assert term.earliest_end(date(2027, 3, 1)) == date(2026, 12, 31)


def test_where_no_day_is_open_the_contractual_one_stays() -> None:
    assert working_day_before(date(2026, 6, 28), lambda _day: False) == date(2026, 6, 28)


@given(DAYS, MONTHS)
def test_months_are_clamped_as_dateutil_does(day: date, months: int) -> None:
    assert months_later(day, months) == day + relativedelta(months=months)


@given(DAYS, st.integers(1, 36), st.integers(0, 48), st.integers(-400, 9000))
def test_an_end_is_reached_by_its_notice_and_none_sooner_is(ends_on: date, tacit: int, notice: int, ahead: int) -> None:
    term, today = Term(ends_on, tacit, notice), ends_on + timedelta(days=ahead)
    ends = [term.end_number(k) for k in range(9500 // (28 * tacit) + 60)]
    running = next(end for end in ends if end >= today)
    assert term.current_end(today) == running
    found = next_notice(term, today)
    assert found is not None
    assert found.end == next(end for end in ends if end >= running and term.notice_day(end) >= today)
    assert found.contractual - timedelta(days=2) <= found.safe <= found.contractual
    assert found.safe.weekday() < 5

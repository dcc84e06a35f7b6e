"""Paid promptly, and how old what is open is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from finance.actuals.months import Span
from finance.actuals.payment import Age, Bill, Share, ages, band_of, prompt_payment

NOVEMBER = Span(date(2026, 11, 1), date(2026, 12, 1))
TODAY = date(2026, 11, 20)


def bill(amount: int, due: date | None, paid: date | None = None, currency: str = "EUR", **more: bool) -> Bill:
    return Bill(Decimal(amount), currency, due, paid, **more)


def test_paid_on_the_due_date_is_in_time_and_the_day_itself_still_runs() -> None:
    bills = [
        bill(100, date(2026, 11, 10), date(2026, 11, 10)),
        bill(300, date(2026, 11, 10), date(2026, 11, 11)),
        bill(50, date(2026, 11, 19)),
        bill(700, TODAY),
        bill(700, date(2026, 10, 31), date(2026, 10, 31)),
        bill(10, date(2026, 11, 2), date(2026, 10, 20), currency="USD"),
    ]
    found = prompt_payment(bills, period=NOVEMBER, today=TODAY)
    assert (found.by_count, found.by_count.percent) == (Share(Decimal(2), Decimal(4)), Decimal(50))
    assert found.by_amount == {
        "EUR": Share(Decimal(100), Decimal(450)),
        "USD": Share(Decimal(10), Decimal(10)),
    }


def test_what_is_not_counted_is_said() -> None:
    bills = [
        bill(100, None),
        bill(100, None, left_out=True),
        bill(100, date(2026, 11, 2), left_out=True),
        bill(-100, date(2026, 11, 2)),
    ]
    found = prompt_payment(bills, period=NOVEMBER, today=TODAY)
    assert (found.by_count.percent, found.by_amount) == (None, {})
    assert (found.without_due_date, found.left_out) == (1, 1)


def test_bands_are_closed_at_their_upper_end() -> None:
    assert [band_of(TODAY, TODAY), band_of(date(2026, 11, 19), TODAY)] == [0, 1]
    assert [band_of(date(2026, 10, 21), TODAY), band_of(date(2026, 10, 20), TODAY)] == [1, 2]
    assert band_of(date(2026, 8, 21), TODAY) == 4


def test_ageing_by_currency() -> None:
    bills = [
        bill(100, date(2026, 11, 30)),
        bill(60, date(2026, 11, 1)),
        bill(-10, date(2026, 11, 1)),
        bill(5, None),
        bill(1000, date(2026, 1, 1), date(2026, 1, 2)),
        bill(7, date(2026, 1, 1), currency="USD"),
    ]
    euro, dollar = ages(bills, today=TODAY)
    zero = Decimal(0)
    assert euro == Age("EUR", (1, 2, 0, 0, 0), (Decimal(100), Decimal(50), zero, zero, zero), 1, Decimal(5))
    assert (dollar.currency, dollar.counts, dollar.total) == ("USD", (0, 0, 0, 0, 1), Decimal(7))

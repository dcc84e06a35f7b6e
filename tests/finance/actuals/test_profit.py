"""Cost per unit and margin: pooled over the months that have both sides."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from finance.actuals.profit import Ledger, Month, pooled


def money(amount: int, currency: str = "EUR") -> dict[str, Fraction]:
    return {currency: Fraction(amount)}


def test_a_month_without_an_invoice_flatters_nothing() -> None:
    known = Month(cost=money(800), revenue=money(1000), units=100)
    unknown = Month(revenue=money(1000), units=100)
    for ledger in (Ledger((known,)), Ledger((known, unknown)), pooled([Ledger((known,)), Ledger((unknown,))])):
        assert ledger.cost_per_unit == (Decimal(8), "EUR")
        assert ledger.margin == Decimal(20)
        assert ledger.profit == (Decimal(200), "EUR")
    assert Ledger((known, unknown)).without_cost == 1


def test_pooled_and_never_a_mean_of_means() -> None:
    ledgers = [
        Ledger((Month(cost=money(100), revenue=money(400), units=1),)),
        Ledger((Month(cost=money(900), revenue=money(1000), units=99),)),
    ]
    assert pooled(ledgers).cost_per_unit == (Decimal(10), "EUR")
    assert pooled(ledgers).margin == Decimal(400 * 100) / 1400


def test_nothing_across_currencies_and_no_data() -> None:
    mixed = Ledger((Month(cost=money(1), units=1), Month(cost=money(1, "USD"), units=1)))
    assert (mixed.cost_per_unit, mixed.margin, mixed.profit) == (None, None, None)
    assert Ledger((Month(cost=money(5)),)).cost_per_unit is None
    assert (Ledger().cost, Ledger().units, Ledger().margin) == ({}, 0, None)
    value = Ledger((Month(cost=money(5), value=money(7)),))
    assert (value.margin, value.profit) == (None, (Decimal(2), "EUR"))

"""A row of a file as a line of an invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from finance.invoicing.columns import propose
from finance.invoicing.rows import Reading, read
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.numbers import DecimalStyle

HOW = Reading(DecimalStyle.POINT, DateOrder.DAY_FIRST, "GBP", 30)
CELLS = {"supplier": ("S", "Acme"), "number": ("N", "7"), "issue_date": ("D", "3/11/2026"), "amount": ("A", "1,250.50")}


def codes(**cells: str) -> list[str]:
    given = {**CELLS, **{name: (name, text) for name, text in cells.items()}}
    return [problem.code for problem in read(given, line=2, how=HOW).problems]


def test_what_the_file_does_not_say() -> None:
    assert read(CELLS, line=2, how=HOW).values == {
        "supplier": "Acme",
        "number": "7",
        "issue_date": date(2026, 11, 3),
        "amount": Decimal("1250.50"),
        "currency": "GBP",
        "cost_line": "service",
        "due_date": date(2026, 12, 3),
        "period_start": date(2026, 11, 1),
        "period_end": date(2026, 12, 1),
    }


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"amount": ""}, ["invoice_amount_missing"]),
        ({"amount": "12,5 EUR or so"}, ["number_unreadable"]),
        ({"amount": "1" + "0" * 12}, ["number_too_large"]),
        ({"issue_date": "31/2/2026"}, ["date_impossible"]),
        ({"issue_date": "1/1/0001"}, ["date_impossible"]),
        ({"number": "x" * 61}, ["text_too_long"]),
        ({"due_date": "1/11/2026"}, ["invoice_due_before_issue"]),
        ({"period_start": "1/11/2026"}, ["invoice_period_half"]),
        ({"period_start": "2/11/2026", "period_last": "1/11/2026"}, ["invoice_period_backwards"]),
        ({"currency": "euro"}, ["currency_unknown"]),
        ({"supplier": "?", "number": "-"}, ["invoice_supplier_missing", "invoice_number_missing"]),
        ({"cost_line": "Other cost"}, []),
    ],
)
def test_what_is_wrong(cells: dict[str, str], found: list[str]) -> None:
    assert codes(**cells) == found


def test_columns_are_proposed_by_name() -> None:
    spend = [
        "Departmental Family",
        "Entity",
        "Date",
        "Expense Type",
        "Expense Area",
        "Supplier",
        "Transaction number",
        "Amount",
    ]
    assert propose(spend) == {
        "supplier": "Supplier",
        "number": "Transaction number",
        "issue_date": "Date",
        "amount": "Amount",
        "description": "Expense Type",
    }

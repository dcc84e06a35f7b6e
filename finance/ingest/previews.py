"""What a check of a file of invoices found, as JSON on its batch, for the page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from finance.ingest.planned import Plan, PlannedInvoice

SHOWN: Final = 20
AMOUNTS: Final = 3


def preview(planned: Plan) -> dict[str, Any]:
    """The first rows that are set aside, the first invoices that are new or changed, vendors to be made, and sums."""
    wrong = [each for each in planned.rows if each.outcome == "quarantined"]
    touched = [each for each in planned.invoices if each.stored is None or each.is_changed]
    return {
        "wrong": [
            {"line": each.row.line, "problems": [problem.as_json() for problem in each.problems]}
            for each in wrong[:SHOWN]
        ],
        "invoices": [_invoice(each) for each in touched[:SHOWN]],
        "count": len(touched),
        "new_vendors": planned.new_vendors,
        "sums": _sums(planned),
    }


def _invoice(each: PlannedInvoice) -> dict[str, Any]:
    return {
        "number": each.invoice.number,
        "vendor": each.vendor_name,
        "issued": each.invoice.issue_date.isoformat(),
        "currency": each.invoice.currency,
        "is_new": each.stored is None,
        "amounts": [str(line.amount) for line in each.new_lines[:AMOUNTS]],
        "more": len(each.new_lines) > AMOUNTS,
        "changes": [[str(old.amount), str(line.amount)] for line, old in each.changed_lines.items()][:AMOUNTS],
    }


def _sums(planned: Plan) -> list[tuple[str, str, str | None]]:
    """Currency, the net of the rows that count, and the net of those set aside where it could be read."""
    counted: dict[str, Decimal] = {}
    aside: dict[str, Decimal] = {}
    for each in planned.rows:
        currency, amount = each.what.get("currency"), each.what.get("amount")
        if currency is None or amount is None or each.outcome == "duplicate":
            continue
        sums = aside if each.outcome == "quarantined" else counted
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return [
        (code, str(counted.get(code, Decimal(0))), str(aside[code]) if code in aside else None)
        for code in sorted({*counted, *aside})
    ]

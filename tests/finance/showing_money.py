"""Rows of money for the pages of journeys: an invoice, a file at its check, an entry, and a case with its actuals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from engagements.models import Engagement
from finance.actions.invoice_imports import map_invoice_batch, open_invoice_batch
from finance.actions.invoices import add_invoice, enter_actual
from finance.models import ActualEntry, Invoice, InvoiceLine
from foundation.accounts.models import User
from foundation.inbox.actions import store_file

HEADER = ("Supplier", "Number", "Date", "Net")
MONTH = (date(2026, 10, 1), date(2026, 11, 1))


def show_money(engagement: Engagement, *, by: User, now: datetime) -> dict[str, int]:
    """Ids by the noun that stands before them in addresses."""
    span = dict(zip(("period_start", "period_end"), MONTH, strict=True))
    line = InvoiceLine(engagement=engagement, description="Nights", amount=Decimal("1200.50"), **span)
    invoice = Invoice(vendor=engagement.vendor, number="K-1", issue_date=MONTH[1], due_date=MONTH[1], currency="EUR")
    add_invoice(invoice=invoice, lines=[line], by=by, now=now)
    entry = ActualEntry(
        engagement=engagement, line="revenue", amount=Decimal(900), currency="EUR", basis="Ledger", **span
    )
    enter_actual(entry=entry, by=by, now=now)
    text = f"{','.join(HEADER)}\n{engagement.vendor.name},K-2,2026-11-02,55\nNobody,K-3,soon,5\n"
    file = store_file(content=text.encode(), name="ledger.csv", by=by, now=now)
    batch = open_invoice_batch(file=file, header=HEADER, by=by, now=now)
    rules = {
        "columns": dict(zip(("supplier", "number", "issue_date", "amount"), HEADER, strict=True)),
        "decimal_style": "point",
        "date_order": "iso",
        "currency": "EUR",
        "vendors": {},
        "others": "aside",
    }
    map_invoice_batch(batch=batch, rules=rules, header=HEADER, by=by)
    return {"invoices": invoice.pk, "actuals": entry.pk, "import": batch.pk}

"""A vendor's own invoices, as its managers may see them: what was charged, when it is due and when it was paid."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import QuerySet

from finance.models import Invoice, InvoiceState
from finance.queries.invoices import InvoiceFilter

# The columns that the database lets the portal read; a test compares them with the grant.
COLUMNS: Final = (
    "organization", "vendor", "number", "issue_date", "received_date", "due_date", "paid_date", "currency", "net",
    "tax", "state",
)  # fmt: skip


def own_invoices(wanted: InvoiceFilter, *, today: date) -> QuerySet[Invoice]:
    """The vendor's invoices of a filter (state and number alone), the newest first; runs in the portal's scope."""
    rows = Invoice.objects.only(*COLUMNS).order_by("-issue_date", "-pk")
    if wanted.state == "late":
        rows = rows.filter(state=InvoiceState.OPEN, due_date__lt=today)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows.filter(number__icontains=wanted.text) if wanted.text else rows

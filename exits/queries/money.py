"""What invoices say of an engagement that is being left."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.db.models import F, Sum

from engagements.models import Engagement
from finance.models import InvoiceLine, InvoiceState


def open_invoices(engagement: Engagement) -> dict[str, Decimal]:
    """Net and tax of the lines that name an engagement, on invoices to be paid or disputed, by currency."""
    lines = InvoiceLine.objects.filter(
        engagement=engagement, invoice__state__in=[InvoiceState.OPEN, InvoiceState.DISPUTED]
    )
    found: dict[str, Decimal] = defaultdict(Decimal)
    rows = lines.order_by().values_list("invoice__currency").annotate(amount=Sum(F("amount") + F("tax")))
    for currency, amount in rows:
        found[currency] += amount.quantize(Decimal("0.01"))
    return dict(found)

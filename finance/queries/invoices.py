"""Reads about invoices: the list, how old the open ones are, and whether they were paid promptly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet

from finance.actuals.months import Span
from finance.actuals.payment import Age, Bill, PromptPayment, ages, prompt_payment
from finance.models import Invoice, InvoiceLine, InvoiceState
from foundation.inbox.models import BatchState, ImportBatch
from foundation.months import months_later
from scorecards.sections import Paid
from vendors.models import Vendor

LONGEST: Final = 200
LEFT_OUT: Final = (InvoiceState.CANCELLED, InvoiceState.DISPUTED)
YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """Which invoices: ``state`` is one of ``InvoiceState`` or "late" (open past the due date); empty is all."""

    state: str = ""
    vendor_id: int | None = None
    engagement_id: int | None = None
    text: str = ""
    since: date | None = None
    until: date | None = None


def find_invoices(wanted: InvoiceFilter, *, today: date) -> QuerySet[Invoice]:
    """The invoices of a filter, the newest first, with their vendors."""
    rows = Invoice.objects.select_related("vendor").order_by("-issue_date", "-pk")
    if wanted.state == "late":
        rows = rows.filter(state=InvoiceState.OPEN, due_date__lt=today)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.vendor_id is not None:
        rows = rows.filter(vendor=wanted.vendor_id)
    if wanted.engagement_id is not None:
        rows = rows.filter(pk__in=InvoiceLine.objects.filter(engagement=wanted.engagement_id).values("invoice"))
    if wanted.text:
        rows = rows.filter(Q(number__icontains=wanted.text) | Q(vendor__name__icontains=wanted.text))
    if wanted.since is not None:
        rows = rows.filter(issue_date__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(issue_date__lt=wanted.until)
    return rows


def bills(rows: QuerySet[Invoice]) -> list[Bill]:
    """Invoices as far as paying them goes."""
    told = rows.order_by().values_list("net", "tax", "currency", "due_date", "paid_date", "state")
    return [Bill(net + tax, currency, due, paid, state in LEFT_OUT) for net, tax, currency, due, paid, state in told]


def last_year(today: date) -> Span:
    """Twelve months up to today, today not among them."""
    return Span(months_later(today, -YEAR), today)


def payment_of(vendor: Vendor, *, today: date, period: Span | None = None) -> PromptPayment:
    """How promptly a vendor was paid: invoices that fell due in a period, by default the last twelve months."""
    return prompt_payment(bills(Invoice.objects.filter(vendor=vendor)), period=period or last_year(today), today=today)


def paid_in_time(vendor_id: int, *, today: date) -> Paid:
    """Fills ``scorecards.sections.prompt_payment``: the same figure by count, for the scorecard."""
    rows = Invoice.objects.filter(vendor=vendor_id)
    found = prompt_payment(bills(rows), period=last_year(today), today=today).by_count
    return Paid(int(found.part), int(found.whole), YEAR)


def payment(rows: QuerySet[Invoice], *, today: date, period: Span | None = None) -> PromptPayment:
    """The same over any invoices."""
    return prompt_payment(bills(rows), period=period or last_year(today), today=today)


def ageing(rows: QuerySet[Invoice], *, today: date) -> list[Age]:
    """Open invoices by days overdue, currency by currency."""
    return ages(bills(rows.filter(state=InvoiceState.OPEN)), today=today)


def has_invoices() -> bool:
    """Whether the workspace has any."""
    return Invoice.objects.exists()


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    """Its lines with their engagements, in the order in which they were typed or imported."""
    return list(InvoiceLine.objects.filter(invoice=invoice).select_related("engagement").order_by("pk"))


def totals(rows: Iterable[Invoice]) -> dict[str, Decimal]:
    """Net by currency."""
    found: dict[str, Decimal] = {}
    for each in rows:
        found[each.currency] = found.get(each.currency, Decimal(0)) + each.net
    return dict(sorted(found.items()))


def vendors_with_invoices() -> QuerySet[Vendor]:
    """The vendors that have at least one invoice, by name."""
    return Vendor.objects.filter(pk__in=Invoice.objects.values("vendor")).order_by("name")


def last_rules(kind: str, header: Sequence[str]) -> dict[str, Any]:
    """How the last file with these columns was read; nothing when there was none."""
    rows = ImportBatch.objects.filter(kind=kind, header=list(header), state=BatchState.COMMITTED)
    found = rows.order_by("-pk").values_list("rules", flat=True).first()
    return dict(found) if found else {}

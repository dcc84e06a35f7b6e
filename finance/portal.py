"""A vendor's invoices in its portal: listed with their days, and how promptly the client paid."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.queries.engagements import local_today
from finance.forms.invoices import PortalInvoiceFilterForm
from finance.models import Invoice
from finance.queries import invoices as queries
from finance.queries.portal_invoices import own_invoices
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import csv_lines

CSV = ("number", "issued", "received", "due", "paid", "state", "currency", "net", "tax")


@needs(Permission.PORTAL_MANAGE)
@require_safe
def invoice_list(request: TenantRequest) -> HttpResponse:
    """What the client has of the partner's invoices; the figures are those that the client sees of them."""
    today = local_today(request.organization, timezone.now())
    form = PortalInvoiceFilterForm(request.GET)
    found = own_invoices(form.wanted(), today=today)
    if "csv" in request.GET:
        return _csv(found)
    rows = list(found[: queries.LONGEST + 1])
    every = own_invoices(queries.InvoiceFilter(), today=today)
    context = {
        "form": form,
        "rows": rows[: queries.LONGEST],
        "is_cut": len(rows) > queries.LONGEST,
        "paid": queries.payment(every, today=today),
        "ages": queries.ageing(every, today=today),
        "today": today,
        "is_filtered": form.is_filtered,
        "csv_url": f"?{_with_csv(request)}",
    }
    return render(request, "finance/portal_invoice_list.html", context)


def _with_csv(request: TenantRequest) -> str:
    query = request.GET.copy()
    query["csv"] = "1"
    return query.urlencode()


def _csv(found: Any) -> HttpResponse:
    response = HttpResponse(
        "".join(csv_lines(list(CSV), (_row(each) for each in found))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="invoices.csv"'
    return response


def _row(each: Invoice) -> list[Any]:
    days = [each.issue_date, each.received_date, each.due_date, each.paid_date]
    return [each.number, *days, each.get_state_display(), each.currency, each.net, each.tax]

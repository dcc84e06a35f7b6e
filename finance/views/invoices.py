"""Invoices: the list with its ageing, one invoice, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.queries.engagements import local_today
from finance.actions import invoices as actions
from finance.forms.invoices import DisputeForm, InvoiceFilterForm, InvoiceForm, PaidForm, lines_formset
from finance.models import Invoice, InvoiceState
from finance.queries import invoices as queries
from finance.queries.realisation import own_lines
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import csv_lines

CSV = (
    "vendor",
    "number",
    "issued",
    "received",
    "due",
    "paid",
    "state",
    "currency",
    "net",
    "tax",
)


@needs(Permission.VIEW)
def invoice_list(request: TenantRequest) -> HttpResponse:
    """Invoices by filter, the newest first, with the ageing of what is open and how promptly was paid."""
    today = local_today(request.organization, timezone.now())
    form = InvoiceFilterForm(request.GET)
    found = queries.find_invoices(form.wanted(), today=today)
    if "csv" in request.GET:
        return _csv(request, found)
    rows = list(found[: queries.LONGEST + 1])
    context = {
        "form": form,
        "rows": rows[: queries.LONGEST],
        "is_cut": len(rows) > queries.LONGEST,
        "totals": queries.totals(rows) if len(rows) <= queries.LONGEST else {},
        "ages": queries.ageing(found, today=today),
        "paid": queries.payment(found, today=today),
        "today": today,
        "reset_url": request.path if request.GET else "",
        "csv_url": f"?{_with_csv(request)}",
        "is_empty": not request.GET and not rows,
        "may_edit": request.membership.may(Permission.EDIT_INVOICES),
    }
    return render(request, "finance/invoice_list.html", context)


def _with_csv(request: TenantRequest) -> str:
    query = request.GET.copy()
    query["csv"] = "1"
    return query.urlencode()


def _csv(request: TenantRequest, found: Any) -> HttpResponse:
    rows = (
        [
            each.vendor.name,
            each.number,
            each.issue_date,
            each.received_date,
            each.due_date,
            each.paid_date,
            each.get_state_display(),
            each.currency,
            each.net,
            each.tax,
        ]
        for each in found
    )
    response = HttpResponse("".join(csv_lines(list(CSV), rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="invoices-{request.organization.slug}.csv"'
    return response


@needs(Permission.VIEW)
def invoice_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One invoice with its lines, and what can be done with it."""
    invoice = get_object_or_404(Invoice.objects.select_related("vendor", "created_by"), pk=pk)
    today = local_today(request.organization, timezone.now())
    may_edit = request.membership.may(Permission.EDIT_INVOICES)
    context = {
        "invoice": invoice,
        "lines": queries.lines_of(invoice),
        "gross": invoice.net + invoice.tax,
        "days_late": (today - invoice.due_date).days
        if invoice.due_date and invoice.state == InvoiceState.OPEN
        else None,
        "crumbs": _crumbs(request),
        "may_edit": may_edit,
        "paid_form": PaidForm(initial={"paid_date": today}),
        "dispute_form": DisputeForm(),
    }
    return render(request, "finance/invoice_detail.html", context)


@needs(Permission.EDIT_INVOICES)
def invoice_create(request: TenantRequest) -> HttpResponse:
    """Enter an invoice by hand."""
    now = timezone.now()
    today = local_today(request.organization, now)
    initial = {"currency": request.organization.currency, "vendor": request.GET.get("vendor")}
    form = InvoiceForm(request.POST or None, organization=request.organization, today=today, initial=initial)
    lines = lines_formset(request.POST or None, [], own_lines())
    if request.method == "POST" and form.is_valid() & lines.is_valid():
        rows = lines.result(form.instance)
        made = take(form, lambda: actions.add_invoice(invoice=form.instance, lines=rows, by=request.user, now=now))
        if made is not None:
            messages.success(request, _("Invoice %(number)s is kept.") % {"number": made.number})
            return redirect(_address(request, "invoice-detail", pk=made.pk))
    return _form_page(request, form, lines, None)


@needs(Permission.EDIT_INVOICES)
def invoice_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change an invoice; one that somebody else changed meanwhile is shown again first."""
    invoice = get_object_or_404(Invoice, pk=pk)
    number = invoice.number
    today = local_today(request.organization, timezone.now())
    stored = queries.lines_of(invoice)
    revision = invoice.revision
    form = InvoiceForm(request.POST or None, instance=invoice, organization=request.organization, today=today)
    lines = lines_formset(request.POST or None, stored, own_lines())
    if request.method == "POST" and form.is_valid() & lines.is_valid():
        seen = form.cleaned_data["seen"] or 0
        rows = lines.result(form.instance, stored)
        done = take(form, lambda: actions.change_invoice(invoice=form.instance, lines=rows, seen=seen, by=request.user))
        if done is not None:
            messages.success(request, _("Invoice %(number)s is saved.") % {"number": done.number})
            return redirect(_address(request, "invoice-detail", pk=pk))
        if is_conflict(form):
            has_seen(form, revision)
    return _form_page(request, form, lines, invoice, number)


@require_POST
@needs(Permission.EDIT_INVOICES)
def invoice_pay(request: TenantRequest, pk: int) -> HttpResponse:
    """Say on which day it was paid."""
    form = PaidForm(request.POST)
    invoice = get_object_or_404(Invoice, pk=pk)
    today = local_today(request.organization, timezone.now())
    if not form.is_valid():
        return _said(request, pk, str(form.errors["paid_date"][0]))
    day, person = form.cleaned_data["paid_date"], request.user
    return _do(request, invoice, lambda: actions.pay_invoice(invoice=invoice, paid_date=day, by=person, today=today))


@require_POST
@needs(Permission.EDIT_INVOICES)
def invoice_dispute(request: TenantRequest, pk: int) -> HttpResponse:
    """Say what is wrong with it."""
    invoice = get_object_or_404(Invoice, pk=pk)
    note = request.POST.get("note", "")[:300]
    return _do(request, invoice, lambda: actions.dispute_invoice(invoice=invoice, note=note, by=request.user))


@require_POST
@needs(Permission.EDIT_INVOICES)
def invoice_reopen(request: TenantRequest, pk: int) -> HttpResponse:
    """Make it one to be paid again."""
    invoice = get_object_or_404(Invoice, pk=pk)
    return _do(request, invoice, lambda: actions.reopen_invoice(invoice=invoice, by=request.user))


@require_POST
@needs(Permission.EDIT_INVOICES)
def invoice_cancel(request: TenantRequest, pk: int) -> HttpResponse:
    """It does not count any more."""
    invoice = get_object_or_404(Invoice, pk=pk)
    return _do(request, invoice, lambda: actions.cancel_invoice(invoice=invoice, by=request.user))


def _do(request: TenantRequest, invoice: Invoice, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        return _said(request, invoice.pk, error.messages[0])
    messages.success(request, _("Invoice %(number)s is saved.") % {"number": invoice.number})
    return redirect(_address(request, "invoice-detail", pk=invoice.pk))


def _said(request: TenantRequest, pk: int, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect(_address(request, "invoice-detail", pk=pk))


def _form_page(
    request: TenantRequest, form: InvoiceForm, lines: Any, invoice: Invoice | None, number: str = ""
) -> HttpResponse:
    crumbs = _crumbs(request)
    back = _address(request, "invoice-list")
    if invoice is not None:
        back = _address(request, "invoice-detail", pk=invoice.pk)
        crumbs.append({"label": number, "url": back})
    context = {"form": form, "lines": lines, "invoice": invoice, "number": number, "back": back, "crumbs": crumbs}
    status = 422 if request.method == "POST" else 200
    return render(request, "finance/invoice_form.html", context, status=status)


def _crumbs(request: TenantRequest) -> list[dict[str, str]]:
    return [{"label": _("Invoices"), "url": _address(request, "invoice-list")}]


def _address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    return reverse(f"finance:{name}", kwargs={"org": request.organization.slug, **kwargs})

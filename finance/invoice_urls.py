"""Addresses of invoices."""

from __future__ import annotations

from django.urls import URLPattern, path

from finance import portal
from finance.views import invoice_import_work, invoice_imports, invoices

urlpatterns: list[URLPattern] = [
    path("invoices/", invoices.invoice_list, name="invoice-list"),
    path("invoices/new/", invoices.invoice_create, name="invoice-create"),
    path("invoices/<int:pk>/", invoices.invoice_detail, name="invoice-detail"),
    path("invoices/<int:pk>/edit/", invoices.invoice_edit, name="invoice-edit"),
    path("invoices/<int:pk>/pay/", invoices.invoice_pay, name="invoice-pay"),
    path("invoices/<int:pk>/dispute/", invoices.invoice_dispute, name="invoice-dispute"),
    path("invoices/<int:pk>/reopen/", invoices.invoice_reopen, name="invoice-reopen"),
    path("invoices/<int:pk>/cancel/", invoices.invoice_cancel, name="invoice-cancel"),
    path("invoices/import/", invoice_imports.import_create, name="invoiceimport-create"),
    path("invoices/import/<int:pk>/", invoice_imports.import_detail, name="invoiceimport-detail"),
    path("invoices/import/<int:pk>/columns/", invoice_imports.import_map, name="invoiceimport-map"),
    path("invoices/import/<int:pk>/vendors/", invoice_imports.import_vendors, name="invoiceimport-vendors"),
    path("invoices/import/<int:pk>/check/", invoice_import_work.import_check, name="invoiceimport-check"),
    path("invoices/import/<int:pk>/progress/", invoice_import_work.import_progress, name="invoiceimport-progress"),
    path("invoices/import/<int:pk>/commit/", invoice_import_work.import_commit, name="invoiceimport-commit"),
    path("invoices/import/<int:pk>/undo/", invoice_import_work.import_undo, name="invoiceimport-undo"),
    path("invoices/import/<int:pk>/discard/", invoice_imports.import_discard, name="invoiceimport-discard"),
    path("invoices/import/<int:pk>/quarantined.csv", invoice_imports.import_rejected, name="invoiceimport-rejected"),
    path("portal/<int:vendor>/invoices/", portal.invoice_list, name="invoice-portal-list"),
]

"""What it costs and returns."""

from finance.models.cases import ApprovalLimit, BusinessCase, CasePolicy, CaseState, CaseVersion
from finance.models.invoices import ActualEntry, Invoice, InvoiceLine, InvoiceState

__all__ = [
    "ActualEntry",
    "ApprovalLimit",
    "BusinessCase",
    "CasePolicy",
    "CaseState",
    "CaseVersion",
    "Invoice",
    "InvoiceLine",
    "InvoiceState",
]

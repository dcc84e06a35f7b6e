"""What it costs and returns."""

from finance.models.cases import ApprovalLimit, BusinessCase, CasePolicy, CaseState, CaseVersion
from finance.models.invoices import ActualEntry, Invoice, InvoiceLine, InvoiceState
from finance.models.sending import CaseLink, CaseRecipient, CaseSending, Every

__all__ = [
    "ActualEntry",
    "ApprovalLimit",
    "BusinessCase",
    "CaseLink",
    "CasePolicy",
    "CaseRecipient",
    "CaseSending",
    "CaseState",
    "CaseVersion",
    "Every",
    "Invoice",
    "InvoiceLine",
    "InvoiceState",
]

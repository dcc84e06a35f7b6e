"""What it costs and returns."""

from finance.models.cases import ApprovalLimit, BusinessCase, CasePolicy, CaseState, CaseVersion
from finance.models.invoices import ActualEntry, Invoice, InvoiceLine, InvoiceState
from finance.models.sending import About, CaseLink, CaseRecipient, CaseSending, Every

__all__ = [
    "About",
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

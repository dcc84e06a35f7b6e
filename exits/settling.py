"""What is owed at the end. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol


class Statement(Protocol):
    """The amounts of a settlement, in one currency."""

    invoices: Decimal
    assistance: Decimal
    credits: Decimal


def owed(statement: Statement) -> Decimal:
    """Open invoices and assistance, less credits; below zero the partner owes."""
    return statement.invoices + statement.assistance - statement.credits

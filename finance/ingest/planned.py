"""Rows of a file of invoices, and the invoices they would make: what is planned, before it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from finance.invoicing.rows import ReadLine
from finance.models import Invoice, InvoiceLine
from foundation.inbox.accounting import RowOutcome
from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row

KIND: Final = "invoices"
Key = tuple[str, str]
"""Whose invoice (an id, or a name that is to be made) and its number."""
HEADER_DATES: Final = ("issue_date", "received_date", "due_date", "paid_date")


@dataclass
class Planned:
    """A physical row, what was read of it, and what becomes of it."""

    row: Row
    what: ReadLine
    outcome: RowOutcome = RowOutcome.CREATED
    problems: tuple[ImportProblem, ...] = ()

    def set_aside(self, problem: ImportProblem) -> None:
        """It cannot be used."""
        self.problems = (*self.problems, problem)
        self.outcome = RowOutcome.QUARANTINED


@dataclass
class PlannedInvoice:
    """An invoice with the lines that the file tells of. ``invoice`` is as it will be, ``stored`` as it is (None: new).

    ``changed_lines`` has the lines as they will be, each with what it is.
    """

    invoice: Invoice
    stored: Invoice | None
    new_vendor: str = ""
    kept: list[InvoiceLine] = field(default_factory=list)
    new_lines: list[InvoiceLine] = field(default_factory=list)
    changed_lines: dict[InvoiceLine, InvoiceLine] = field(default_factory=dict)
    rows: list[Planned] = field(default_factory=list)

    @property
    def vendor_name(self) -> str:
        """Whose it is."""
        return self.new_vendor or self.invoice.vendor.name

    @property
    def is_changed(self) -> bool:
        """Whether it is there already and something of it changes."""
        if self.stored is None:
            return False
        moved = any(getattr(self.stored, name) != getattr(self.invoice, name) for name in HEADER_DATES)
        return bool(moved or self.new_lines or self.changed_lines)

    def all_lines(self) -> list[InvoiceLine]:
        """Every line that it has in the end."""
        changed = {line.pk for line in self.changed_lines}
        return [*(line for line in self.kept if line.pk not in changed), *self.changed_lines, *self.new_lines]


@dataclass(frozen=True)
class Plan:
    """Every row with its outcome, the invoices, and the vendors that have to be made."""

    rows: list[Planned]
    invoices: list[PlannedInvoice]
    new_vendors: list[str]


def supplier_key(text: str) -> str:
    """What tells suppliers apart: the name without regard to case and white space."""
    return " ".join(text.split()).casefold()

"""Which columns of a file hold what of an invoice. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


FIELDS: Final = {
    "supplier": _("Vendor or supplier"),
    "number": _("Invoice number"),
    "line": _("Line number"),
    "issue_date": _("Issued on"),
    "received_date": _("Received on"),
    "due_date": _("Due on"),
    "paid_date": _("Paid on"),
    "amount": _("Net amount of the line"),
    "tax": _("Tax of the line"),
    "currency": _("Currency"),
    "description": _("For what"),
    "engagement": _("Engagement"),
    "cost_line": _("Cost line"),
    "quantity": _("Quantity"),
    "period_start": _("For the time from"),
    "period_last": _("For the time to (last day)"),
}
"""Field of a line -> its label."""
REQUIRED: Final = ("supplier", "number", "issue_date", "amount")
DATES: Final = ("issue_date", "received_date", "due_date", "paid_date", "period_start", "period_last")
NUMBERS: Final = ("amount", "tax", "quantity")

_ALIASES: Final = {
    "supplier": ("supplier", "vendor", "supplier name", "vendor name", "creditor", "payee", "lieferant", "kreditor"),
    "number": (
        *("invoice number", "invoice no", "invoice", "number", "no", "transaction number", "transaction no"),
        *("document number", "reference", "rechnungsnummer", "rechnung", "belegnummer"),
    ),
    "line": ("line", "line number", "line no", "position", "item no", "zeile"),
    "issue_date": ("issue date", "issued on", "issued", "invoice date", "date", "document date", "rechnungsdatum"),
    "received_date": ("received", "received on", "received date", "date received", "eingang", "eingangsdatum"),
    "due_date": ("due", "due on", "due date", "payable by", "fallig", "falligkeit", "fallig am"),
    "paid_date": ("paid", "paid on", "paid date", "payment date", "date paid", "bezahlt am", "zahlungsdatum"),
    "amount": ("net", "net amount", "amount", "line amount", "amount net", "value", "total", "netto", "betrag"),
    "tax": ("tax", "vat", "tax amount", "vat amount", "steuer", "mwst", "umsatzsteuer"),
    "currency": ("currency", "ccy", "iso currency", "wahrung"),
    "description": ("description", "for what", "details", "text", "expense type", "item", "leistung", "beschreibung"),
    "engagement": ("engagement", "sow", "statement of work", "contract", "service", "auftrag"),
    "cost_line": ("cost line", "cost type", "category", "kostenart"),
    "quantity": ("quantity", "qty", "units", "hours", "menge", "anzahl"),
    "period_start": ("period start", "from", "service from", "period from", "leistung von", "von"),
    "period_last": ("period end", "to", "service to", "period to", "until", "leistung bis", "bis"),
}
_PLAIN: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "_": " ", "-": " ", "(": " ", ")": " ", ".": " "})


def plain(name: str) -> str:
    """A name in lower case, without punctuation, the accents of German and doubled blanks."""
    return " ".join(name.casefold().translate(_PLAIN).split())


def propose(header: Sequence[str]) -> dict[str, str]:
    """Field -> column, by the columns' names; a column is proposed once, and what nobody knows is left out."""
    found: dict[str, str] = {}
    named = {plain(column): column for column in reversed(header)}
    for field, aliases in _ALIASES.items():
        column = next((named[alias] for alias in aliases if alias in named), None)
        if column is not None and column not in found.values():
            found[field] = column
    return found

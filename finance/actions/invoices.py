"""Invoices: entered, changed, paid, disputed, cancelled; and what no invoice tells of a month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from finance.models import ActualEntry, Invoice, InvoiceLine, InvoiceState
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision

HEADER: Final = ("number", "vendor", "issue_date", "received_date", "due_date", "currency")


@transaction.atomic
def add_invoice(*, invoice: Invoice, lines: Sequence[InvoiceLine], by: User | None, now: datetime) -> Invoice:
    """Keep an invoice with its lines (both unsaved); a paid date makes it paid.

    Raises:
        ValidationError: without a line, or when a line's engagement is another vendor's.
    """
    _check(invoice, lines)
    invoice.state = InvoiceState.OPEN if invoice.paid_date is None else InvoiceState.PAID
    invoice.net, invoice.tax = _sums(lines)
    invoice.created_by, invoice.created_at = by, now
    invoice.save(force_insert=True)
    _number(invoice, lines)
    InvoiceLine.objects.bulk_create(lines)
    record("invoice.added", by=by, subject=invoice, net=str(invoice.net), currency=invoice.currency)
    return invoice


@transaction.atomic
def change_invoice(*, invoice: Invoice, lines: Sequence[InvoiceLine], seen: int, by: User) -> Invoice:
    """Save what was edited: the header, and the lines as they are now; one that is not among them goes.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
        ValidationError: without a line, when it was cancelled, or a line's engagement is another vendor's.
    """
    stored = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if stored.state == InvoiceState.CANCELLED:
        raise ValidationError(_("A cancelled invoice does not change. Open it again first."))
    _check(invoice, lines)
    take_revision(invoice, seen=seen)
    before = {name: str(getattr(stored, name)) for name in (*HEADER, "net", "tax")}
    invoice.net, invoice.tax = _sums(lines)
    invoice.save(update_fields=[*HEADER, "net", "tax"])
    kept = [line.pk for line in lines if line.pk]
    InvoiceLine.objects.filter(invoice=invoice).exclude(pk__in=kept).delete()
    _number(invoice, lines)
    for line in lines:
        line.save()
    changes = {name: [old, new] for name, old in before.items() if (new := str(getattr(invoice, name))) != old}
    record("invoice.changed", by=by, subject=invoice, **changes)
    return invoice


@transaction.atomic
def pay_invoice(*, invoice: Invoice, paid_date: date, by: User, today: date) -> None:
    """Say on which day it was paid.

    Raises:
        ValidationError: for a day ahead, or an invoice that is paid or cancelled.
    """
    if paid_date > today:
        raise ValidationError({"paid_date": _("This day is still ahead.")})
    open_states = (InvoiceState.OPEN, InvoiceState.DISPUTED)
    _move(invoice, InvoiceState.PAID, of=open_states, by=by, paid_date=paid_date)


@transaction.atomic
def dispute_invoice(*, invoice: Invoice, note: str, by: User) -> None:
    """Say what is wrong with it; it is left out of prompt payment while it is disputed.

    Raises:
        ValidationError: without a reason, or when it does not wait to be paid.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say what is wrong with it, so that the vendor can mend it.")})
    _move(invoice, InvoiceState.DISPUTED, of=(InvoiceState.OPEN,), by=by, note=note.strip())


@transaction.atomic
def reopen_invoice(*, invoice: Invoice, by: User) -> None:
    """Make it one to be paid again, whatever it was; a paid date goes."""
    closed = (InvoiceState.DISPUTED, InvoiceState.PAID, InvoiceState.CANCELLED)
    _move(invoice, InvoiceState.OPEN, of=closed, by=by, paid_date=None)


@transaction.atomic
def cancel_invoice(*, invoice: Invoice, by: User) -> None:
    """It does not count any more; it is kept.

    Raises:
        ValidationError: when it was paid.
    """
    _move(invoice, InvoiceState.CANCELLED, of=(InvoiceState.OPEN, InvoiceState.DISPUTED), by=by)


@transaction.atomic
def enter_actual(*, entry: ActualEntry, by: User, now: datetime, seen: int | None = None) -> ActualEntry:
    """Keep what a month came to; hours and a rate make the amount. ``seen`` is the revision of one that is changed.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
        ValidationError: without an amount, and without hours and rate to make one.
    """
    if entry.quantity is not None and entry.rate is not None:
        entry.amount = entry.quantity * entry.rate
    if entry.amount is None:
        raise ValidationError({"amount": _("Give the amount, or hours and a rate that make it.")})
    entry.entered_by, entry.entered_at = by, now
    if seen is not None:
        take_revision(entry, seen=seen)
    entry.save()
    words = {"line": entry.line, "amount": str(entry.amount), "month": entry.period_start.isoformat()}
    record("actualentry.entered", by=by, subject=entry, **words)
    return entry


@transaction.atomic
def remove_actual(*, entry: ActualEntry, by: User) -> None:
    """Forget what was entered: the month has no data again, unless an invoice tells."""
    record("actualentry.removed", by=by, subject=entry, amount=str(entry.amount))
    entry.delete()


def _check(invoice: Invoice, lines: Sequence[InvoiceLine]) -> None:
    if not lines:
        raise ValidationError(_("An invoice has at least one line with an amount."))
    for line in lines:
        if line.engagement is not None and line.engagement.vendor_id != invoice.vendor_id:
            text = _("“%(engagement)s” is done by %(vendor)s. Choose one of this invoice's vendor, or none.")
            raise ValidationError(text % {"engagement": line.engagement, "vendor": line.engagement.vendor})


def _number(invoice: Invoice, lines: Iterable[InvoiceLine]) -> None:
    """Lines that were typed get the keys that follow; those that came out of a file keep theirs."""
    taken = {line.key for line in lines}
    number = 0
    for line in lines:
        line.invoice = invoice
        while not line.key:
            number += 1
            line.key = "" if f"typed {number}" in taken else f"typed {number}"


def _sums(lines: Iterable[InvoiceLine]) -> tuple[Decimal, Decimal]:
    every = list(lines)
    return sum((line.amount for line in every), Decimal(0)), sum((line.tax for line in every), Decimal(0))


def _move(invoice: Invoice, to: InvoiceState, *, of: Sequence[InvoiceState], by: User, **values: Any) -> None:
    stored = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if stored.state == to:
        return
    if stored.state not in of:
        words = {"number": stored.number, "state": stored.get_state_display().lower()}
        raise ValidationError(_("Invoice %(number)s is in state “%(state)s”, which does not allow that.") % words)
    was, stored.state = stored.state, to
    for name, value in values.items():
        setattr(stored, name, value)
    take_revision(stored, seen=stored.revision)
    stored.save(update_fields=["state", *values])
    record(f"invoice.{to.value}", by=by, subject=stored, was=was, **{name: str(each) for name, each in values.items()})

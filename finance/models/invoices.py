"""What was paid for: invoices with their lines, and what no invoice tells of a month."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from vendors.models import Vendor


class InvoiceState(models.TextChoices):
    """How far an invoice is: to be paid, argued about, paid, or void."""

    OPEN = "open", _("To be paid")
    DISPUTED = "disputed", _("Disputed")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


class Invoice(Revised, TenantModel):
    """A bill of a vendor, known by its number; a credit note is one with a negative amount.

    open -> paid on ``paid_date``, or disputed and open again, or cancelled; whoever keeps the invoices moves it.
    ``net`` and ``tax`` are the sums of its lines, in ``currency``. Due on ``due_date`` (without one
    nobody can say whether it was paid promptly). The vendor's managers see number, days, amounts and state;
    ``note`` and the lines are internal.
    """

    vendor = TenantForeignKey(Vendor, models.PROTECT, related_name="invoices", verbose_name=_("vendor"))
    number = models.CharField(_("number"), max_length=60)
    issue_date = models.DateField(_("issued on"))
    received_date = models.DateField(_("received on"), null=True, blank=True)
    due_date = models.DateField(_("due on"), null=True, blank=True)
    paid_date = models.DateField(_("paid on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    net = models.DecimalField(_("net"), max_digits=16, decimal_places=3, default=0)
    tax = models.DecimalField(_("tax"), max_digits=16, decimal_places=3, default=0)
    state = models.CharField(_("state"), max_length=9, choices=InvoiceState, default=InvoiceState.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "vendor", Lower("number"), name="finance_invoice_number_once"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_date__isnull=False) | (~Q(state="paid") & Q(paid_date__isnull=True)),
                name="finance_invoice_paid_has_date",
            ),
            models.CheckConstraint(
                condition=Q(due_date__isnull=True) | Q(due_date__gte=F("issue_date")),
                name="finance_invoice_due_after_issue",
            ),
            models.CheckConstraint(
                condition=~Q(state="disputed") | ~Q(note=""), name="finance_invoice_dispute_has_note"
            ),
        ]
        indexes = [
            models.Index(F("organization"), F("issue_date").desc(), F("id").desc(), name="finance_invoice_newest"),
            models.Index(fields=["organization", "vendor", "due_date"], name="finance_invoice_due"),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(TenantModel):
    """A part of an invoice: what it is for, for which days, and for which engagement (none: for all, or not known).

    ``period_start`` to ``period_end`` is half-open; the amount falls evenly on each of its days. ``cost_line`` is the
    key of a line in the engagement's business case, or a category of cost. ``key`` tells the lines of an invoice apart
    from one import to the next.
    """

    invoice = TenantForeignKey(Invoice, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=60)
    engagement = TenantForeignKey(
        Engagement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("engagement")
    )
    cost_line = models.CharField(_("cost line"), max_length=60, default="service")
    description = models.CharField(_("for what"), max_length=300, blank=True)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, null=True, blank=True)
    amount = models.DecimalField(_("net amount"), max_digits=16, decimal_places=3)
    tax = models.DecimalField(_("tax"), max_digits=16, decimal_places=3, default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "invoice", "key"], name="finance_line_once"),
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="finance_line_has_days"),
        ]
        indexes = [
            models.Index(fields=["organization", "engagement", "period_start"], name="finance_line_of_engagement")
        ]

    def __str__(self) -> str:
        return f"{self.invoice}: {self.description or self.cost_line}"


class ActualEntry(Revised, TenantModel):
    """What a month of an engagement came to that no invoice tells: own oversight, wages avoided, revenue.

    ``line`` is the key of a line in the business case, a category of cost or value, or "revenue". Oversight is hours
    (``quantity``) x ``rate``; then ``amount`` is their product. ``basis`` says where it comes from.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="actual_entries")
    line = models.CharField(_("line"), max_length=60)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    quantity = models.DecimalField(
        _("hours or units"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    rate = models.DecimalField(
        _("rate of one"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    basis = models.CharField(_("where it comes from"), max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "actual entries"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "line", "period_start"], name="finance_entry_once"
            ),
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="finance_entry_has_days"),
            models.CheckConstraint(condition=~Q(basis=""), name="finance_entry_has_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.engagement}, {self.line}, {self.period_start}"

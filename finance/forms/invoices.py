"""Forms about invoices and about what no invoice tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.forms.days import DayField, DayInput
from engagements.models import Engagement
from finance.actuals.months import month_of
from finance.invoicing.rows import COSTS, LARGEST
from finance.models import Invoice, InvoiceLine, InvoiceState
from finance.queries.invoices import InvoiceFilter
from finance.words import CATEGORIES
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm
from vendors.models import Vendor

MOST_LINES: Final = 40
SPARE: Final = 3
MONEY: Final[dict[str, Any]] = {
    "max_digits": 16,
    "decimal_places": 3,
    "max_value": LARGEST,
    "min_value": -LARGEST,
}
STATES: Final = (
    ("", gettext_lazy("All states")),
    ("late", gettext_lazy("Overdue")),
    *InvoiceState.choices,
)


class InvoiceForm(TenantModelForm):
    """The head of an invoice; its lines stand below."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CHOICES)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Invoice
        fields = ("vendor", "number", "currency", "issue_date", "received_date", "due_date", "paid_date")
        field_classes = dict.fromkeys(("issue_date", "received_date", "due_date", "paid_date"), DayField)
        widgets = {name: DayInput() for name in ("issue_date", "received_date", "due_date", "paid_date")}
        labels = {
            "vendor": gettext_lazy("Vendor"),
            "number": gettext_lazy("Invoice number"),
            "issue_date": gettext_lazy("Issued on"),
            "received_date": gettext_lazy("Received on"),
            "due_date": gettext_lazy("Due on"),
            "paid_date": gettext_lazy("Paid on"),
        }
        help_texts = {"number": gettext_lazy("As it stands on the paper: it tells whether it is in already.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        vendors = Vendor.objects.filter(archived_at=None).order_by("name")
        self.fields["vendor"].queryset = vendors  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["seen"].initial = self.instance.revision
        if self.instance.pk is not None:
            del self.fields["paid_date"]

    def clean_paid_date(self) -> date | None:
        """A payment lies in the past."""
        day: date | None = self.cleaned_data["paid_date"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("This day is still ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """It is not due before it was issued."""
        data = super().clean() or {}
        issued, due = data.get("issue_date"), data.get("due_date")
        if issued and due and due < issued:
            self.add_error("due_date", _("It cannot be due before it was issued."))
        return data


class LineForm(forms.Form):
    """One line; a row without an amount and text is left out."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    description = forms.CharField(label=gettext_lazy("For what"), max_length=300, required=False)
    engagement = forms.ModelChoiceField(
        Engagement.objects.none(), label=gettext_lazy("Engagement"), required=False, empty_label="---"
    )
    cost_line = forms.ChoiceField(label=gettext_lazy("Cost line"))
    first_day = DayField(label=gettext_lazy("From"), required=False)
    last_day = DayField(label=gettext_lazy("To"), required=False)
    quantity = forms.DecimalField(
        label=gettext_lazy("Quantity"), max_digits=14, decimal_places=3, required=False, max_value=LARGEST
    )
    amount = forms.DecimalField(label=gettext_lazy("Net"), required=False, **MONEY)
    tax = forms.DecimalField(label=gettext_lazy("Tax"), required=False, **MONEY)

    def __init__(self, *args: Any, lines: Sequence[tuple[str, Any]], engagements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {key for key, _label in lines}
        kept = self.initial.get("cost_line")
        extra = [(kept, kept)] if kept and kept not in offered else []
        self.fields["cost_line"].choices = [*lines, *extra]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["engagement"].queryset = engagements  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """An amount for every line that says something, and a time with both ends."""
        data = super().clean() or {}
        says = any(data.get(name) for name in ("description", "quantity", "tax", "first_day", "last_day"))
        if says and data.get("amount") is None and not self.has_error("amount"):
            self.add_error("amount", _("Give the net amount of this line."))
        first, last = data.get("first_day"), data.get("last_day")
        if (first is None) != (last is None) and not self.errors:
            self.add_error("last_day" if first else "first_day", _("Give both days, or none for the month of issue."))
        if first and last and last < first:
            self.add_error("last_day", _("It ends before it begins."))
        return data

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self.cleaned_data.get("amount") is None

    def result(self, invoice: Invoice, stored: dict[int, InvoiceLine]) -> InvoiceLine:
        """The line as it will be; without days it is for the month of issue."""
        data = self.cleaned_data
        line = stored.get(data["pk"] or 0) or InvoiceLine()
        month = month_of(invoice.issue_date)
        first, last = data["first_day"], data["last_day"]
        line.description, line.engagement, line.cost_line = data["description"], data["engagement"], data["cost_line"]
        line.period_start = first or month.start
        line.period_end = last + timedelta(days=1) if last else month.end
        line.quantity, line.amount, line.tax = data["quantity"], data["amount"], data["tax"] or Decimal(0)
        return line


class BaseLines(BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    """The lines of an invoice: at least one."""

    def clean(self) -> None:
        """Refuses an invoice without an amount."""
        if not any(self.errors) and all(form.is_empty for form in self.forms):
            raise forms.ValidationError(_("Give at least one line with its net amount."))

    def result(self, invoice: Invoice, stored: Sequence[InvoiceLine] = ()) -> list[InvoiceLine]:
        """The rows that say something."""
        known = {line.pk: line for line in stored}
        return [form.result(invoice, known) for form in self.forms if not form.is_empty]


def lines_formset(
    data: QueryDict | None, stored: Sequence[InvoiceLine], own_lines: Sequence[tuple[str, str]]
) -> BaseLines:
    """The rows of an invoice, with some empty ones; ``own_lines`` are those of business cases (key, name)."""
    made = formset_factory(LineForm, formset=BaseLines, extra=SPARE, max_num=MOST_LINES, absolute_max=MOST_LINES)
    initial = [
        {
            "pk": line.pk,
            "description": line.description,
            "engagement": line.engagement_id,
            "cost_line": line.cost_line,
            "first_day": line.period_start,
            "last_day": line.period_end - timedelta(days=1),
            "quantity": line.quantity,
            "amount": line.amount,
            "tax": line.tax,
        }
        for line in stored
    ]
    engagements = Engagement.objects.select_related("vendor").order_by("name")
    kwargs = {"lines": cost_lines(own_lines), "engagements": engagements}
    return cast("BaseLines", made(data, prefix="lines", initial=None if data else initial, form_kwargs=kwargs))


def cost_lines(own_lines: Sequence[tuple[str, str]]) -> list[tuple[str, Any]]:
    """The categories of cost, then the lines of business cases."""
    categories = [(category.value, CATEGORIES[category]) for category in COSTS]
    known = {key for key, _label in categories}
    return [*categories, *((key, label) for key, label in own_lines if key not in known)]


class PaidForm(forms.Form):
    """On which day it was paid."""

    paid_date = DayField(label=gettext_lazy("Paid on"))


class DisputeForm(forms.Form):
    """What is wrong with it."""

    note = forms.CharField(
        label=gettext_lazy("What is wrong with it"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class InvoiceFilterForm(forms.Form):
    """Which invoices the list shows; the address is the filter."""

    q = forms.CharField(
        label=gettext_lazy("Number or vendor"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "data-filter": ""}),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=STATES)
    vendor = forms.ModelChoiceField(
        Vendor.objects.none(), label=gettext_lazy("Vendor"), required=False, empty_label=gettext_lazy("All vendors")
    )
    engagement = forms.ModelChoiceField(
        Engagement.objects.none(),
        label=gettext_lazy("Engagement"),
        required=False,
        empty_label=gettext_lazy("All engagements"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = Vendor.objects.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["engagement"].queryset = Engagement.objects.order_by("name")  # type: ignore[attr-defined]

    def wanted(self) -> InvoiceFilter:
        """What can be read of it; the rest keeps everything."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        vendor, engagement = data.get("vendor"), data.get("engagement")
        return InvoiceFilter(
            state=data.get("state") or "",
            vendor_id=vendor.pk if vendor else None,
            engagement_id=engagement.pk if engagement else None,
            text=data.get("q") or "",
        )


class PortalInvoiceFilterForm(forms.Form):
    """Which of its invoices a vendor looks at; the address is the filter."""

    q = forms.CharField(
        label=gettext_lazy("Number"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "data-filter": ""}),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=STATES)

    def wanted(self) -> InvoiceFilter:
        """What can be read of it; the rest keeps everything."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return InvoiceFilter(state=data.get("state") or "", text=data.get("q") or "")

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out."""
        return self.wanted() != InvoiceFilter()

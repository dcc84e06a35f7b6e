"""The form about what a month came to that no invoice tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.actuals.months import month_of
from finance.models import ActualEntry
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm

FIRST_YEAR = 1970


class MonthInput(forms.DateInput):
    """The browser's own choice of a month."""

    input_type = "month"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m")


class ActualEntryForm(TenantModelForm):
    """A line, a month, and an amount or hours x rate. The view puts the engagement on the instance first."""

    line = forms.ChoiceField(label=gettext_lazy("What"))
    month = forms.DateField(
        label=gettext_lazy("Month"), input_formats=["%Y-%m", "%Y-%m-%d"], widget=MonthInput(placeholder="2026-11")
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CHOICES)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("line", "month", "quantity", "rate", "amount", "currency", "basis", "seen")

    class Meta:
        model = ActualEntry
        fields = ("line", "quantity", "rate", "amount", "currency", "basis")
        labels = {
            "quantity": gettext_lazy("Hours or units"),
            "rate": gettext_lazy("Rate of one"),
            "amount": gettext_lazy("Amount"),
            "basis": gettext_lazy("Where it comes from"),
        }
        help_texts = {
            "amount": gettext_lazy("Empty when hours and rate make it."),
            "basis": gettext_lazy("For instance: time sheets of the service desk lead."),
        }

    def __init__(self, *args: Any, lines: Sequence[tuple[str, Any]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        kept = self.instance.line
        extra = [(kept, kept)] if kept and kept not in dict(_flat(lines)) else []
        self.fields["line"].choices = [*lines, *extra]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["amount"].required = False
        self.fields["seen"].initial = self.instance.revision
        if self.instance.pk is not None:
            self.initial["month"] = self.instance.period_start

    def clean_month(self) -> date:
        """A month that has begun."""
        day: date = self.cleaned_data["month"]
        if day > self.today or day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Choose a month that has begun."))
        return day

    def clean(self) -> dict[str, Any]:
        """An amount, or what makes it; the month goes onto the row before its uniqueness is checked."""
        data = super().clean() or {}
        quantity, rate, amount = data.get("quantity"), data.get("rate"), data.get("amount")
        if quantity is not None and rate is not None:
            made = quantity * rate
            if amount is not None and amount != made:
                self.add_error("amount", _("Hours x rate make %(made)s. Leave one of the two out.") % {"made": made})
            data["amount"] = made
        elif amount is None and not {"amount", "quantity", "rate"} & set(self.errors):
            self.add_error("amount", _("Give the amount, or hours and a rate that make it."))
        if month := data.get("month"):
            span = month_of(month)
            self.instance.period_start, self.instance.period_end = span.start, span.end
        return data

    def validate_unique(self) -> None:
        """One entry of a line and month."""
        month = self.cleaned_data.get("month")
        line = self.cleaned_data.get("line")
        if month is None or line is None:
            return
        there = ActualEntry.objects.filter(
            engagement=self.instance.engagement_id, line=line, period_start=month_of(month).start
        ).exclude(pk=self.instance.pk)
        if there.exists():
            self.add_error("month", _("This month has an entry for that already. Change it instead."))


def _flat(choices: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices without their groups."""
    found: list[tuple[str, Any]] = []
    for key, label in choices:
        found += label if isinstance(label, list) else [(key, label)]
    return found

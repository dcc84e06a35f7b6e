"""Forms about doing it oneself first, evidence of maturity, and criteria of graduation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import GraduationCriterion
from foundation.accounts.forms import TenantModelForm

MOST = 1_000_000


class StopForm(forms.Form):
    """What was done while the clock ran."""

    count = forms.IntegerField(label=_("How many were done"), min_value=1, max_value=MOST)
    with_errors = forms.IntegerField(
        label=_("Of these with errors"),
        min_value=0,
        max_value=MOST,
        required=False,
        help_text=_("Empty when nobody looked."),
    )

    def clean(self) -> dict[str, Any]:
        """Errors are of what was done."""
        data = super().clean() or {}
        count, wrong = data.get("count"), data.get("with_errors")
        if count is not None and wrong is not None and wrong > count:
            self.add_error("with_errors", _("There cannot be more errors than were done."))
        return data


class RunForm(StopForm):
    """A run entered by hand."""

    who = forms.CharField(label=_("Who did it"), max_length=120)
    done_on = DayField(label=_("On which day"))
    minutes = forms.DecimalField(label=_("Minutes in all"), min_value=Decimal("0.01"), max_digits=10, decimal_places=2)
    field_order = ("who", "done_on", "count", "minutes", "with_errors")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_done_on(self) -> date:
        """A run lies in the past."""
        day: date = self.cleaned_data["done_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still ahead."))
        return day


class EvidenceForm(forms.Form):
    """What shows it."""

    evidence = forms.CharField(label=_("What shows it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ProofForm(EvidenceForm):
    """Evidence of an aspect of maturity, with a link to it."""

    url = forms.URLField(
        label=_("Link"), max_length=500, required=False, assume_scheme="https", help_text=_("Where it can be seen.")
    )


class CriterionForm(TenantModelForm):
    """What must be true before the next step."""

    class Meta:
        model = GraduationCriterion
        fields = ("step", "text")
        labels = {"step": _("Step"), "text": _("Criterion")}
        help_texts = {"text": _("So that two people decide alike, for instance: quality bar kept for three months.")}

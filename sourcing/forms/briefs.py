"""The draft of a brief with its questions and prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts import currencies
from foundation.accounts.forms import TenantModelForm
from sourcing.actions.briefs import PriceTerms, QuestionTerms
from sourcing.forms.selections import JUDGED, LocalInstantField
from sourcing.models import Basis, Brief, BriefQuestion, Path, PriceLine

TEXTS: Final = ("problem", "in_scope", "out_of_scope", "guardrails", "evidence", "remarks")
ONE_A_LINE: Final = gettext_lazy("One a line.")
SPARE: Final = 3


class BriefForm(TenantModelForm):
    """Texts, terms and due time; carries the revision that it was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    currency = forms.ChoiceField(label=gettext_lazy("Prices in"), choices=currencies.CHOICES)
    due_at = LocalInstantField(label=gettext_lazy("Proposals until"))

    class Meta:
        model = Brief
        fields = ("title", *TEXTS, "trial_task", "trial_pay", "currency", "months", "due_at", "shows_weights")
        labels = {
            "title": gettext_lazy("Title"),
            "problem": gettext_lazy("The problem"),
            "in_scope": gettext_lazy("In scope"),
            "out_of_scope": gettext_lazy("Out of scope"),
            "guardrails": gettext_lazy("Guardrails"),
            "evidence": gettext_lazy("Evidence we ask for"),
            "remarks": gettext_lazy("Anything else"),
            "trial_task": gettext_lazy("Trial task"),
            "trial_pay": gettext_lazy("Pay for the task"),
            "months": gettext_lazy("Compared over (months)"),
            "shows_weights": gettext_lazy("Show the weights to the vendors"),
        }
        help_texts = {
            "in_scope": ONE_A_LINE,
            "out_of_scope": ONE_A_LINE,
            "guardrails": ONE_A_LINE,
            "evidence": ONE_A_LINE,
            "months": gettext_lazy("Every price counts over this time, set-up and leaving included."),
            "shows_weights": gettext_lazy("They are locked first, and stay as they were shown."),
            "trial_task": gettext_lazy("What is to be done, with what, and when it is good. Due with the proposal."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in (*TEXTS, "trial_task")}

    def __init__(self, *args: Any, path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].set_zone(self.organization.time_zone)  # type: ignore[attr-defined]  # a field of ours
        if path != Path.TRIAL:
            del self.fields["trial_task"], self.fields["trial_pay"]

    def result(self) -> dict[str, Any]:
        """What was typed, for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class QuestionRowForm(forms.Form):
    """A question; a row without a text is left out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=gettext_lazy("Question"), max_length=500, required=False)
    group = forms.ChoiceField(label=gettext_lazy("About"), choices=JUDGED)
    is_knockout = forms.BooleanField(label=gettext_lazy("Knock-out"), required=False)
    wants_file = forms.BooleanField(label=gettext_lazy("With a file"), required=False)


class PriceRowForm(forms.Form):
    """A price that is asked; a row without a label is left out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label=gettext_lazy("Price of"), max_length=160, required=False)
    basis = forms.ChoiceField(label=gettext_lazy("Basis"), choices=Basis.choices)
    quantity = forms.DecimalField(
        label=gettext_lazy("Expected a month"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    def clean(self) -> dict[str, Any]:
        """What is counted needs its number."""
        data = super().clean() or {}
        if data.get("label") and data.get("basis") in (Basis.UNIT, Basis.HOUR) and not data.get("quantity"):
            self.add_error("quantity", _("Say how many a month you expect: prices are compared by that."))
        return data


class BaseQuestions(BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    """The questions of a brief; empty a text to drop one."""

    def result(self) -> list[QuestionTerms]:
        """The rows that say something."""
        return [QuestionTerms(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("text")]


class BasePrices(BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    """The prices of a brief; empty a label to drop one."""

    def result(self) -> list[PriceTerms]:
        """The rows that say something."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]
        return [PriceTerms(row["pk"], row["label"], row["basis"], row["quantity"] or Decimal(1)) for row in rows]


def questions_formset(data: QueryDict | None, rows: list[BriefQuestion]) -> BaseQuestions:
    """The rows of the questions, with some empty ones."""
    made = formset_factory(QuestionRowForm, formset=BaseQuestions, extra=SPARE, max_num=80, absolute_max=80)
    names = ("pk", "text", "group", "is_knockout", "wants_file")
    initial = [{name: getattr(row, name) for name in names} for row in rows]
    return cast("BaseQuestions", made(data, prefix="questions", initial=None if data else initial))


def prices_formset(data: QueryDict | None, rows: list[PriceLine]) -> BasePrices:
    """The rows of the prices, with some empty ones."""
    made = formset_factory(PriceRowForm, formset=BasePrices, extra=2, max_num=40, absolute_max=40)
    counted = (Basis.UNIT, Basis.HOUR)
    initial = [
        {
            "pk": row.pk,
            "label": row.label,
            "basis": row.basis,
            "quantity": f"{row.quantity.normalize():f}" if row.basis in counted else None,
        }
        for row in rows
    ]
    return cast("BasePrices", made(data, prefix="prices", initial=None if data else initial))

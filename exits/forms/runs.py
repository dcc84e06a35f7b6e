"""Forms of an exit under way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from engagements.models import Engagement
from engagements.queries.catalogue import not_ended
from exits.models import Exit, ExitTask, Mode, Settlement
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.days import DayField
from foundation.inbox.evidence import ACCEPT


class StartForm(forms.Form):
    """Why, how, and until when."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Which exit"), choices=Mode.choices, widget=forms.RadioSelect, initial=Mode.PLANNED.value
    )
    ends_on = DayField(label=gettext_lazy("Last day"))
    reason = forms.CharField(
        label=gettext_lazy("Why we leave"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only your own people read this."),
    )


class ReasonForm(forms.Form):
    """Why we stay after all."""

    reason = forms.CharField(label=gettext_lazy("Why we stay"), max_length=300)


class DropForm(forms.Form):
    """Why a task is not needed."""

    reason = forms.CharField(label=gettext_lazy("Why not"), max_length=500)


class DoneForm(forms.Form):
    """What shows that a task is done."""

    proof = forms.CharField(
        label=gettext_lazy("What shows it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A ticket, a mail, a name; or a file."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("The partner sees it. PDF, pictures, text, CSV or office documents, up to 10 MB."),
    )


class TaskForm(TenantModelForm):
    """Who does it, until when, and what it waits for."""

    due_date = DayField(label=gettext_lazy("Due"))

    class Meta:
        model = ExitTask
        fields = ("owner", "due_date", "blocked_by")
        labels = {"owner": gettext_lazy("Owner"), "blocked_by": gettext_lazy("Waits for")}
        help_texts = {"blocked_by": gettext_lazy("What holds it up. Empty: nothing.")}


class ProofForm(forms.Form):
    """A grant is taken back, or needed elsewhere."""

    proof = forms.CharField(
        label=gettext_lazy("Proof"),
        max_length=300,
        help_text=gettext_lazy("A ticket, a line of the log; or why it stays."),
    )
    kept_for = forms.ModelChoiceField(
        label=gettext_lazy("It stays, for"),
        queryset=Engagement.objects.none(),
        required=False,
        empty_label=gettext_lazy("No, it is taken back"),
    )

    def __init__(self, *args: Any, run: Exit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Engagement.objects.filter(not_ended(run.ends_on), vendor=run.engagement.vendor_id)
        self.fields["kept_for"].queryset = others.exclude(pk=run.engagement_id).order_by("name")  # type: ignore[attr-defined]


class SettlementForm(TenantModelForm):
    """What is owed."""

    agreed_on = DayField(label=gettext_lazy("Agreed on"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CHOICES)

    class Meta:
        model = Settlement
        fields = ("currency", "invoices", "assistance", "credits", "agreed_on", "agreed_with", "note")
        labels = {
            "invoices": gettext_lazy("Open invoices"),
            "assistance": gettext_lazy("Assistance not yet invoiced"),
            "credits": gettext_lazy("Credits not yet applied"),
            "agreed_with": gettext_lazy("Agreed with"),
            "note": gettext_lazy("Note"),
        }
        help_texts = {"agreed_with": gettext_lazy("Who of the partner agreed.")}


class TellForm(forms.Form):
    """The partner says that a task is done."""

    text = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=gettext_lazy("The client looks and closes it."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("A certificate, a list. PDF, pictures, text, CSV or office documents, up to 10 MB."),
    )

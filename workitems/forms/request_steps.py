"""What is told of a request while the work is done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workitems.forms.intake_fields import EvidenceField
from workitems.intake.life import Step
from workitems.models.items import PauseReason
from workitems.models.requests import EvidenceKind, PointAnswer


class StepForm(forms.Form):
    """What happened; a pause says what is waited for."""

    step = forms.ChoiceField(choices=[(step.value, step.value) for step in Step])
    reason = forms.ChoiceField(label=_("Waits for"), choices=[("", "-"), *PauseReason.choices], required=False)


class PromiseForm(forms.Form):
    """The day that was promised."""

    day = forms.DateField(label=_("Promised for"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PointForm(forms.Form):
    """An answer to a criterion, step or piece of evidence; empty takes it back."""

    answer = forms.ChoiceField(choices=PointAnswer.choices, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class AttachForm(forms.Form):
    """A file, and what it shows."""

    file = EvidenceField(label=_("File"), help_text=_("PDF, pictures, text, CSV or office documents, up to 10 MB."))
    kind = forms.ChoiceField(label=_("Shows"), choices=EvidenceKind.choices, initial=EvidenceKind.AFTER)
